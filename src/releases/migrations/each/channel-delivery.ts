import { defineMigration } from '../define.ts'
import { channel } from '../places.ts'
import { moveDelivery } from '../streaming.ts'

/** Those whose `streaming` says only how an answer is cut into messages. */
const channels = ['whatsapp', 'signal', 'imessage', 'googlechat', 'irc', 'msteams', 'mattermost', 'matrix']

export default defineMigration({
  id: 'channel-delivery',
  since: '2026.8.1',
  title: 'How an answer is cut into messages stands in `streaming`, in every channel.',
  up: (draft) => {
    for (const path of draft.find(...channels.flatMap(channel))) moveDelivery(draft, path)
  },
})
