/**
 * A stand-in for `node /app/openclaw.mjs config get|set|unset`, as a Node program for the machine of the double. What it
 * prints and its exit codes are those of OpenClaw 2026.9.6; of its checks it has the one that the scripts rely on.
 */
export const openclawConfig = `
import { readFileSync, writeFileSync } from 'node:fs'
const [group, action, ...rest] = process.argv.slice(2)
const file = process.env.OPENCLAW_STATE_DIR + '/openclaw.json'
const config = JSON.parse(readFileSync(file, 'utf8'))
const flag = (name) => rest.includes(name) ? rest[rest.indexOf(name) + 1] : undefined
const fail = (text) => { console.error(text); process.exit(1) }
const parts = (path) => path.split('.')
const get = (path) => parts(path).reduce((value, key) => value?.[key], config)
function put(path, value) {
  const keys = parts(path)
  const last = keys.pop()
  const parent = keys.reduce((node, key) => node[key] ??= {}, config)
  if (value === undefined) delete parent[last]
  else parent[last] = value
}
const save = () => writeFileSync(file, JSON.stringify(config, null, 2) + '\\n')
if (group !== 'config') fail('no such command')
if (action === 'get') {
  const value = get(rest[0])
  if (value === undefined) {
    console.log(JSON.stringify({ ok: false, error: { type: 'cli_error', message: 'Config path is valid but unset: ' + rest[0] + '.' } }, null, 2))
    process.exit(1)
  }
  console.log(JSON.stringify(value, null, 2))
} else if (action === 'set' && rest.includes('--batch-json')) {
  for (const { path, value } of JSON.parse(flag('--batch-json'))) put(path, value)
  save()
} else if (action === 'set') {
  const expected = flag('--expect-current-json')
  const matches = rest.includes('--expect-current-absent') ? get(rest[0]) === undefined : expected === undefined || JSON.stringify(get(rest[0])) === JSON.stringify(JSON.parse(expected))
  if (!matches) fail('The config file changed while this command was writing')
  put(rest[0], JSON.parse(rest[1]))
  save()
  console.log('Updated ' + rest[0] + '. Change will apply without restarting the gateway.')
} else if (action === 'unset') {
  if (get(rest[0]) === undefined) fail('Config path not found: ' + rest[0] + '. Nothing was changed.')
  put(rest[0], undefined)
  save()
} else fail('no such command')
`
