import { defineMigration } from '../define.ts'
import { isList } from '../json.ts'
import { AGENTS, channel, ROOT } from '../places.ts'
import { moveOut, rename } from '../steps.ts'

export default defineMigration({
  id: 'moved-settings',
  since: '2026.8.1',
  title: 'A number of settings stand elsewhere now, or have another name.',
  up: (draft) => {
    draft.move(['media'], ['attachments'])
    draft.move(['audit'], ['logging', 'audit'])
    draft.move(['cron', 'failureDestination'], ['cron', 'failureAlert'])
    draft.move(['tools', 'experimental', 'planTool'], ['tools', 'updatePlan'])
    draft.remove(['tools', 'experimental'], 'tools.updatePlan stands for it')
    draft.move(['talk', 'realtime', 'voice'], ['talk', 'realtime', 'speakerVoice'])
    moveOut(draft, ['gateway.nodes'], 'skills.enabled', 'allowSkills')
    rename(draft, ['gateway.nodes'], 'allowCommands', 'commands.allow')
    rename(draft, ['gateway.nodes'], 'denyCommands', 'commands.deny')
    rename(draft, AGENTS, 'sandbox.browser.enableNoVnc', 'sandbox.browser.noVncEnabled')
    rename(draft, channel('slack'), 'identity', 'postAs')
    rename(draft, channel('googlechat'), 'serviceAccountRef', 'serviceAccount')
    rename(draft, channel('discord'), 'voice.realtime.voice', 'voice.realtime.speakerVoice')
    moveOut(draft, channel('slack'), 'dm.replyToMode', 'replyToModeByChatType.direct')
    if (draft.at(['logging', 'consoleStyle']) === 'compact') draft.replace(['logging', 'consoleStyle'], 'pretty')
    const hosts = draft.at(['browser', 'ssrfPolicy', 'hostnameAllowlist'])
    if (isList(hosts)) {
      const allowed = draft.at(['browser', 'ssrfPolicy', 'allowedHostnames'])
      draft.set(['browser', 'ssrfPolicy', 'allowedHostnames'], [...new Set([...(isList(allowed) ? allowed : []), ...hosts])])
      draft.remove(['browser', 'ssrfPolicy', 'hostnameAllowlist'], 'it is in allowedHostnames')
    }
    for (const path of draft.find(...ROOT)) for (const prompt of draft.below(path, 'agents.defaults.promptOverlays')) {
      draft.move([...prompt, 'gpt5', 'personality'], ['plugins', 'entries', 'openai', 'config', 'personality'])
      draft.remove(prompt)
    }
  },
})
