/**
 * What a function is made of: `index.js`, a file for each workflow, loaded when a case of it is met, one for the dates that
 * arithmetic does not answer, and what they share.
 * The same for the stack, for the bench of cold starts and for the test of sizes.
 */
import { readdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, buildSync, transformSync } from 'esbuild'

const root = fileURLToPath(new URL('../..', import.meta.url))

const target = { platform: 'node', target: 'node24', minify: true } as const satisfies BuildOptions

/** How anything of ours is packed; `entryPoints` are from the root of the project. */
export const packing = {
  ...target,
  absWorkingDir: root,
  bundle: true,
  // naming any takes esbuild's own `module` away, without which each package comes twice
  conditions: ['bundle', 'module'],
  mainFields: ['module', 'main'],
  sourcemap: false,
  alias: { '@aws-sdk/credential-provider-node': './infra/constructs/lambda-credentials.ts' },
  // Everything goes in, the SDK too: the runtime's own changes under us, and local runtimes have none.
  external: ['./workflow-*', './temporal.js'],
  logLevel: 'warning',
} as const satisfies BuildOptions

/**
 * CommonJS was never slower to start than ESM, and loads a workflow when it is asked for, without waiting. An `import()` of
 * Node's own http (the SDK has one) becomes a `require`: as a module its namespace would be filled at once, fetch and
 * WebSocket with it.
 */
const asCommonJs = (text: string): string =>
  transformSync(text, { ...target, format: 'cjs', supported: { 'dynamic-import': false } }).code

/** What lazy.cjs and temporal.cjs ask for by name. */
const askedFor = (): Record<string, string> => ({
  ...Object.fromEntries(
    readdirSync(`${root}/shared/workflows`)
      .filter(name => name.endsWith('.ts') && name !== 'index.ts')
      .map(name => [`workflow-${basename(name, '.ts')}`, `shared/workflows/${name}`]),
  ),
  temporal: 'temporal-polyfill',
})

export type Bundle = {
  /** by name, beside each other */
  files: Readonly<Record<string, string>>
  /** those that `index.js` loads before it is asked anything, itself first */
  atStart: readonly string[]
  /** what of each source file came in, in bytes; paths from the root */
  sources: Readonly<Record<string, number>>
}

/**
 * Packed together, as five take little longer than two by themselves, and a synthesis packs fourteen. A file that several
 * share holds what any of them needs, so only such go together as need much the same; others would start with clients and
 * readers that they never call.
 */
const alike: readonly (readonly string[])[] = [
  ['api', 'contractors', 'hooks', 'link', 'pages'],
  ['follow', 'notify', 'tick'],
  ['mail-in', 'report'],
  ['orders', 'wake'],
].map(names => names.map(name => `functions/${name}/index.ts`))

type Output = { name: string; text: string; imports: readonly string[]; sources: Readonly<Record<string, number>> }
type Packed = { entries: readonly string[]; outputs: ReadonlyMap<string, Output> }

/** An entry and the files it loads, each once, those loaded first behind those that load them. */
const reached = (outputs: Packed['outputs'], from: readonly string[]): string[] => {
  const found = [...from]
  for (const name of found)
    for (const other of outputs.get(name)!.imports) if (!found.includes(other)) found.push(other)
  return found
}

const pack = (entries: readonly string[]): Packed => {
  // Only ESM is split by esbuild: a chunk is what the same files share.
  const { outputFiles, metafile } = buildSync({
    ...packing,
    entryPoints: { ...Object.fromEntries(entries.map((entry, at) => [`entry-${at}`, entry])), ...askedFor() },
    format: 'esm',
    splitting: true,
    chunkNames: 'shared-[hash]',
    outdir: root,
    write: false,
    metafile: true,
  })
  const said = new Map(Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]))
  const outputs = outputFiles.map(({ path, text }): [string, Output] => {
    const { imports, inputs } = said.get(basename(path))!
    return [
      basename(path),
      {
        name: basename(path),
        text: asCommonJs(text),
        imports: imports.filter(({ external }) => !external).map(one => basename(one.path)),
        sources: Object.fromEntries(Object.entries(inputs).map(([file, { bytesInOutput }]) => [file, bytesInOutput])),
      },
    ]
  })
  return { entries, outputs: new Map(outputs) }
}

/** `entry` is from the root of the project. Throws when it does not bundle. */
export const createBundler = (): ((entry: string) => Bundle) => {
  const packed: Packed[] = []
  const packedWith = (entry: string): Packed => {
    const known = packed.find(one => one.entries.includes(entry))
    if (known) return known
    const made = pack(alike.find(entries => entries.includes(entry)) ?? [entry])
    packed.push(made)
    return made
  }
  return entry => {
    const { entries, outputs } = packedWith(entry)
    const own = `entry-${entries.indexOf(entry)}.js`
    const named = (name: string): string => (name === own ? 'index.js' : name)
    const later = Object.keys(askedFor()).map(name => `${name}.js`)
    const all = reached(outputs, [own, ...later]).map(name => outputs.get(name)!)
    const sources: Record<string, number> = {}
    for (const one of all)
      for (const [file, bytes] of Object.entries(one.sources)) sources[file] = (sources[file] ?? 0) + bytes
    return {
      files: Object.fromEntries(all.map(({ name, text }) => [named(name), text])),
      atStart: reached(outputs, [own]).map(named),
      sources,
    }
  }
}

/** Bytes before anything is asked, and with all workflows. */
export const weigh = ({ files, atStart }: Bundle): { atStart: number; whole: number } => {
  const bytes = (names: readonly string[]): number => names.reduce((sum, name) => sum + files[name]!.length, 0)
  return { atStart: bytes(atStart), whole: bytes(Object.keys(files)) }
}

/** Writes a bundle into a folder that is there. */
export const layOut = ({ files }: Bundle, folder: string): void => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
}
