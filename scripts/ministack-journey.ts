/**
 * `npm run journey:ministack`: bootstraps and deploys both stacks, unmodified, to a fresh MiniStack; takes a gas check
 * through HTTP API → Lambda → DynamoDB → stream → Scheduler → SES; updates, removes and deploys the service again and
 * finds the data where it was. MINISTACK_ENDPOINT (http://127.0.0.1:4566). Says SKIPPED where no MiniStack answers.
 */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod'
import { parseLandlord } from '../infra/landlord/load.ts'
import { doors } from './ministack/doors.ts'
import { believe, cdk, endpoint, removeStack, startIssuer, step } from './ministack/emulator.ts'
import * as check from './ministack/gas-check.ts'

const answering = await fetch(`${endpoint}/_ministack/health`).catch(() => undefined)
if (!answering?.ok) {
  console.log(`SKIPPED: no MiniStack answers at ${endpoint} (set MINISTACK_ENDPOINT)`)
  process.exit(0)
}
Object.assign(process.env, {
  AWS_ENDPOINT_URL: endpoint,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_REGION: 'eu-west-2',
})

const example = JSON.parse(readFileSync(new URL('../infra/landlord/example.json', import.meta.url), 'utf8'))
/** The example's landlord, who receives no mail: MiniStack 1.4 has no receipt rules. All else is as in the example. */
const file = { ...example, mailboxes: [] }
const landlord = parseLandlord(file)
const { shortName, oidc } = landlord
const service = `Dutyholder-${shortName}-Service`
const folder = mkdtempSync(join(tmpdir(), 'ministack-'))
const landlordFile = join(folder, 'landlord.json')
const write = (changed: object): void => writeFileSync(landlordFile, JSON.stringify({ ...file, ...changed }))
write({})

/** Direct: MiniStack takes a stack's protection when it is made, and knows no call that changes it afterwards. */
const deploy = (...what: string[]): string => {
  const outputs = join(folder, 'outputs.json')
  const where = ['-c', `landlord=${landlordFile}`, '--output', join(folder, 'out'), '--outputs-file', outputs]
  cdk('deploy', ...what, '--method', 'direct', '--require-approval', 'never', ...where)
  const told = z.record(z.string(), z.record(z.string(), z.string())).parse(JSON.parse(readFileSync(outputs, 'utf8')))
  const apiId = Object.values(told).flatMap(one => /^https?:\/\/([^.]+)\./.exec(one.ApiUrl ?? '')?.[1] ?? [])[0]
  if (!apiId) throw new Error('the deployment names no ApiUrl')
  return apiId
}

const issuer = await startIssuer(oidc.audience)
const opened = async (apiId: string) => {
  // The gateway believes our issuer instead of the landlord's, which cannot be reached from here.
  await believe(apiId, issuer.issuer, oidc.audience)
  return doors(apiId, issuer.token, landlord)
}

try {
  await step('cdk bootstrap', () => cdk('bootstrap', 'aws://000000000000/eu-west-2'))
  const open = await opened(await step('cdk deploy, both stacks, as they are', () => deploy('--all')))
  const secret = await open.giveKey('sureheat')
  await check.atTheDoor(open)
  await check.imported(open)
  await check.foundUnsafe(open, secret, `dutyholder-${shortName}-cases`)
  await check.accepted(open, secret)
  await check.timerFires(open, shortName)
  await check.verified(open)

  write({ alarmEmails: ['somebody.else@northmere.example'] })
  const updated = await step('cdk deploy again, with a changed landlord', () => deploy(service, '--exclusively'))
  await check.stillThere(await opened(updated), 'the update has kept the data')
  await step('the service stack is removed', () => removeStack(service))
  const anew = await step('cdk deploy of the service anew', () => deploy(service, '--exclusively'))
  await check.stillThere(await opened(anew), 'the data has outlived the service')
  console.log('PASSED: the gas check ran through the deployed system')
} catch (error) {
  console.error(`FAILED: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
} finally {
  issuer.stop()
}
