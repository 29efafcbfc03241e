import type { Migration } from './define.ts'
import agentModelTimeouts from './each/agent-model-timeouts.ts'
import agentRuntime from './each/agent-runtime.ts'
import agentsDefault from './each/agents-default.ts'
import agentsEntries from './each/agents-entries.ts'
import agentsLlm from './each/agents-llm.ts'
import agentsOwnership from './each/agents-ownership.ts'
import bindingPeers from './each/binding-peers.ts'
import channelAllowEnabled from './each/channel-allow-enabled.ts'
import channelDelivery from './each/channel-delivery.ts'
import channelStreaming from './each/channel-streaming.ts'
import codeMode from './each/code-mode.ts'
import compactionTexts from './each/compaction-texts.ts'
import controlUiInsecureAuth from './each/control-ui-insecure-auth.ts'
import crossContext from './each/cross-context.ts'
import diagnosticsSwitches from './each/diagnostics-switches.ts'
import discoveryDomain from './each/discovery-domain.ts'
import dmPolicy from './each/dm-policy.ts'
import envVars from './each/env-vars.ts'
import execMode from './each/exec-mode.ts'
import gatewayBindMode from './each/gateway-bind-mode.ts'
import gatewayReloadMode from './each/gateway-reload-mode.ts'
import gatewayWebchat from './each/gateway-webchat.ts'
import groupRouting from './each/group-routing.ts'
import heartbeatVisibility from './each/heartbeat-visibility.ts'
import hookHandlers from './each/hook-handlers.ts'
import mcpServers from './each/mcp-servers.ts'
import mediaModels from './each/media-models.ts'
import memoryQmd from './each/memory-qmd.ts'
import memorySearch from './each/memory-search.ts'
import memoryStorePath from './each/memory-store-path.ts'
import modelNames from './each/model-names.ts'
import modelPolicy from './each/model-policy.ts'
import movedSettings from './each/moved-settings.ts'
import queueModes from './each/queue-modes.ts'
import responsePrefix from './each/response-prefix.ts'
import retiredSettings from './each/retired-settings.ts'
import retiredTitles from './each/retired-titles.ts'
import rootDefaults from './each/root-defaults.ts'
import sandboxScope from './each/sandbox-scope.ts'
import sessionNames from './each/session-names.ts'
import sessionParentFork from './each/session-parent-fork.ts'
import signalTransport from './each/signal-transport.ts'
import silentReplies from './each/silent-replies.ts'
import skillWorkshop from './each/skill-workshop.ts'
import slackMentions from './each/slack-mentions.ts'
import telegramHistory from './each/telegram-history.ts'
import threadBindingsIdle from './each/thread-bindings-idle.ts'
import threadBindingsSpawn from './each/thread-bindings-spawn.ts'
import ttsOwner from './each/tts-owner.ts'
import webSearchPlugins from './each/web-search-plugins.ts'
import whatsappSettings from './each/whatsapp-settings.ts'

/** Every migration, oldest first; those of one release in the order in which they have to be done. */
export const migrations: readonly Migration[] = [
  rootDefaults,
  groupRouting,
  gatewayBindMode,
  threadBindingsIdle,
  webSearchPlugins,
  channelAllowEnabled,
  channelStreaming,
  sandboxScope,
  hookHandlers,
  agentsLlm,
  sessionParentFork,
  queueModes,
  agentModelTimeouts,
  silentReplies,
  agentRuntime,
  gatewayWebchat,
  memoryStorePath,
  telegramHistory,
  memorySearch,
  memoryQmd,
  execMode,
  sessionNames,
  ttsOwner,
  mediaModels,
  modelNames,
  modelPolicy,
  whatsappSettings,
  slackMentions,
  signalTransport,
  dmPolicy,
  heartbeatVisibility,
  channelDelivery,
  threadBindingsSpawn,
  bindingPeers,
  responsePrefix,
  crossContext,
  compactionTexts,
  diagnosticsSwitches,
  discoveryDomain,
  skillWorkshop,
  mcpServers,
  movedSettings,
  envVars,
  gatewayReloadMode,
  controlUiInsecureAuth,
  retiredSettings,
  agentsEntries,
  agentsDefault,
  agentsOwnership,
  retiredTitles,
  codeMode,
]
