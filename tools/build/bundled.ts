/**
 * What may end up in the package besides our own code: the whole list. A package that is not on it fails the build, and
 * so does one that is on it and no longer bundled. Before a name is added: what does it do, who keeps it, and could we
 * do without?
 */
export const bundled: readonly string[] = [
  '@clack/core',
  '@clack/prompts',
  '@iarna/toml',
  'diff',
  'fast-string-truncated-width',
  'fast-string-width',
  'fast-wrap-ansi',
  'handlebars',
  'node-diff3',
  'sisteransi',
]
