import { describe, expect, test } from 'vitest'
import { providers } from '../../src/models/providers.ts'
import { catalog } from '../support/answers.ts'

/*
 * The shapes in which services give out their secrets, as their documentation shows them or as they were seen; made up,
 * and put together here, so that nobody's scanner takes them for real ones.
 */
const take = (alphabet: string, length: number): string => Array.from({ length }, (_, index) => alphabet[(index * 7 + 3) % alphabet.length]).join('')
const digits = (length: number): string => take('1234567890', length)
const hex = (length: number): string => take('0123456789abcdef', length)
const lower = (length: number): string => take('abcdefghijklmnopqrstuvwxyz0123456789', length)
const upper = (length: number): string => take('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', length)
const mixed = (length: number): string => take('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', length)
const url64 = (length: number): string => take('AZBYaz_by09-CXcx18DWdw', length)
const base64 = (length: number, tail = ''): string => take('AZBYaz/by09+CXcx18DWdw', length) + tail
const bech32 = (length: number): string => take('023456789acdefghjklmnpqrstuvwxyz', length)
const serviceAccount = (space?: number): string => JSON.stringify({ type: 'service_account', project_id: 'claw', private_key_id: hex(40), private_key: `-----BEGIN PRIVATE KEY-----\n${base64(64)}\n-----END PRIVATE KEY-----\n`, client_email: 'bot@claw.iam.gserviceaccount.com' }, null, space)

