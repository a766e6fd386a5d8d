/** One file per function, made in this process: a bundler started anew for each of twelve takes most of a synthesis. */
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AssetHashType } from 'aws-cdk-lib'
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda'
import { buildSync } from 'esbuild'

const root = fileURLToPath(new URL('../..', import.meta.url))

const build = (entry: string, outfile: string): void => {
  buildSync({
    entryPoints: [join(root, entry)],
    outfile,
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node24',
    // CommonJS was never slower to start than ESM, and needs no banner for the packages that call `require`.
    format: 'cjs',
    mainFields: ['module', 'main'],
    minify: true,
    sourcemap: false,
    // Everything goes in, the SDK too: the runtime's own changes under us, and local runtimes have none.
    external: [],
    logLevel: 'warning',
  })
}

/** The function's code with all it needs; throws when it does not bundle. `entry` is from the root of the project. */
export const bundled = (entry: string): Code =>
  Code.fromAsset(join(root, dirname(entry)), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never used: the bundler below always answers for itself. CDK wants a second way.
      image: Runtime.NODEJS_24_X.bundlingImage,
      local: {
        tryBundle: directory => {
          build(entry, join(directory, 'index.js'))
          return true
        },
      },
    },
  })
