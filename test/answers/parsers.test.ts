import { describe, expect, test } from 'vitest'
import { answersFor, problemsOf } from '../support/answers.ts'

/** [answer, what is given, what is said about it] */
type Bad = readonly [key: string, value: unknown, said: string]

const bad: readonly Bad[] = [
  ['app', '', 'this is empty'],
  ['app', '   ', 'this is empty'],
  ['app', 'My App', '"My App": an app name has no capital letters (for instance my-app)'],
  ['app', 'größe', '"größe": an app name has only lowercase letters (a–z), digits and dashes (for instance gro-e)'],
  ['app', '-x', '"-x": an app name starts and ends with a letter or a digit (for instance x)'],
  ['app', 'x-', '"x-": an app name starts and ends with a letter or a digit (for instance x)'],
  ['app', 'a_b', '"a_b": an app name has only lowercase letters (a–z), digits and dashes (for instance a-b)'],
  ['app', 'z'.repeat(64), 'an app name has at most 63 characters'],
  ['app', '日本', '"日本": an app name has only lowercase letters (a–z), digits and dashes'],
  ['app', 'a\nb', 'this has a line break or another control character'],
  ['app', 'a\u202eb', 'this has a line break or another control character'],
  ['app', 'a\ud800', 'this is not valid Unicode'],
  ['app', true, 'this must be a text'],
  ['app', ['a'], 'this must be a text'],
  ['app', null, 'this must be a text'],
  ['org', 'My Team', '"My Team": an organisation is given by its slug: lowercase letters, digits and dashes (fly orgs list shows yours)'],
  ['region', 'mad', 'Fly has retired the region mad (fly platform regions lists those of today)'],
  ['region', 'MIA', 'Fly has retired the region mia'],
  ['region', 'frr', '"frr" is not a Fly region (did you mean fra (Frankfurt, Germany)?)'],
  ['region', 'rfa', '"rfa" is not a Fly region (did you mean fra (Frankfurt, Germany)?)'],
  ['region', 'tokyo', '"tokyo" is not a Fly region (did you mean nrt (Tokyo, Japan)?)'],
  ['region', 'Sao Paulo', '(did you mean gru (São Paulo, Brazil)?)'],
  ['region', 'moon base', '"moon base" is not a Fly region (one of ams, arn,'],
  ['release', '2026.4.3', 'there is no OpenClaw 2026.4.3 (the nearest is 2026.4.5; newest 2026.9.6)'],
  ['release', '2026.9.6-beta.1', 'OpenClaw 2026.9.6-beta.1 is a beta release, and only stable ones are taken (the nearest is 2026.9.6; newest 2026.9.6)'],
  ['release', '2026.7.2-rc.1', 'OpenClaw 2026.7.2-rc.1 is a release candidate, and only stable ones are taken (the nearest is 2026.7.33; newest 2026.9.6)'],
  ['release', 'newest', '"newest" is not an OpenClaw release (a release is written 2026.9.6, which is the newest known)'],
  ['release', 'latest', 'which release is the latest was not asked (write the release itself; newest known 2026.9.6)'],
  ['build', 'sourse', '"sourse" is not one of source, image (did you mean source?)'],
  ['access', 'secret', '"secret" is not one of public, private'],
  ['size', 'shared-cpu-3x', 'is not one of shared-cpu-1x'],
  ['memory', '2047', 'OpenClaw needs at least 2048 MB; with less it is killed while it works (give 2048 or more)'],
  ['memory', '512', 'OpenClaw needs at least 2048 MB'],
  ['memory', '2050', 'shared-cpu-2x takes memory in steps of 256 MB'],
  ['memory', '8192', 'shared-cpu-2x takes 512 to 4096 MB'],
  ['memory', 'lots', 'this must be a whole number of MB'],
  ['memory', '3.5gb', 'this must be a whole number of MB'],
  ['memory', '-3072', 'this must be a whole number of MB'],
  ['memory', 3072.5, 'this must be a whole number of MB'],
  ['memory', Number.NaN, 'this must be a whole number of MB'],
  ['memory', 10 ** 30, 'this must be a whole number of MB'],
  ['heap', '3072', 'the heap must leave 512 MB of the 3072 MB to the rest; leave it out to get 2048'],
  ['heap', '5000', 'the heap must leave 512 MB'],
  ['heap', '100', 'the heap needs at least 512 MB (give 512 or more)'],
  ['volume', '2', 'OpenClaw with its plugins needs at least 3 GB (give 3 or more)'],
  ['volume', '501', 'a Fly volume has at most 500 GB (a volume can be extended later, never shrunk)'],
  ['volume', '5000mb', 'this is counted in GB (write 5)'],
  ['provider', 'antropic', '(did you mean anthropic?)'],
  ['model', 'claude-opus-5', 'a model is written provider/model, such as anthropic/claude-opus-5'],
  ['model', 'nobody/model', 'the provider nobody is not one of anthropic, openai, google, openrouter, xai'],
  ['model', 'anthropic/$(x)', 'a model is written provider/model'],
  ['fallback', ['openai/gpt-6-sol', 'gpt'], '"gpt": a model is written provider/model'],
  ['repository', 'openclaw', '"openclaw": this is not a repository (write owner/name for GitHub, or a git URL without a password)'],
  ['repository', 'https://x.example/a;rm -rf', 'this is not a repository'],
  ['repository', '--upload-pack=x', 'this is not a repository'],
  ['repository', 'ext::sh -c x', 'this is not a repository'],
  ['repository', 'git://example.com/x/y', 'cannot clone over git:'],
  ['repository', 'a/..', 'this is neither owner/name nor a Git URL'],
  ['repository', 'ssh://-oProxy/x', 'a host name does not begin with a dash'],
  ['repository', 'git@-x:y', 'this is neither owner/name nor a Git URL'],
  ['repository', 'https://[::1', 'this is neither owner/name nor a Git URL'],
  ['domain', 'https://a.example.com', 'give the host name alone, without https:// and without a path (for instance assistant.example.com)'],
  ['domain', 'a.example.com/x', 'give the host name alone'],
  ['domain', 'my-openclaw.fly.dev', 'the fly.dev name comes with the app; leave the domain out'],
  ['domain', 'localhost', 'this is not a host name in lowercase'],
  ['domain', '*.example.com', 'this is not a host name in lowercase'],
  ['channel', 'discrod', '"discrod" is not a channel we know (did you mean discord?)'],
  ['channel', 'constructor', '"constructor" is not a channel we know'],
  ['channel', '__proto__', '"__proto__" is not a channel we know'],
]

