import { defineMigration } from '../define.ts'
import { channel, inside } from '../places.ts'
import { rename } from '../steps.ts'

export default defineMigration({
  id: 'channel-allow-enabled',
  // The first schema without `allow`; `config validate` still takes it up to 2026.4.29 and refuses it from 2026.5.2 on.
  since: '2026.4.7',
  title: 'A Discord or Slack channel, or a Google Chat space, is switched on with `enabled`; `allow` is gone.',
  up: (draft) => {
    const places = [...inside(channel('discord'), 'guilds.*.channels.*'), ...inside(channel('slack'), 'channels.*'), ...inside(channel('googlechat'), 'groups.*')]
    rename(draft, places, 'allow', 'enabled')
  },
})
