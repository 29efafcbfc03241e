import * as fc from 'fast-check'
import type { Json } from '../../../src/releases/migrations/json.ts'

/** Keys that migrations look for, and some that nobody expects. */
const keys = fc.constantFrom(
  ...'agents list entries defaults id default workspace model models fallbacks primary memorySearch memory search store path provider sandbox perSession scope heartbeat compaction'.split(' '),
  ...'channels discord slack telegram whatsapp signal accounts guilds allow enabled dm policy allowFrom streaming streamMode chunkMode blockStreaming draftChunk nativeStreaming mode timeoutSeconds'.split(' '),
  ...'gateway reload controlUi allowInsecureAuth bind env vars session idleMinutes reset resetByType direct maintenance pruneDays messages queue tts providers edge voice bindings match peer kind'.split(' '),
  ...'tools exec security ask timeoutSec media audio transcription command web apiKey cron failureDestination routing groupChat requireMention threadBindings ttlHours __proto__ constructor'.split(' '),
)

const scalar = fc.constantFrom<Json>(null, true, false, 0, 5, 'hot', 'restart', 'main', 'Main Agent', '', 'dm', 'partial', 'full', 'off', 'auto', '0.0.0.0', 'anthropic/claude-opus-4-5')

/** Something like a configuration, with anything in places where a table is wanted. */
export const config = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(keys, tie('value')), { maxLength: 6 }).map((entries) => Object.fromEntries(entries)),
  ),
})).value
