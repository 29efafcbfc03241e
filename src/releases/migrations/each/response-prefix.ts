import { defineMigration } from '../define.ts'
import { isTable } from '../json.ts'

/** Channels that have a prefix of their own; the shared one stays for all others. */
const channels = ['buzz', 'clickclack', 'discord', 'feishu', 'googlechat', 'imessage', 'irc', 'line', 'matrix', 'mattermost', 'msteams', 'nextcloud-talk', 'signal', 'slack', 'telegram', 'tlon', 'twitch', 'whatsapp', 'zalo', 'zalouser']

export default defineMigration({
  id: 'response-prefix',
  since: '2026.8.1',
  title: 'What each answer begins with is said channel by channel.',
  up: (draft) => {
    const prefix = draft.at(['messages', 'responsePrefix'])
    if (prefix === undefined) return
    for (const path of draft.find('channels.*')) if (channels.includes(String(path[1])) && isTable(draft.at(path)) && !draft.has([...path, 'responsePrefix'])) draft.set([...path, 'responsePrefix'], prefix)
  },
})
