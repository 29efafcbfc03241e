/**
 * A secret where OpenClaw takes nothing but text: it fills in the variable when it reads the file, and keeps the words
 * as they are when it writes it. Where a reference is taken, a preset uses that instead.
 */
export function secretText<const S extends string>(name: S): `\${${S}}` {
  return `\${${name}}`
}