const shapes: readonly (readonly [name: string, what: string, value: string])[] = [
  ['DISCORD_BOT_TOKEN', 'of a bot of 17 digits', `${mixed(24)}.${mixed(6)}.${url64(27)}`],
  ['DISCORD_BOT_TOKEN', 'of a bot of 19 digits', `${mixed(26)}.${mixed(6)}.${url64(38)}`],
  ['TELEGRAM_BOT_TOKEN', 'as in the Bot API documentation', `${digits(6)}:${url64(35)}`],
  ['TELEGRAM_BOT_TOKEN', 'of ten digits', `${digits(10)}:AA${url64(33)}`],
  ['TELEGRAM_WEBHOOK_SECRET', 'as npm run secrets makes it', hex(64)],
  ['SLACK_BOT_TOKEN', 'of three parts', `xoxb-${digits(12)}-${digits(13)}-${mixed(24)}`],
  ['SLACK_APP_TOKEN', 'of a workspace', `xapp-1-A${upper(10)}-${digits(13)}-${hex(64)}`],
  ['SLACK_SIGNING_SECRET', 'of 32 hexadecimal digits', hex(32)],
  ['MATRIX_ACCESS_TOKEN', "of Synapse", `syt_${mixed(8)}_${mixed(20)}_${mixed(6)}`],
  ['MATRIX_ACCESS_TOKEN', "of Matrix Authentication Service", `mat_${mixed(31)}_${mixed(6)}`],
  ['MATRIX_ACCESS_TOKEN', 'of Dendrite', url64(43)],
  ['MATRIX_PASSWORD', 'with signs', 'Correct-Horse#Battery9'],
  ['MATRIX_PASSWORD', 'with letters beyond English', 'pässwört-mit-länge'],
  ['MATTERMOST_BOT_TOKEN', 'of 26', lower(26)],
  ['MSTEAMS_APP_PASSWORD', 'of Entra, with ~', `${mixed(3)}8Q~${url64(30)}.~${mixed(2)}`],
  ['GOOGLE_CHAT_SERVICE_ACCOUNT', 'as it is downloaded', serviceAccount(2)],
  ['GOOGLE_CHAT_SERVICE_ACCOUNT', 'in one line', serviceAccount()],
  ['LINE_CHANNEL_ACCESS_TOKEN', 'that lives long', base64(156, '/1O/w1cDnyilFU=')],
  ['LINE_CHANNEL_ACCESS_TOKEN', 'of version 2.1 (JSON Web Token)', `eyJ${url64(50)}.eyJ${url64(90)}.${url64(43)}`],
  ['LINE_CHANNEL_SECRET', 'of 32 hexadecimal digits', hex(32)],
  ['IRC_PASSWORD', 'that somebody chose', 'correct-horse_battery!9'],
  ['IRC_NICKSERV_PASSWORD', 'that somebody chose', 'correct-horse_battery!9'],
  ['NOSTR_PRIVATE_KEY', 'as nsec', `nsec1${bech32(58)}`],
  ['NOSTR_PRIVATE_KEY', 'in small hexadecimal digits', hex(64)],
  ['NOSTR_PRIVATE_KEY', 'in big hexadecimal digits', hex(64).toUpperCase()],
  ['BUZZ_PRIVATE_KEY', 'as nsec', `nsec1${bech32(58)}`],
  ['BUZZ_PRIVATE_KEY', 'as npm run secrets makes it', hex(64)],
  ['BUZZ_AUTH_TAG', 'as a workspace gives it out', JSON.stringify(['auth', hex(64), 'kind:9', hex(128)])],
  ['CLICKCLACK_BOT_TOKEN', 'of a bot', `ccb_${url64(43)}`],
  ['FEISHU_APP_SECRET', 'of 32', mixed(32)],
  ['FEISHU_VERIFICATION_TOKEN', 'of 32', mixed(32)],
  ['FEISHU_ENCRYPT_KEY', 'that somebody chose', 'Kq8!kd_2mZ@x'],
  ['NEXTCLOUD_TALK_BOT_SECRET', 'of openssl rand -hex 32', hex(64)],
  ['NEXTCLOUD_TALK_BOT_SECRET', 'of openssl rand -base64 48', base64(64)],
  ['NEXTCLOUD_TALK_API_PASSWORD', 'in five groups', [5, 5, 5, 5, 5].map((length) => mixed(length)).join('-')],
  ['QQBOT_CLIENT_SECRET', 'of 32', mixed(32)],
  ['SYNOLOGY_CHAT_TOKEN', 'of 64', mixed(64)],
  ['SYNOLOGY_CHAT_INCOMING_URL', 'with its token in encoded quotes', `https://nas.example.com:5001/webapi/entry.cgi?api=SYNO.Chat.External&method=chatbot&version=2&token=%22${mixed(64)}%22`],
  ['TLON_CODE', 'of a ship', 'lidlut-tabwed-pillex-ridrup'],
  ['OPENCLAW_TWITCH_ACCESS_TOKEN', 'of 30', lower(30)],
  ['OPENCLAW_TWITCH_ACCESS_TOKEN', 'with oauth: before it', `oauth:${lower(30)}`],
  ['TWITCH_CLIENT_SECRET', 'of 30', lower(30)],
  ['TWITCH_REFRESH_TOKEN', 'of 50', lower(50)],
  ['TWITCH_REFRESH_TOKEN', 'as in the documentation', `eyJ${mixed(14)}9%6${mixed(14)}/3Aj`],
  ['TWILIO_ACCOUNT_SID', 'of an account', `AC${hex(32)}`],
  ['TWILIO_AUTH_TOKEN', 'of 32 hexadecimal digits', hex(32)],
  ['TWILIO_MESSAGING_SERVICE_SID', 'of a service', `MG${hex(32)}`],
  ['TELNYX_API_KEY', 'of API v2', `KEY${upper(32)}_${mixed(22)}`],
  ['TELNYX_PUBLIC_KEY', 'of 32 bytes', base64(43, '=')],
  ['PLIVO_AUTH_ID', 'of an account', `MA${upper(18)}`],
  ['PLIVO_AUTH_ID', 'of a subaccount', `SA${upper(18)}`],
  ['PLIVO_AUTH_TOKEN', 'of 40', mixed(40)],
  ['NGROK_AUTHTOKEN', 'of two parts', `2${mixed(26)}_${mixed(21)}`],
  ['WECOM_BOT_SECRET', 'of 43', mixed(43)],
  ['YUANBAO_APP_KEY', 'of 32', mixed(32)],
  ['YUANBAO_APP_SECRET', 'of 48', mixed(48)],
  ['ZALO_BOT_TOKEN', 'of an id and a token', `${digits(19)}:${mixed(40)}`],
  ['ZALO_WEBHOOK_SECRET', 'as npm run secrets makes it', hex(64)],
  ['A2A_PEER_TOKEN', 'of openssl rand -hex 32', hex(64)],
  ['A2A_OUTBOUND_TOKEN', 'that the other side chose', `Bearer.${base64(40, '==')}`],
  ['REEF_GUARD_OPENAI_KEY', 'of a project', `sk-proj-${url64(156)}`],
  ['REEF_GUARD_ANTHROPIC_KEY', 'of a workspace', `sk-ant-api03-${url64(93)}AA`],
  ['ANTHROPIC_API_KEY', 'of a workspace', `sk-ant-api03-${url64(93)}AA`],
  ['OPENAI_API_KEY', 'of a project', `sk-proj-${url64(156)}`],
  ['OPENAI_API_KEY', 'of a service account', `sk-svcacct-${url64(156)}`],
  ['OPENAI_API_KEY', 'of a person', `sk-${mixed(48)}`],
  ['GEMINI_API_KEY', 'of 39', `AIza${url64(35)}`],
  ['GEMINI_API_KEY', 'of the newer form', `AQ.Ab8${url64(46)}`],
  ['OPENROUTER_API_KEY', 'of version 1', `sk-or-v1-${hex(64)}`],
  ['XAI_API_KEY', 'of 84', `xai-${mixed(80)}`],
]

