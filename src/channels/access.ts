/**
 * Who may write to the bot directly: these people alone, or strangers after a pairing code was approved. OpenClaw's
 * validation refuses an allowlist with nobody on it.
 */
export function directMessages(people: readonly string[]): { readonly dmPolicy: string; readonly allowFrom?: readonly string[] } {
  return people.length > 0 ? { dmPolicy: 'allowlist', allowFrom: people } : { dmPolicy: 'pairing' }
}

/** The same in the words of Discord and Slack up to 2026.2.12, which know no others; from 2026.2.17 on both are taken. */
export function nestedDirectMessages(people: readonly string[]): { readonly dm: { readonly policy: string; readonly allowFrom?: readonly string[] } } {
  const { dmPolicy, ...others } = directMessages(people)
  return { dm: { policy: dmPolicy, ...others } }
}
