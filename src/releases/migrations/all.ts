import type { Migration } from './define.ts'
import agentsEntries from './each/agents-entries.ts'
import channelAllowEnabled from './each/channel-allow-enabled.ts'
import controlUiInsecureAuth from './each/control-ui-insecure-auth.ts'
import envVars from './each/env-vars.ts'
import gatewayReloadMode from './each/gateway-reload-mode.ts'

/** Every migration, oldest first; those of one release in the order in which they have to be done. */
export const migrations: readonly Migration[] = [
  channelAllowEnabled,
  controlUiInsecureAuth,
  envVars,
  gatewayReloadMode,
  agentsEntries,
]
