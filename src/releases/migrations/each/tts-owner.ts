import { defineMigration } from '../define.ts'
import type { Draft } from '../draft.ts'
import type { KeyPath } from '../json.ts'
import { channel, EACH_AGENT, inside } from '../places.ts'

const providers = ['openai', 'elevenlabs', 'microsoft', 'edge']

export default defineMigration({
  id: 'tts-owner',
  since: '2026.8.1',
  title: 'Speech is set up under `tts`, with each service under `tts.providers`.',
  up: (draft) => {
    draft.move(['messages', 'tts'], ['tts'])
    for (const path of draft.find('tts', 'plugins.entries.voice-call.config.tts', ...inside(channel('discord'), 'voice.tts'))) gatherProviders(draft, path)
    const voices = ['tts', 'plugins.entries.voice-call.config.tts', ...inside(EACH_AGENT, 'tts'), ...inside(channel('*'), 'voice.tts'), ...inside(channel('*'), 'tts')]
    for (const path of draft.find(...voices)) {
      for (const provider of draft.below(path, 'providers.*')) renameVoice(draft, provider)
      const enabled = draft.at([...path, 'enabled'])
      if (typeof enabled !== 'boolean') continue
      if (!draft.has([...path, 'auto'])) draft.set([...path, 'auto'], enabled ? 'always' : 'off')
      draft.remove([...path, 'enabled'], 'auto stands for it')
    }
  },
})

function gatherProviders(draft: Draft, path: KeyPath): void {
  if (draft.at([...path, 'provider']) === 'edge') draft.replace([...path, 'provider'], 'microsoft')
  draft.move([...path, 'providers', 'edge'], [...path, 'providers', 'microsoft'])
  for (const id of providers) if (draft.table([...path, id]) !== undefined) draft.move([...path, id], [...path, 'providers', id === 'edge' ? 'microsoft' : id])
}

function renameVoice(draft: Draft, path: KeyPath): void {
  for (const key of ['voice', 'voiceName']) draft.move([...path, key], [...path, 'speakerVoice'])
  draft.move([...path, 'voiceId'], [...path, 'speakerVoiceId'])
}
