/** First words of a command line that are no folder. */
export const commandNames = ['update', 'add', 'remove', 'channels', 'diff', 'check', 'adopt', 'validate', 'clone', 'rehearse', 'completion'] as const
export type CommandName = (typeof commandNames)[number]

export function isCommandName(word: string | undefined): word is CommandName {
  return commandNames.some((name) => name === word)
}
