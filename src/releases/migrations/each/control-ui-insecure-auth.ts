import { defineMigration } from '../define.ts'
import { retire } from '../steps.ts'

export default defineMigration({
  id: 'control-ui-insecure-auth',
  since: '2026.8.1',
  title: '`gateway.controlUi.allowInsecureAuth` is unknown now, and an unknown key stops the gateway.',
  up: (draft) => retire(draft, ['gateway'], ['controlUi.allowInsecureAuth'], 'browsers are paired, as the runbook describes'),
})
