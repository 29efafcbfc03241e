import { defineMigration } from '../define.ts'
import { AGENTS, EACH_AGENT, ROOT, channel } from '../places.ts'
import { retire } from '../steps.ts'

/** Where memory search stands once it has moved; the same below an agent. */
const memory = ['remote.nonBatchConcurrency', 'remote.batch.wait', 'remote.batch.concurrency', 'remote.batch.pollIntervalMs', 'remote.batch.timeoutMinutes', 'local.contextSize', 'local.modelCacheDir', 'store.driver', 'store.path', 'sync', 'query.hybrid', 'chunking', 'cache.maxEntries'].map((key) => `memory.search.${key}`)
const loops = ['genericRepeat', 'knownPollNoProgress', 'pingPong', 'windowSize', 'historySize', 'warningThreshold', 'unknownToolThreshold', 'criticalThreshold', 'globalCircuitBreakerThreshold', 'detectors', 'postCompactionGuard'].map((key) => `tools.loopDetection.${key}`)

const everywhere = [
  'acp.maxConcurrentSessions', 'acp.runtime.ttlMinutes', 'acp.stream.coalesceIdleMs', 'acp.stream.hiddenBoundarySeparator', 'acp.stream.maxChunkChars', 'acp.stream.maxOutputChars', 'acp.stream.maxSessionUpdateChars',
  'attachments.preserveFilenames', 'auth.cooldowns',
  'browser.actionTimeoutMs', 'browser.cdpPortRangeStart', 'browser.color', 'browser.localCdpReadyTimeoutMs', 'browser.localLaunchTimeoutMs', 'browser.profiles.*.color', 'browser.remoteCdpHandshakeTimeoutMs', 'browser.remoteCdpTimeoutMs', 'browser.tabCleanup.idleMinutes', 'browser.tabCleanup.maxTabsPerSession', 'browser.tabCleanup.sweepMinutes',
  'cli.banner.taglineMode', 'cloudWorkers.profiles.*.lifetime', 'commands.modelsWrite', 'commands.ownerDisplay', 'commands.ownerDisplaySecret', 'commands.useAccessGroups', 'commitments', 'crestodian',
  'cron.maxConcurrentRuns', 'cron.retry', 'cron.runLog', 'cron.store', 'cron.triggers.minIntervalMs', 'cron.webhook',
  'diagnostics.memoryPressureBundle', 'diagnostics.memoryPressureSnapshot', 'diagnostics.stuckSessionAbortMs', 'diagnostics.stuckSessionWarnMs',
  'gateway.channelHealthCheckMinutes', 'gateway.channelMaxRestartsPerHour', 'gateway.channelStaleEventThresholdMinutes', 'gateway.controlUi.chatMessageMaxWidth', 'gateway.controlUi.dangerouslyDisableDeviceAuth', 'gateway.handshakeTimeoutMs',
  'gateway.http.endpoints.chatCompletions.maxBodyBytes', 'gateway.http.endpoints.chatCompletions.maxImageParts', 'gateway.http.endpoints.chatCompletions.maxTotalImageBytes', 'gateway.http.endpoints.responses.maxBodyBytes',
  'gateway.reload.debounceMs', 'gateway.reload.deferralTimeoutMs', 'gateway.tailscale.resetOnExit',
  'hooks.internal.installs', 'hooks.maxBodyBytes', 'logging.redactSensitive', 'marketplaces', 'meta.lastTouchedAt',
  'messages.queue.debounceMs', 'messages.removeAckAfterReply', 'messages.statusReactions.emojis', 'messages.statusReactions.timing', 'models.pricing', 'plugins.bundledDiscovery',
  'secrets.resolution', 'secrets.providers.*.allowInsecurePath', 'secrets.providers.*.allowSymlinkCommand', 'security.installPolicy.exec.allowInsecurePath', 'security.installPolicy.exec.allowSymlinkCommand',
  'session.agentToAgent.maxPingPongTurns', 'session.maintenance.rotateBytes', 'session.typingIntervalSeconds', 'session.writeLock', 'skills.load.watchDebounceMs', 'skills.workshop.allowSymlinkTargetWrites',
  'systemAgent', 'transcripts.maxUtterances', 'tts.prefsPath', 'tui', 'ui.assistant', 'ui.prefs.chatMessageMaxWidth', 'ui.prefs.textScale', 'ui.prefs.sidebarLiveActivity', 'ui.prefs.showAdvancedSettings',
  'update.auto.betaCheckIntervalHours', 'update.auto.stableDelayHours', 'update.auto.stableJitterHours', 'worktrees', ...loops, ...memory,
]

const agent = [
  'cliBackends.*.reliability.outputLimits', 'compaction.maxHistoryShare', 'compaction.reserveTokens', 'compaction.reserveTokensFloor', 'contextLimits.memoryGetDefaultLines', 'contextLimits.toolResultMaxChars',
  'contextPruning.hardClearRatio', 'contextPruning.keepLastAssistants', 'contextPruning.minPrunableToolChars', 'contextPruning.softTrim', 'contextPruning.softTrimRatio',
  'groupChat.visibleReplies', 'heartbeat.ackMaxChars', 'heartbeat.includeReasoning', 'heartbeat.includeSystemPromptSection', 'heartbeat.skipWhenBusy', 'heartbeat.suppressToolErrorWarnings', 'runRetries', ...loops, ...memory,
]

const defaults = ['bootstrapPromptTruncationWarning', 'cliBackends', 'envelopeElapsed', 'envelopeTimestamp', 'envelopeTimezone', 'mediaGenerationAutoProviderFallback', 'timeFormat']

const channels: Readonly<Record<string, readonly string[]>> = {
  '*': ['streaming.progress.render'],
  discord: ['autoPresence.degradedText', 'autoPresence.exhaustedText', 'autoPresence.healthyText', 'eventQueue', 'gatewayInfoTimeoutMs', 'gatewayReadyTimeoutMs', 'gatewayRuntimeReadyTimeoutMs', 'retry', 'ui.components.accentColor'],
  googlechat: ['actions.reactions'],
  imessage: ['coalesceSameSenderDms'],
  slack: ['enterpriseOrgInstall', 'socketMode.clientPingTimeout', 'socketMode.pingPongLoggingEnabled', 'socketMode.serverPingTimeout'],
  telegram: ['direct.*.errorCooldownMs', 'errorCooldownMs', 'groups.*.errorCooldownMs', 'groups.*.topics.*.errorCooldownMs', 'mediaGroupFlushMs', 'pollingStallThresholdMs', 'retry', 'streaming.preview.nativeToolProgress', 'streaming.preview.nativeToolProgressAllowFrom', 'timeoutSeconds'],
  whatsapp: ['exposeErrorText'],
}

export default defineMigration({
  id: 'retired-settings',
  since: '2026.8.1',
  title: 'Many settings that only tuned OpenClaw are gone, and an unknown key stops the gateway; its own values hold now.',
  up: (draft) => {
    retire(draft, ROOT, everywhere)
    retire(draft, AGENTS, agent)
    retire(draft, EACH_AGENT, ['typingIntervalSeconds'])
    retire(draft, ['agents.defaults'], defaults)
    for (const path of draft.find('tools.media.asyncCompletion')) draft.remove(path)
    for (const [id, keys] of Object.entries(channels)) retire(draft, channel(id), keys)
  },
})
