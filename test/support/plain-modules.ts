import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const source = fileURLToPath(new URL('../../src/', import.meta.url))

/** Writes parts of src/ as plain JavaScript, for processes that are started by the dozen: tsx takes ten times as long to start. */
export function writePlainModules(folder: string, paths: readonly string[]): void {
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  const files = paths.flatMap((path) => (path.endsWith('.ts') ? [path] : readdirSync(join(source, path)).map((name) => `${path}/${name}`)))
  for (const file of files) {
    const { outputText } = ts.transpileModule(readFileSync(join(source, file), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023, rewriteRelativeImportExtensions: true },
    })
    const to = join(folder, file.replace(/\.ts$/, '.js'))
    mkdirSync(dirname(to), { recursive: true })
    writeFileSync(to, outputText)
  }
}
