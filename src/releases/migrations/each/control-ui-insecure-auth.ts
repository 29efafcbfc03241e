import { defineMigration } from '../define.ts'

export default defineMigration({
  id: 'control-ui-insecure-auth',
  since: '2026.8.1',
  title: '`gateway.controlUi.allowInsecureAuth` is unknown now, and an unknown key stops the gateway.',
  up: (draft) => draft.remove(['gateway', 'controlUi', 'allowInsecureAuth'], 'browsers are paired, as the runbook describes'),
})
