/**
 * `npm run cost [-- --homes 20]`: what a year costs, from what running code consumed (cost-year.ts) times the prices of
 * docs/prices.json. Writes docs/cost.md.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { functionSpec } from '../infra/topology.ts'
import { dayOf, fromEpoch } from '../shared/core/time.ts'
import { morningOf } from './cost/morning.ts'
import { standing } from './cost/standing.ts'
import { STREAMS, type Stored, yearOf } from './cost/year.ts'

const { values } = parseArgs({ options: { homes: { type: 'string', default: '20' } } })
const price = z.object({ usd: z.number(), free: z.number().optional() })
const { prices, asAt } = z
  .object({ asAt: z.string(), prices: z.record(z.string(), price) })
  .parse(JSON.parse(readFileSync(new URL('../docs/prices.json', import.meta.url), 'utf8')))
const usd = (name: string): number => {
  const found = prices[name]
  if (!found) throw new Error(`docs/prices.json has no ${name}`)
  return found.usd
}

/** Minutes in a year: the tick runs in each, whatever there is to do. */
const TICKS = 525_600
/** Homes that one person is told about each working day: 30 people for 10,000 homes. Digests are theirs, not the homes’. */
const HOMES_A_PERSON = 333
const WORKING_DAYS = 253
/** Logs of one invocation, in bytes: Lambda’s own START, END and REPORT as JSON, and a line of ours. */
const LOG = 900

const homes = Number(values.homes)
const year = await yearOf(homes)
const stands = standing()
/** Notices of one person and morning: what 333 homes bring them at the year’s 5 notices a case. */
const A_MORNING = 40
const morning = await morningOf(A_MORNING)
const told = { writes: morning.written / morning.notices, reads: morning.read / morning.notices }
/**
 * What a mail leaves behind is of its mail, and this small year sends far more mails a case than a landlord with full
 * digests: it is counted by mails, a digest's at the size it has with a full morning.
 */
const MAILED = ['MAIL', 'MAILTO', 'DIGEST']
const bytesOf = (stored: Stored, kinds: readonly string[]): number =>
  kinds.reduce((sum, kind) => sum + (stored[kind]?.bytes ?? 0), 0)
const mailBytes = {
  digest: bytesOf(morning.stored, MAILED) / morning.mails,
  alone: bytesOf(year.stored, ['MAIL', 'MAILTO']) / (year.alone + year.digests),
}
const kept =
  bytesOf(
    year.stored,
    Object.keys(year.stored).filter(kind => !MAILED.includes(kind)),
  ) / year.cases
const perHome = (total: number): number => total / homes