const specs = [...catalog.flatMap(({ secrets }) => secrets), ...providers.map(({ secret }) => secret)]

test.each(shapes)('%s %s is taken', (name, _what, value) => {
  const own = specs.filter((spec) => spec.name === name)
  expect(own).not.toEqual([])
  expect(own.filter(({ pattern }) => !new RegExp(pattern!, 'u').test(value))).toEqual([])
})

describe('what people paste instead is refused:', () => {
  test.each([
    ['DISCORD_BOT_TOKEN', 'the application id', digits(19)],
    ['DISCORD_BOT_TOKEN', 'the public key', hex(64)],
    ['DISCORD_BOT_TOKEN', 'the token with Bot before it', `Bot ${mixed(26)}.${mixed(6)}.${url64(38)}`],
    ['TELEGRAM_BOT_TOKEN', "the bot's name", '@my_claw_bot'],
    ['SLACK_BOT_TOKEN', 'a token of a person', `xoxp-${digits(12)}-${digits(12)}-${hex(32)}`],
    ['SLACK_BOT_TOKEN', 'the app-level token', `xapp-1-A${upper(10)}-${digits(13)}-${hex(64)}`],
    ['SLACK_APP_TOKEN', 'the bot token', `xoxb-${digits(12)}-${digits(13)}-${mixed(24)}`],
    ['MSTEAMS_APP_PASSWORD', "the secret's id", `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`],
    ['GOOGLE_CHAT_SERVICE_ACCOUNT', 'the file of an OAuth client', JSON.stringify({ installed: { client_id: 'x', client_secret: 'y' } })],
    ['LINE_CHANNEL_ACCESS_TOKEN', 'the channel secret', hex(32)],
    ['NOSTR_PRIVATE_KEY', 'the public key', `npub1${bech32(58)}`],
    ['TWILIO_ACCOUNT_SID', 'the sid of an API key', `SK${hex(32)}`],
    ['OPENAI_API_KEY', 'nothing but its beginning', 'sk-'],
  ])('%s: %s', (name, _what, value) => {
    const own = specs.filter((spec) => spec.name === name)
    expect(own).not.toEqual([])
    expect(own.filter(({ pattern }) => new RegExp(pattern!, 'u').test(value))).toEqual([])
  })
})
