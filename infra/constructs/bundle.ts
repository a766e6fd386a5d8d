/** A function's files, made in this process: a bundler started anew for each of twelve takes most of a synthesis. */
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AssetHashType } from 'aws-cdk-lib'
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda'
import { createBundler, layOut } from './bundling.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const bundle = createBundler()

/** The function's code with all it needs; throws when it does not bundle. `entry` is from the root of the project. */
export const bundled = (entry: string): Code =>
  Code.fromAsset(join(root, dirname(entry)), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never used: the bundler below always answers for itself. CDK wants a second way.
      image: Runtime.NODEJS_24_X.bundlingImage,
      local: {
        tryBundle: directory => {
          layOut(bundle(entry), directory)
          return true
        },
      },
    },
  })
