import type { WrittenBundle } from './module-graph.ts'

/**
 * A module that is imported when it is wanted, and lies in a chunk with others, gets a file that does nothing but hand it
 * on. Each file costs as much as what is in it to be opened, so that the import asks the chunk itself.
 */
export function skipFacades(): { readonly name: string; readonly generateBundle: (options: unknown, bundle: WrittenBundle) => void } {
  return {
    name: 'skip-facades',
    generateBundle(_, bundle) {
      for (const [name, output] of Object.entries(bundle)) {
        const facade = output.type === 'chunk' && output.isDynamicEntry ? readFacade(output.code) : undefined
        if (facade === undefined) continue
        for (const other of Object.values(bundle)) if (other.type === 'chunk') other.code = other.code.replaceAll(`import(\`./${name}\`)`, () => facade)
        delete bundle[name]
      }
    },
  }
}

/** What to import instead of a facade, as JavaScript; undefined where the code does more than hand on. */
function readFacade(code: string): string | undefined {
  const [, taken, from, given] = /^import\{([^}]*)\}from"([^"]+)";export\{([^}]*)\};\s*$/.exec(code) ?? []
  if (taken === undefined || from === undefined || given === undefined) return undefined
  const names = new Map(taken.split(',').map(asPair).map(([name, local]) => [local, name]))
  return `import(\`${from}\`).then(e=>({${given.split(',').map(asPair).map(([local, name]) => `${name}:e.${names.get(local)!}`).join(',')}}))`
}

function asPair(text: string): readonly [string, string] {
  const [first, second = first] = text.split(' as ') as [string, string?]
  return [first, second]
}
