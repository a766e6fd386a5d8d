/** W6: a fresh process loads the bundle of `wake`, builds its clients and answers one prompt with one transaction. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { GetItemCommand } from '@aws-sdk/client-dynamodb'
import { buildSync } from 'esbuild'
import { policyOf } from '../../../functions/wire.ts'
import { createBundler, layOut, packing, weigh } from '../../../infra/constructs/bundling.ts'
import { loadLandlord, toVariable } from '../../../infra/landlord/load.ts'
import { functionNames, functionSpec } from '../../../infra/topology.ts'
import { regimeOf, regimes } from '../../../shared/core/regimes.ts'
import type { Day } from '../../../shared/core/time.ts'
import { england } from '../../../shared/core/working-days.ts'
import { caseKey } from '../../../shared/store/keys.ts'
import { median } from '../measure.ts'
import { rig, startDatabase, TABLE } from '../rig.ts'
import { ms, type Row } from '../row.ts'
import { startSink } from '../start-sink.ts'
import { gasOf } from './w123-writing.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const example = () => loadLandlord(new URL('../../../infra/landlord/example.json', import.meta.url))
const inKilobytes = (bytes: number): number => Math.round(bytes / 1_024)

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

type Start = { name: string; kilobytes: number; milliseconds: number[] }

/** `item`: the case that the prompt is about, as DynamoDB answers it. Variants take turns. */
const starting = async (item: string, caseId: string, reps: number) => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const sink = await startSink(item)
  const at = (name: string) => join(folder, name)
  try {
    writeFileSync(at('empty.js'), 'exports.handler = async () => {}')
    const bundle = createBundler()
    const sizes = functionNames.map(name => {
      mkdirSync(at(name))
      const made = bundle(functionSpec(name).entry)
      layOut(made, at(name))
      const { atStart, whole } = weigh(made)
      return { name, kilobytes: inKilobytes(atStart), whole: inKilobytes(whole) }
    })
    // The bare bundle is found beside the project's packages, and made as anybody makes one.
    const { alias: _, external: __, ...options } = packing
    const own = { stdin: { contents: bare, resolveDir: root }, format: 'cjs', write: false } as const
    const stdin = buildSync({ ...options, ...own }).outputFiles[0]!
    writeFileSync(at('bare.js'), stdin.contents)
    const env = {
      PATH: process.env.PATH ?? '',
      AWS_REGION: 'eu-west-2',
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'bench',
      AWS_ENDPOINT_URL: sink.endpoint,
      TABLE: 'bench',
      LANDLORD: toVariable(example()),
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
      { name: 'three bare SDK clients', kilobytes: inKilobytes(stdin.contents.length), milliseconds: [] },
      { name: 'ours (wake)', kilobytes: sizes.find(one => one.name === 'wake')!.kilobytes, milliseconds: [] },
    ]
    const scripts = [
      runner(at('empty.js'), '{}'),
      runner(at('bare.js'), '{}'),
      runner(join(at('wake'), 'index.js'), JSON.stringify({ caseId })),
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

const least = (all: readonly number[]): number => Math.min(...all)

/** Three starts a repetition: the least of many is what the code takes, whatever else the machine did. */
export const coldStart = async ({ reps }: { reps: number }): Promise<Row[]> => {
  const gas = gasOf(1, '2026-10-01' as Day)
  const { variants, sizes } = await starting(await itemOf(gas), gas.id, 3 * reps)
  const [empty, bare, own] = variants
  const [ours, floor] = [least(own!.milliseconds), least(bare!.milliseconds)]
  return [
    {
      name: 'W6 cold start',
      ours: ms(ours),
      floor: ms(floor),
      ratio: ours / floor,
      note: `least of ${3 * reps}, taking turns; medians ${ms(median(own!.milliseconds))} and ${ms(median(bare!.milliseconds))}; an empty handler ${ms(least(empty!.milliseconds))}; read at the start ${own!.kilobytes} KB, floor ${bare!.kilobytes} KB; all, in KB, and with every workflow: ${sizes.map(one => `${one.name} ${one.kilobytes} of ${one.whole}`).join(', ')}`,
      figures: { ratio: ours / floor, kilobytes: own!.kilobytes, toEmpty: ours / least(empty!.milliseconds) },
    },
  ]
}

/** A case as the wire carries it: bytes are base64. */
const itemOf = async (gas: ReturnType<typeof gasOf>): Promise<string> => {
  const database = await startDatabase()
  try {
    // Under the regime of the landlord whose variable the function gets, as whatever a function opens.
    const { reckon } = regimes(regimeOf(policyOf(example()), england), england)
    await rig(database, '2026-11-02T09:00:00Z', reckon).apply.open('gas', gas)
    const { pk, sk } = caseKey(gas.id)
    const command = new GetItemCommand({ TableName: TABLE, Key: { pk: { S: pk }, sk: { S: sk } } })
    const { Item } = await database.client.send(command)
    return JSON.stringify({ Item: { ...Item, body: { B: Buffer.from(Item?.body?.B ?? []).toString('base64') } } })
  } finally {
    await database.stop()
  }
}