test.each(bad)('%s %j is refused', (key, value, said) => {
  const problems = problemsOf({ [key]: value })
  expect(problems).toHaveLength(1)
  expect(problems[0]).toContain(`--${key}: `)
  expect(problems[0]).toContain(said)
})

test.each<readonly [string, unknown, object]>([
  ['app', ' my-app ', { app: 'my-app' }],
  ['app', '0', { app: '0' }],
  ['app', 'a'.repeat(63), { app: 'a'.repeat(63) }],
  ['org', 'my-team', { org: 'my-team' }],
  ['region', 'FRA', { region: 'fra' }],
  ['release', 'v2026.9.5', { release: '2026.9.5' }],
  ['release', '2026.1.29', { release: '2026.1.29' }],
  ['release', '2026.7.1-2', { release: '2026.7.1-2' }],
  ['release', '2099.1.1', { release: '2099.1.1' }],
  ['access', 'Private', { access: { mode: 'private' } }],
  ['memory', '4gb', { machine: { memoryMb: 4096 } }],
  ['memory', 2048, { machine: { memoryMb: 2048 } }],
  ['memory', '2560 MB', { machine: { memoryMb: 2560 } }],
  ['heap', '2560', { machine: { heapMb: 2560 } }],
  ['volume', '10GB', { machine: { volumeGb: 10 } }],
  ['provider', 'openai', { model: { primary: 'openai/gpt-6-astra' } }],
  ['model', 'openrouter/moonshotai/kimi-k2.6:free', { model: { primary: 'openrouter/moonshotai/kimi-k2.6:free' } }],
  ['fallback', 'openai/gpt-6-sol', { model: { fallbacks: ['openai/gpt-6-sol'] } }],
  ['fallback', ['xai/grok-4.7', 'anthropic/claude-opus-5', 'xai/grok-4.7'], { model: { fallbacks: ['xai/grok-4.7'] } }],
  ['repository', 'me/openclaw', { image: { build: 'source', repository: 'me/openclaw' } }],
  ['repository', 'git@git.example.com:me/openclaw.git', { image: { repository: 'git@git.example.com:me/openclaw.git' } }],
  ['domain', 'xn--bcher-kva.example', { access: { mode: 'public', domain: 'xn--bcher-kva.example' } }],
  ['channel', ['tg', 'Telegram', 'DISCORD'], { channels: { discord: {}, telegram: {} } }],
])('%s %j is accepted', (key, value, answers) => {
  expect(answersFor({ [key]: value })).toMatchObject(answers)
})

describe('a machine', () => {
  test('gets the nearest memory that its size takes, where none was given', () => {
    expect(answersFor({ size: 'performance-2x' }).machine).toEqual({ size: 'performance-2x', memoryMb: 4096, heapMb: null, volumeGb: 3 })
    expect(answersFor({ size: 'shared-cpu-1x' }).machine.memoryMb).toBe(2048)
    expect(answersFor({ size: 'performance-16x' }).machine.memoryMb).toBe(32_768)
  })
})
