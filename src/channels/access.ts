/**
 * Who may write to the bot directly: these people alone, or strangers after a pairing code was approved. OpenClaw's
 * validation refuses an allowlist with nobody on it.
 */
export function directMessages(people: readonly string[]): { readonly dmPolicy: string; readonly allowFrom?: readonly string[] } {
  return people.length > 0 ? { dmPolicy: 'allowlist', allowFrom: people } : { dmPolicy: 'pairing' }
}
