/**
 * What a function is made of: `index.js`, a file for each workflow, loaded when a case of it is met, and what they share.
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
  external: ['./workflow-*'],
  logLevel: 'warning',
} as const satisfies BuildOptions

/**
 * CommonJS was never slower to start than ESM, and loads a workflow when it is asked for, without waiting. An `import()` of
 * Node's own http (the SDK has one) becomes a `require`: as a module its namespace would be filled at once, fetch and
 * WebSocket with it.
 */
const asCommonJs = (text: string): string =>
  transformSync(text, { ...target, format: 'cjs', supported: { 'dynamic-import': false } }).code

/** What lazy.cjs asks for by name. */
const workflowFiles = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(`${root}/shared/workflows`)
      .filter(name => name.endsWith('.ts') && name !== 'index.ts')
      .map(name => [`workflow-${basename(name, '.ts')}`, `shared/workflows/${name}`]),
  )

export type Bundle = {
  /** by name, beside each other */
  files: Readonly<Record<string, string>>
  /** those that `index.js` loads before it is asked anything, itself first */
  atStart: readonly string[]
  /** what of each source file came in, in bytes; paths from the root */
  sources: Readonly<Record<string, number>>
}

/** `entry` is from the root of the project. Throws when it does not bundle. */
export const bundle = (entry: string): Bundle => {
  // Only ESM is split by esbuild: a chunk is what the same files share.
  const { outputFiles, metafile } = buildSync({
    ...packing,
    entryPoints: { index: entry, ...workflowFiles() },
    format: 'esm',
    splitting: true,
    chunkNames: 'shared-[hash]',
    outdir: root,
    write: false,
    metafile: true,
  })
  const made = Object.entries(metafile.outputs).map(([path, output]) => ({ ...output, name: basename(path) }))
  const importsOf = (name: string): string[] =>
    made
      .filter(one => one.name === name)
      .flatMap(({ imports }) => imports.filter(({ external }) => !external).map(({ path }) => basename(path)))
  const atStart = ['index.js']
  for (const name of atStart) atStart.push(...importsOf(name).filter(other => !atStart.includes(other)))
  const sources: Record<string, number> = {}
  for (const { inputs } of made)
    for (const [file, { bytesInOutput }] of Object.entries(inputs)) sources[file] = (sources[file] ?? 0) + bytesInOutput
  return {
    files: Object.fromEntries(outputFiles.map(({ path, text }) => [basename(path), asCommonJs(text)])),
    atStart,
    sources,
  }
}

/** Bytes before anything is asked, and with all workflows. */
export const weigh = ({ files, atStart }: Bundle): { atStart: number; whole: number } => {
  const bytes = (names: readonly string[]): number => names.reduce((sum, name) => sum + files[name]!.length, 0)
  return { atStart: bytes(atStart), whole: bytes(Object.keys(files)) }
}

/** Writes a bundle into a folder that is there, and says what it is. */
export const layOut = (entry: string, folder: string): Bundle => {
  const made = bundle(entry)
  for (const [name, text] of Object.entries(made.files)) writeFileSync(join(folder, name), text)
  return made
}
