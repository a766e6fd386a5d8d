/** W6: a fresh process loads the bundle of `wake`, builds its clients and answers one prompt with one transaction. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { bundling } from '../../infra/constructs/bundling.ts'
import { loadLandlord, toVariable } from '../../infra/landlord/load.ts'
import { functionNames, functionSpec } from '../../infra/topology.ts'
import { startSink } from './start-sink.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const bundle = (entry: string, outfile: string): number => {
  buildSync({ ...bundling(entry), outfile })
  return statSync(outfile).size
}

const bare = `
import { DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { SchedulerClient } from '@aws-sdk/client-scheduler'
import { SESv2Client } from '@aws-sdk/client-sesv2'
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}))
new SchedulerClient({}); new SESv2Client({})
const item = i => ({ Put: { TableName: 'bench', Item: { pk: 'CASE#' + i, sk: 'CASE', body: '{}' } } })
export const handler = () => client.send(new TransactWriteCommand({ TransactItems: [item(1), item(2)] }))
`
const runner = (file: string, event: string) =>
  `const { handler } = require(${JSON.stringify(file)}); Promise.resolve(handler(${event}, { getRemainingTimeInMillis: () => 9e5 })).then(() => process.exit(0), e => { console.error(e); process.exit(1) })`

export type Start = { name: string; kilobytes: number; milliseconds: number[] }

/** `item`: the case that the prompt is about, as DynamoDB answers it. Variants take turns. */
export const starting = async (item: string, caseId: string, reps: number) => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const sink = await startSink(item)
  const at = (name: string) => join(folder, name)
  try {
    writeFileSync(at('empty.js'), 'exports.handler = async () => {}')
    const sizes = functionNames.map(name => ({
      name,
      kilobytes: Math.round(bundle(functionSpec(name).entry, at(`${name}.js`)) / 1_024),
    }))
    // The bare bundle is found beside the project's packages.
    const { entryPoints: _, ...options } = bundling('')
    const stdin = buildSync({ ...options, stdin: { contents: bare, resolveDir: root }, write: false }).outputFiles[0]!
    writeFileSync(at('bare.js'), stdin.contents)
    const env = {
      PATH: process.env.PATH ?? '',
      AWS_REGION: 'eu-west-2',
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'bench',
      AWS_ENDPOINT_URL: sink.endpoint,
      TABLE: 'bench',
      LANDLORD: toVariable(loadLandlord(new URL('../../infra/landlord/example.json', import.meta.url))),
      SCHEDULE_GROUP: 'g',
      SCHEDULE_ROLE_ARN: 'arn:aws:iam::1:role/r',
      SCHEDULE_DEAD_LETTERS_ARN: 'arn:aws:sqs:eu-west-2:1:q',
      WAKE_ARN: 'arn:aws:lambda:eu-west-2:1:function:w',
      MAIL_FROM: 'a@b.example',
      CONFIGURATION_SET: 'c',
      BASE_URL: 'https://x.example',
      SECRETS_PREFIX: 'p/',
    }
    const variants: Start[] = [
      { name: 'empty handler', kilobytes: 0, milliseconds: [] },
      { name: 'three bare SDK clients', kilobytes: Math.round(stdin.contents.length / 1_024), milliseconds: [] },
      { name: 'ours (wake)', kilobytes: sizes.find(one => one.name === 'wake')!.kilobytes, milliseconds: [] },
    ]
    const scripts = [
      runner(at('empty.js'), '{}'),
      runner(at('bare.js'), '{}'),
      runner(at('wake.js'), JSON.stringify({ caseId })),
    ]
    for (let rep = 0; rep < reps; rep++)
      for (const [index, script] of scripts.entries()) {
        const from = performance.now()
        execFileSync(process.execPath, ['-e', script], { env, stdio: ['ignore', 'ignore', 'inherit'] })
        variants[index]!.milliseconds.push(performance.now() - from)
      }
    return { variants, sizes }
  } finally {
    sink.stop()
    rmSync(folder, { recursive: true })
  }
}