type Item = { name: string; usd: number; how: string }
const cost = (stock: number): { linear: Item[]; constant: Item[] } => {
  const { events, fires, notices, alone, digests } = year
  const invocations = perHome(events + fires * 2 + notices + events) * stock
  const seconds = (perHome(year.milliseconds) / 1_000) * stock
  const writes = perHome(year.eventWrites + year.fireWrites + year.notices * told.writes) * stock
  const reads = perHome(year.eventReads + year.fireReads + year.notices * told.reads) * stock
  const urgent = perHome(alone) * stock
  const full = Math.min(perHome(digests) * stock, (stock / HOMES_A_PERSON) * WORKING_DAYS)
  const gigabytes = (kept * STREAMS * stock + urgent * mailBytes.alone + full * mailBytes.digest) / 1e9
  const scheduled = Math.max(0, perHome(year.schedules) * stock - (prices.scheduleInvocation?.free ?? 0))
  const linear = [
    { name: 'writes', usd: writes * usd('writeUnit'), how: `${Math.round(writes).toLocaleString('en-GB')} units` },
    { name: 'reads', usd: reads * usd('readUnit'), how: `${Math.round(reads).toLocaleString('en-GB')} units` },
    {
      name: 'storage and recovery',
      usd: 12 * gigabytes * (usd('storedGigabyteMonth') + usd('backedUpGigabyteMonth')),
      how: `${gigabytes.toFixed(2)} GB, as if all of the first year had lain there from its first day`,
    },
    {
      name: 'mail',
      usd: (urgent + full) * usd('mail'),
      how: `${Math.round(urgent).toLocaleString('en-GB')} about one notice, ${Math.round(full).toLocaleString('en-GB')} digests`,
    },
    {
      name: 'functions',
      usd: invocations * usd('lambdaRequest') + seconds * 0.5 * usd('lambdaGigabyteSecond'),
      how: `${Math.round(invocations).toLocaleString('en-GB')} invocations`,
    },
    {
      name: 'HTTP',
      usd: perHome(events) * stock * usd('apiRequest'),
      how: `${Math.round(perHome(events) * stock).toLocaleString('en-GB')} requests`,
    },
    {
      name: 'schedules',
      usd: scheduled * usd('scheduleInvocation'),
      how: `${Math.round(perHome(year.schedules) * stock).toLocaleString('en-GB')}, of which 14 million a month are free`,
    },
    { name: 'logs', usd: (invocations * LOG * usd('logGigabyte')) / 1e9, how: `${LOG} bytes an invocation` },
  ]
  const constant = [
    {
      name: 'tick: reads',
      usd: TICKS * (year.idleTick.read * usd('readUnit') + year.idleTick.written * usd('writeUnit')),
      how: `${year.idleTick.read} read and ${year.idleTick.written} write units a minute`,
    },
    {
      name: 'tick: function and its logs',
      usd:
        TICKS *
        (usd('lambdaRequest') +
          0.08 * (functionSpec('tick').memory / 1_024) * usd('lambdaGigabyteSecond') +
          (LOG * usd('logGigabyte')) / 1e9),
      how: '80 ms each',
    },
    { name: 'alarms', usd: 12 * stands.alarms * usd('alarmMonth'), how: `${stands.alarms}` },
    {
      name: 'secrets',
      usd: 12 * stands.secrets * usd('secretMonth'),
      how: `${stands.secrets} of the example landlord, one for each contractor and each source of forms among them`,
    },
    { name: 'dashboard', usd: 12 * stands.dashboards * usd('dashboardMonth'), how: `${stands.dashboards}` },
    { name: 'key', usd: 24 * stands.keys * usd('keyMonth'), how: `${stands.keys}, with a rotated version` },
    { name: 'metrics of our own', usd: 12 * stands.metrics * usd('metricMonth'), how: `${stands.metrics}` },
  ]
  return { linear, constant }
}

const sum = (items: readonly Item[]): number => items.reduce((total, item) => total + item.usd, 0)
const table = (items: readonly Item[]): string =>
  [...items]
    .sort((a, b) => b.usd - a.usd)
    .map(({ name, usd: dollars, how }) => `| ${name} | ${dollars.toFixed(2)} | ${how} |`)
    .join('\n')

