/**
 * `npm run dead-letters -- list|replay --landlord <file> [--stage test]`: what was given up, and handing it to its function once more.
 * Speaks to AWS through the AWS CLI, as the person signed in there. What fails again stays where it is.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { type Letter, type Post, replayAll } from './dead-letters/replay.ts'
import { checkLandlord } from './deploy/checks.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { landlord: { type: 'string' }, stage: { type: 'string' }, region: { type: 'string' } },
})

const [what] = positionals
if ((what !== 'list' && what !== 'replay') || values.landlord === undefined) {
  console.error('npm run dead-letters -- list|replay --landlord <file>')
  process.exit(2)
}
const { landlord, missing } = checkLandlord(values.landlord, values.stage)
if (!landlord) throw new Error(missing.join('\n'))
const { shortName, region } = landlord

const aws = (...args: string[]): unknown => {
  const whole = [...args, '--region', values.region ?? region, '--output', 'json']
  const { status, stdout, stderr } = spawnSync('aws', whole, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  if (status !== 0) throw new Error(`aws ${args.slice(0, 2).join(' ')}: ${stderr || 'the AWS CLI is not installed'}`)
  return stdout.trim() === '' ? {} : JSON.parse(stdout)
}

type Resource = { LogicalResourceId: string; PhysicalResourceId: string; ResourceType: string }
const resourcesOf = (stack: string): Resource[] =>
  (aws('cloudformation', 'list-stack-resources', '--stack-name', stack) as { StackResourceSummaries: Resource[] })
    .StackResourceSummaries
const service = resourcesOf(`Dutyholder-${shortName}-Service`)
const data = resourcesOf(`Dutyholder-${shortName}-Data`)
/** `MailInDeadLettersA1B2C3D4` → `MailIn` */
const stem = (id: string): string => id.replace(/[0-9A-F]{8}$/, '')
const functions = new Map(
  service
    .filter(({ ResourceType }) => ResourceType === 'AWS::Lambda::Function')
    .map(one => [stem(one.LogicalResourceId), one.PhysicalResourceId]),
)
const bucket = data.find(({ LogicalResourceId }) => stem(LogicalResourceId) === 'DeadLetters')?.PhysicalResourceId

const received = z.object({
  Messages: z.array(z.object({ MessageId: z.string(), ReceiptHandle: z.string(), Body: z.string() })).default([]),
})
/** Hidden from others for two minutes while they are looked at: long enough to replay a batch of ten. */
const fromQueues = (): Letter[] =>
  service
    .filter(
      ({ ResourceType, LogicalResourceId }) =>
        ResourceType === 'AWS::SQS::Queue' && LogicalResourceId.includes('DeadLetters'),
    )
    .flatMap(({ LogicalResourceId, PhysicalResourceId: url }) => {
      const target = functions.get(stem(LogicalResourceId).replace('DeadLetters', ''))
      if (!target) return []
      const batch = ['--max-number-of-messages', '10', '--visibility-timeout', what === 'list' ? '0' : '120']
      const { Messages } = received.parse(aws('sqs', 'receive-message', '--queue-url', url, ...batch))
      return Messages.map(({ MessageId, ReceiptHandle, Body }) => ({
        id: MessageId,
        target,
        body: Body,
        remove: async () => void aws('sqs', 'delete-message', '--queue-url', url, '--receipt-handle', ReceiptHandle),
      }))
    })

const listed = z.object({ Contents: z.array(z.object({ Key: z.string() })).default([]) })
/** What the stream's readers gave up lies whole in the bucket (`aws/lambda/<mapping>/…`). */
const fromBucket = (): Letter[] => {
  if (bucket === undefined) return []
  const { Contents } = listed.parse(aws('s3api', 'list-objects-v2', '--bucket', bucket, '--prefix', 'aws/lambda/'))
  return Contents.map(({ Key }) => {
    const { stdout } = spawnSync(
      'aws',
      ['s3', 'cp', `s3://${bucket}/${Key}`, '-', '--region', values.region ?? region],
      {
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
      },
    )
    const target = z.object({ requestContext: z.object({ functionArn: z.string() }) }).parse(JSON.parse(stdout))
    return {
      id: Key,
      target: target.requestContext.functionArn,
      body: stdout,
      remove: async () => void aws('s3api', 'delete-object', '--bucket', bucket, '--key', Key),
    }
  })
}

const answerFile = join(mkdtempSync(join(tmpdir(), 'dead-letters-')), 'answer.json')
const post: Post = {
  call: async (target, payload) => {
    const asked = ['lambda', 'invoke', '--function-name', target, '--cli-binary-format', 'raw-in-base64-out']
    // A payload may be larger than a command line.
    writeFileSync(`${answerFile}.in`, JSON.stringify(payload))
    const { FunctionError } = aws(...asked, '--payload', `file://${answerFile}.in`, answerFile) as {
      FunctionError?: string
    }
    const answer = readFileSync(answerFile, 'utf8')
    if (FunctionError) throw new Error(`${FunctionError}: ${answer.slice(0, 300)}`)
    return answer === '' ? undefined : JSON.parse(answer)
  },
}

const letters = [...fromQueues(), ...fromBucket()]
if (what === 'list') {
  for (const { id, target } of letters) console.log(`${target}  ${id}`)
  console.log(`${letters.length} given up`)
} else {
  const { done, kept } = await replayAll(letters, post)
  for (const { id, why } of kept) console.error(`kept ${id}: ${why}`)
  console.log(`${done} replayed, ${kept.length} kept`)
  process.exitCode = kept.length === 0 ? 0 : 1
}
