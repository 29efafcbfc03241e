import { defineMigration } from '../define.ts'

const bind = ['gateway', 'bind']

/** What people write for an address, and the word for it. */
const modes: Readonly<Record<string, string>> = {
  '0.0.0.0': 'lan', '::': 'lan', '[::]': 'lan', '*': 'lan',
  '127.0.0.1': 'loopback', localhost: 'loopback', '::1': 'loopback', '[::1]': 'loopback',
}

export default defineMigration({
  id: 'gateway-bind-mode',
  // Refused by every recorded schema.
  since: '2026.3.28',
  title: '`gateway.bind` is a word such as `lan`, not an address.',
  up: (draft) => {
    const address = draft.at(bind)
    const mode = typeof address === 'string' && Object.hasOwn(modes, address.trim().toLowerCase()) ? modes[address.trim().toLowerCase()] : undefined
    if (mode !== undefined) draft.replace(bind, mode)
  },
})
