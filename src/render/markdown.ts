/** Text that Markdown takes as it is. Parentheses need no backslash: the brackets before a link's have one; an ampersand, only where it begins an entity. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#+!|~$]|&(?=#?\w+;)/g, String.raw`\$&`)
}

/** A code span with a fence longer than any run of backticks in it (CommonMark 6.1). */
export function codeSpan(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  return longest === 0 ? fence + text + fence : `${fence} ${text} ${fence}`
}
