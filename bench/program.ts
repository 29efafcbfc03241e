import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Scratch } from '../test/support/scratch.ts'
import { coldNpxTable } from './cold-npx.ts'
import { timesToFirstPrompt, type Asking } from './first-prompt.ts'
import { inTurns, ms, ratio, type Subject } from './measure.ts'
import { packed, peers } from './peers.ts'
import type { Table } from './table.ts'

const ROUNDS = 11
const node = process.execPath
const floor: Subject = { name: 'node -e 0', words: () => [node, '-e', '0'] }

/**
 * The packed program beside others that make folders: what is installed, and how long each takes.
 * @param scratch for what is installed; what is made goes to the other
 */
export async function programTables(root: string, scratch: string, { folder: place, isMemory }: Scratch): Promise<readonly Table[]> {
  const [ours, others] = [packed(root, scratch), peers()]
  const all = [ours, ...Object.values(others)]
  const work = (name: string): string => {
    const folder = join(place, name)
    mkdirSync(folder, { recursive: true })
    return folder
  }

  const help = inTurns([floor, ...all.map(({ name, bin }): Subject => ({ name, words: () => [node, bin, '--help'], cwd: work('help') }))], ROUNDS)

  const plopfile = join(work('plop'), 'plopfile.mjs')
  writeFileSync(plopfile, `export default (plop) => plop.setGenerator('one', { prompts: [{ name: 'name', message: 'What is it called' }], actions: [{ type: 'add', path: '{{name}}.txt', template: '{{name}}' }] })\n`)
  const app = work('dockerfile')
  writeFileSync(join(app, 'package.json'), '{"name":"app","version":"1.0.0","scripts":{"start":"node ."}}')
  const generations: readonly Subject[] = [
    { name: ours.name, words: (round) => [node, ours.bin, `ours-${round}`, '--yes', '--no-clone'], cwd: work('ours') },
    { name: 'create-vite', words: (round) => [node, others['create-vite'].bin, `vite-${round}`, '--template', 'vanilla', '--no-interactive'], cwd: work('vite') },
    { name: 'sv', words: (round) => [node, others.sv.bin, 'create', `sv-${round}`, '--template', 'minimal', '--no-types', '--no-add-ons', '--no-install'], cwd: work('sv') },
    { name: 'create-t3-app', words: (round) => [node, others['create-t3-app'].bin, `t3-${round}`, '--CI', '--noGit', '--noInstall'], cwd: work('t3') },
    { name: 'plop', words: (round) => [node, others.plop.bin, '--plopfile', plopfile, 'one', '--', '--name', `plop-${round}`], cwd: work('plop') },
    { name: '@flydotio/dockerfile', words: () => [node, others['@flydotio/dockerfile'].bin, '--force'], cwd: app },
  ]
  const whole = inTurns([floor, ...generations], ROUNDS)

  const asking: readonly Asking[] = [
    { name: ours.name, words: () => [node, ours.bin], cwd: work('asks'), prompt: /Folder/ },
    { name: 'create-vite', words: () => [node, others['create-vite'].bin], cwd: work('asks'), prompt: /Project name/i },
    { name: 'sv', words: () => [node, others.sv.bin, 'create'], cwd: work('asks'), prompt: /Where would you like/i },
    { name: 'create-t3-app', words: () => [node, others['create-t3-app'].bin], cwd: work('asks'), prompt: /What will your project be called/i },
    { name: 'plop', words: () => [node, others.plop.bin, '--plopfile', plopfile], cwd: work('plop'), prompt: /What is it called/i },
  ]
  const first = await timesToFirstPrompt(asking, ROUNDS)

  const cold = await coldNpxTable(ours, ours.tarball, Object.values(others), scratch)

  return [
    { title: 'Installed', note: 'What `npm install` puts into an empty folder.', head: ['', 'packages', 'MB'], rows: all.map(({ name, version, packages, megabytes }) => [`${name} ${version}`, String(packages), megabytes.toFixed(1)]) },
    cold,
    {
      title: '`--help`',
      note: `CPU time of the installed program, median of ${ROUNDS} rounds in turns; over what \`node -e 0\` takes.`,
      head: ['', 'CPU', 'over the floor', 'beside it'],
      rows: [...help].map(([name, { cpu }]) => [name, ms(cpu), ms(cpu - help.get(floor.name)!.cpu), ratio(cpu, help.get(floor.name)!.cpu)]),
      bars: { unit: 'ms', values: [...help].map(([name, { cpu }]) => [name, cpu]) },
    },
    {
      title: 'Time to the first question',
      note: `From the start to the first question on a terminal, median of ${ROUNDS} rounds in turns. \`@flydotio/dockerfile\` asks nothing in an empty folder.`,
      head: ['', 'time', 'beside ours'],
      rows: [...first].map(([name, time]) => [name, ms(time), ratio(time, first.get(ours.name)!)]),
      bars: { unit: 'ms', values: [...first] },
    },
    {
      title: 'A whole generation',
      note: `Everything answered by flags, nothing installed or cloned afterwards, ${isMemory ? 'into memory, where no disk decides' : 'onto a disk, whose state decides much'}; median of ${ROUNDS} rounds in turns. Ours writes ${filesIn(join(place, 'ours', 'ours-0'))} files, half of them for its updates, and checks them against the schemas of Fly and OpenClaw; plop writes one.`,
      head: ['', 'time', 'CPU', 'beside ours'],
      rows: [...whole].map(([name, { wall, cpu }]) => [name, ms(wall), ms(cpu), ratio(wall, whole.get(ours.name)!.wall)]),
      bars: { unit: 'ms', values: [...whole].map(([name, { wall }]) => [name, wall]) },
    },
  ]
}

function filesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length
}
