import { defineMigration } from '../define.ts'
import { channel } from '../places.ts'
import { moveStreaming } from '../streaming.ts'

export default defineMigration({
  id: 'channel-streaming',
  since: '2026.4.7',
  title: 'How a channel streams its answers is said in one table, `streaming`.',
  up: (draft) => {
    for (const path of draft.find(...channel('telegram'))) moveStreaming(draft, path, { preview: true })
    for (const path of draft.find(...channel('discord'))) moveStreaming(draft, path, { preview: true })
    for (const path of draft.find(...channel('slack'))) moveStreaming(draft, path, { native: true })
    for (const path of draft.find('channels.googlechat.streamMode', 'channels.googlechat.accounts.*.streamMode')) draft.remove(path, 'Google Chat shows no answer while it is written')
  },
})