const STOCK = 100_000
const { linear, constant } = cost(STOCK)
const grown = [10_000, STOCK, 1_000_000].map(stock => {
  const all = cost(stock)
  const total = sum(all.linear) + sum(all.constant)
  return `| ${stock.toLocaleString('en-GB')} | ${sum(all.linear).toFixed(0)} | ${sum(all.constant).toFixed(0)} | ${(total / stock).toFixed(5)} |`
})
const each = (total: number, of: number): string => (total / of).toFixed(1)
/** What one notice told leaves behind, were each told in a mail of its own. */
const toldBytes = bytesOf(year.stored, ['NOTICE', 'TOLD']) / year.notices + mailBytes.alone
/** The goal's own model of a year, at what our requests consumed; a case's opening is an event that it keeps too. */
const modelled = (() => {
  const [E, X] = [1.5 * STREAMS * STOCK, 0.1 * STREAMS * STOCK]
  const writes = E * (year.eventWrites / year.events) + X * (year.fireWrites / year.fires + told.writes)
  const reads = E * (year.eventReads / year.events) + X * (year.fireReads / year.fires + told.reads)
  const one = (kind: string): number => (year.stored[kind]?.bytes ?? 0) / (year.stored[kind]?.items ?? 1)
  const bytes = one('CASE') * STREAMS * STOCK + one('EVENT') * (E + X + STREAMS * STOCK) + X * toldBytes
  const gigabytes = bytes / 1e9
  const storage = 12 * gigabytes * (usd('storedGigabyteMonth') + usd('backedUpGigabyteMonth'))
  return (
    writes * usd('writeUnit') +
    reads * usd('readUnit') +
    X * usd('mail') +
    E * (usd('apiRequest') + 2 * usd('lambdaRequest')) +
    storage
  )
})()
const text = `# Cost

Written by \`npm run cost -- --homes ${homes}\` on ${dayOf(fromEpoch(Date.now()))}: a year of ${homes} homes with ${STREAMS} streams each (${year.cases} cases), run
by the deployed code on an emulator that reports what each request consumed; prices of docs/prices.json (${asAt}), in
dollars a year. Every stream runs as a gas check, the busiest of the six, so this is an upper bound.

Counted for one case and year: ${each(year.events, year.cases)} events from outside, ${each(year.fires, year.cases)} rungs climbed, ${each(year.notices, year.cases)} notices handled.

| | write units | read units |
|---|---|---|
| an accepted event | ${each(year.eventWrites, year.events)} | ${each(year.eventReads, year.events)} |
| a rung climbed | ${each(year.fireWrites, year.fires)} | ${each(year.fireReads, year.fires)} |
| a notice told, with its share of a digest of ${A_MORNING} | ${told.writes.toFixed(1)} | ${told.reads.toFixed(1)} |
| the same in this small year, with a mail for every ${(year.notices / (year.alone + year.digests)).toFixed(1)} | ${each(year.mailWrites, year.notices)} | ${each(year.mailReads, year.notices)} |

Items at the year’s end, with their index entries and what DynamoDB adds to each: ${Object.entries(year.stored)
  .map(
    ([kind, { items, bytes }]) =>
      `${kind} ${(items / year.cases).toFixed(1)} a case of ${Math.round(bytes / items)} bytes`,
  )
  .join(', ')}.
What mails leave behind (${MAILED.join(', ')}) is billed by mails below, not by this small year’s ${each(year.alone + year.digests, year.cases)} mails a case: ${Math.round(mailBytes.alone)} bytes
for a mail about one notice, ${Math.round(mailBytes.digest)} for a digest of ${Math.round(morning.notices / morning.mails)}.

Goals: 6 write units and 1 read unit an accepted event, 6 write units a notice told, $25 for 100,000 homes-year at 1.5
events and 0.1 escalations told a case and year (writes, reads, mail and storage of that many, each told in a mail of its own: $${modelled.toFixed(0)}).

Why an event costs more than 6: the case, its event and the memory of the message are one transaction, which doubles
each of the three to 2 units, however small: that is 6. What is above are index keys that moved, at 2 each: the wake in
the due index, the deadline in the list, and 1 for a state that lists filter by. Fewer would mean a message that could
be accepted twice, an event beside its case, or a timer that is a second item. A rung is 6 with its wake, and 3 for each
notice that it owes.

## ${STOCK.toLocaleString('en-GB')} homes: $${sum(linear).toFixed(0)} a year for the homes, $${sum(constant).toFixed(0)} for being there

| for the homes | $ a year | |
|---|---|---|
${table(linear)}

| for being there, however few | $ a year | |
|---|---|---|
${table(constant)}

Counted in the stacks of the example landlord as they are deployed; the ten alarms, ten metrics and three dashboards that an
account has free are not deducted.

## How it grows

| homes | linear $ | constant $ | $ a home and year |
|---|---|---|---|
${grown.join('\n')}

Linear: writes, reads, storage (which also grows by each year kept), mail, functions, HTTP. Constant: the tick,
what watches it, secrets, the key. At 1,000,000 homes the first quota met is SES’s sending rate (14 a second for a new account: ask for
more); then Scheduler’s 1,000 invocations a second when all of a day’s rungs fall on 06:00, where the tick takes over
what is late; the due index has four partitions of 1,000 write units a second each (\`shards\` in shared/store/keys.ts).
`
writeFileSync(new URL('../docs/cost.md', import.meta.url), text)
console.log(text)
