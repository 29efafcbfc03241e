/** One word for a POSIX shell, quoted only where it must be. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}

/**
 * One word for a shell of Windows. Double quotes mean the same to cmd.exe and to PowerShell, but for `$` and the backtick,
 * which PowerShell fills in within them: such a word is written for PowerShell alone, the shell that Windows proposes.
 * A comma, `@` and `#` are signs of PowerShell's own.
 */
export function windowsWord(text: string): string {
  if (/^[A-Za-z0-9_./\\:+=-]+$/.test(text)) return text
  return /["$`]/.test(text) ? `'${text.replaceAll("'", "''")}'` : `"${text}"`
}

/** The same for the shell that somebody has who runs us on this platform. */
export function wordFor(platform: NodeJS.Platform): (text: string) => string {
  return platform === 'win32' ? windowsWord : shellWord
}
