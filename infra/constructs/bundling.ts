/** How a function becomes one file: the same for the stack, for the bench of cold starts and for the test of sizes. */
import { fileURLToPath } from 'node:url'
import type { BuildOptions } from 'esbuild'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** `entry` is from the root of the project. */
export const bundling = (entry: string) =>
  ({
    entryPoints: [entry],
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node24',
    // CommonJS was never slower to start than ESM, and loads a workflow when it is asked for (lazy.cjs), without waiting.
    format: 'cjs',
    // naming any takes esbuild's own `module` away, without which each package comes twice
    conditions: ['bundle', 'module'],
    mainFields: ['module', 'main'],
    // An `import()` of Node's own http (the SDK has one) becomes a `require`: as a module its namespace would be filled at
    // once, fetch and WebSocket with it.
    supported: { 'dynamic-import': false },
    minify: true,
    sourcemap: false,
    alias: { '@aws-sdk/credential-provider-node': './infra/constructs/lambda-credentials.ts' },
    // Everything goes in, the SDK too: the runtime's own changes under us, and local runtimes have none.
    external: [],
    logLevel: 'warning',
  }) satisfies BuildOptions
