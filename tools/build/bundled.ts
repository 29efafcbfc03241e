/**
 * What may end up in the package besides our own code: the whole list. A package that is not on it fails the build, and
 * so does one that is on it and no longer bundled. Before a name is added: what does it do, who keeps it, and could we
 * do without?
 */
export const bundled: readonly string[] = [
  '@clack/core',
  '@clack/prompts',
  '@iarna/toml',
  'degit',
  'diff',
  'fast-string-truncated-width',
  'fast-string-width',
  'fast-wrap-ansi',
  'handlebars',
  'node-diff3',
  'sisteransi',
]

/** A package whose published file has other packages in it, which the module graph cannot show. */
export interface Vendored {
  /** The version that was looked into: another one fails the build, so that somebody looks again. */
  readonly version: string
  /** Packages in it; `licences/<package>/<name>.txt` holds the text of each, with `+` for the slash of a scope. */
  readonly packages: readonly string[]
}

export const vendored: Readonly<Record<string, Vendored>> = {
  // Its package.json lists them as devDependencies; isomorphic-git and https-proxy-agent are cut out (trim-packages.ts).
  degit: {
    version: '3.10.0',
    packages: ['@isaacs/fs-minipass', 'chownr', 'minipass', 'minizlib', 'tar', 'yallist', 'yoctocolors'],
  },
}
