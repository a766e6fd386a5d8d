/**
 * `npm run journey:ministack`: bootstraps and deploys both stacks, unmodified, to a fresh MiniStack; takes a gas check
 * through HTTP API → Lambda → DynamoDB → stream → Scheduler → SES; breaks a deployment half way and puts back what was,
 * updates it while a timer runs, removes the service and deploys it anew: no data is lost, and what fell due meanwhile is told. MINISTACK_ENDPOINT (http://127.0.0.1:4566). Says SKIPPED where no MiniStack answers.
 */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod'
import { parseLandlord } from '../../infra/landlord/load.ts'
import { putBack, removeStack, statusOf, templateOf } from './cloudformation.ts'
import { doors } from './doors.ts'
import { believe, cdk, endpoint, events, holds, startIssuer, step } from './emulator.ts'
import * as check from './gas-check.ts'
import { armed, differing, standing } from './standing.ts'
import * as timer from './timers.ts'

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

const example = JSON.parse(readFileSync(new URL('../../infra/landlord/example.json', import.meta.url), 'utf8'))
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

/** Seconds that no deployment here takes, going by those before: what is to end after one ends then. */
let slowest = 0
const longest = (deployments = 1): number => 60 + 1.5 * deployments * slowest
const timed = (what: string[]): string => {
  const from = performance.now()
  const apiId = deploy(...what)
  slowest = Math.max(slowest, (performance.now() - from) / 1_000)
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
  const open = await opened(await step('cdk deploy, both stacks, as they are', () => timed(['--all'])))
  const secret = await open.giveKey('sureheat')
  await check.atTheDoor(open)
  await check.imported(open)
  await check.foundUnsafe(open, secret, `dutyholder-${shortName}-cases`)
  await check.accepted(open, secret)
  await timer.tickRan()

  const [before, template] = [await standing(shortName), await templateOf(service)]
  const running = await timer.endsIn(open, longest(3))
  await armed(shortName, running.caseId)
  const { timers } = await standing(shortName)
  // CloudFormation goes back by itself: it gives each resource that it has changed the template of before. MiniStack 1.4
  // instead deletes what it has changed, so it is told to stand still there, and the template of before is deployed over it.
  write({ name: 'Northmere Homes' })
  await step('a deployment fails half way: it says so, and some functions are of the new release', async () => {
    let said = ''
    try {
      deploy(service, '--exclusively', '--app', 'node scripts/ministack/broken-app.ts', '--no-rollback')
    } catch (error) {
      said = String(error)
    }
    holds(/Broken/.test(said), said || 'it did not fail')
    holds((await statusOf(service)) === 'UPDATE_FAILED', await statusOf(service))
    const changed = differing(before.functions, (await standing(shortName)).functions)
    holds(changed.length > 0 && changed.length < before.functions.size, `of the new release: ${changed.join(', ')}`)
    console.log(`     ${changed.length} of ${before.functions.size} functions`)
  })
  await check.stillThere(await opened(open.apiId), 'half old and half new, it answers')
  write({})
  await step('the template of before goes over it, as CloudFormation does it', () => putBack(service, template))
  await step('every function, timer and event is as before', async () => {
    const after = await standing(shortName)
    const other = {
      functions: differing(before.functions, after.functions),
      jobs: differing(before.jobs, after.jobs),
      timers: differing(timers, after.timers),
      events: differing(before.events, after.events),
    }
    holds(
      Object.values(other).every(one => one.length === 0),
      other,
    )
  })
  await check.stillThere(await opened(open.apiId), 'the service of before answers')

  // The tick stands still, so that only the timer which the release before has made can fire.
  await timer.setTick(shortName, 'DISABLED')
  write({ alarmEmails: ['somebody.else@northmere.example'] })
  const updated = await step('the next deployment succeeds, with a changed landlord', () =>
    timed([service, '--exclusively']),
  )
  await timer.setTick(shortName, 'DISABLED')
  const open2 = await opened(updated)
  await check.stillThere(open2, 'the update has kept the data')
  await timer.untilItEnds(running)
  await step('Scheduler → wake → SES: a timer from before the update tells, alone, that 24 hours have ended', () =>
    timer.told(running, 90),
  )
  await timer.setTick(shortName, 'ENABLED')
  await check.verified(open2)

  const missed = await timer.endsIn(open2, longest())
  const held = await events()
  await step('the service stack is removed', () => removeStack(service))
  await step('no event is lost by it', async () =>
    holds(differing(held, await events()).length === 0, 'events are missing'),
  )
  await timer.untilItEnds(missed)
  await step('24 hours end while nobody watches: nothing is told', () => timer.notTold(missed))
  const anew = await opened(await step('cdk deploy of the service anew', () => deploy(service, '--exclusively')))
  await check.stillThere(anew, 'the data has outlived the service')
  await step('Scheduler → tick → SES: what fell due without a service is told', () => timer.told(missed, 150))
  await check.verified(anew)
  console.log('PASSED: the gas check ran through the deployed system')
} catch (error) {
  console.error(`FAILED: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
} finally {
  issuer.stop()
}
