import { describe, expect, it } from 'vitest'
import { checkFlyCommand, checkScriptedFlyCommand, splitWords } from './fly-commands.ts'

describe('the checker of fly commands', () => {
  it.each([
    'fly status', 'fly status -a x', 'fly status --app=x', 'flyctl machines ls -a x', 'fly m list -ajx', 'fly deploy openclaw --config ../fly.toml',
    'fly deploy --ha=false', 'fly deploy --depot', 'fly deploy --depot=false', 'fly ips release 1.2.3.4 ::1 -a x', 'fly ssh console -C "ls -la" -u node -t abc',
    'fly volumes create v -s 3 -r fra -y', 'fly volumes create v --auto-confirm', 'fly wireguard create a b c d', 'fly apps restart -- x',
  ])('accepts: %s', (line) => {
    expect(checkFlyCommand(splitWords(line))).toBeUndefined()
  })

  it.each([
    ['fly open', 'deprecated'], ['fly regions list', 'hidden'], ['fly machines bogus', 'no command bogus'], ['fly machine', 'only holds'], ['fly bogus', 'no command'],
    ['fly', 'no command'], ['kubectl get', 'not fly'], ['fly status --appp x', 'no flag --appp'], ['fly status -Z', 'no flag -Z'], ['fly status --app', 'needs a value'],
    ['fly status --app --json', 'needs a value'], ['fly deploy --ha false', '--ha=false'], ['fly deploy --ha=no', 'on or off'], ['fly status x', '0 words, not 1'],
    ['fly volumes create', '1 words, not 0'], ['fly volumes create v --size big', 'whole number'], ['fly ips allocate-v6 --private -y', 'no flag -y'],
    ['fly wireguard create --org x', 'no flag --org'], ['fly deploy --region fra', 'no flag --region'], ['fly apps create x -a y', 'no flag -a'], ['fly volumes create v --vm-gpus 1', 'hidden'],
  ])('refuses: %s', (line, fault) => {
    expect(checkFlyCommand(splitWords(line))).toContain(fault)
  })

  it.each([
    ['fly apps create x', 'fly apps create x --org y'], ['fly volumes create v -r fra', 'fly volumes create v -r fra -y'], ['fly machine restart -a x', 'fly machine restart 1 -a x'],
    ['fly machine update 1', 'fly machine update 1 -y'], ['fly ips allocate-v4', 'fly ips allocate-v4 --shared'], ['fly wireguard create a b c', 'fly wireguard create a b c d'],
  ])('knows that one asks and the other does not: %s', (asks, silent) => {
    expect(checkFlyCommand(splitWords(asks))).toBeUndefined()
    expect(checkScriptedFlyCommand(splitWords(asks))).toContain('asks a question')
    expect(checkScriptedFlyCommand(splitWords(silent))).toBeUndefined()
  })
})

describe('the splitter of command lines', () => {
  it.each<[string, readonly string[]]>([
    ['', []], ['  fly  status ', ['fly', 'status']], [`a 'b c' "d e"`, ['a', 'b c', 'd e']], [`a"b c"'d'e`, ['ab cde']], ['a "" b', ['a', '', 'b']],
    [String.raw`a\ b "\"" "\n"`, ['a b', '"', String.raw`\n`]], ['a # b', ['a']], ['a#b', ['a#b']], [`'$x|y'`, ['$x|y']],
  ])('splits %j', (line, words) => {
    expect(splitWords(line)).toEqual(words)
  })

  it.each(['a | b', 'a > b', 'a $b', 'a "$b"', 'a `b`', 'a; b', 'a *', 'a "b', "a 'b"])('refuses %j', (line) => {
    expect(() => splitWords(line)).toThrow(TypeError)
  })
})
