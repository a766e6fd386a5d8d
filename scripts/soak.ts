/**
 * `npm run soak [-- --homes 10000 --months 24 --seed 1]`: six streams through months of contractors who come, miss, send
 * late, find defects and get refused (soak/people.ts). Decisions, timers, errands and commits are the deployed code's
 * (`apply`); the store under it keeps the cases and drops the histories, so that what grows is a leak. Exit 1 when an
 * invariant breaks.
 */
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { apply } from '../shared/apply.ts'
import { reckoner } from '../shared/core/reckon.ts'
import { addDays, addHours, addMonths, at, type Day, dayOf } from '../shared/core/time.ts'
import { calendar, england } from '../shared/core/working-days.ts'
import { sha256 } from '../shared/store/chain.ts'
import { workflows } from '../shared/workflows/index.ts'
import { nextMove } from './soak/people.ts'
import { sizesOf } from './soak/sizes.ts'
import { stock } from './soak/stock.ts'
import {
  cases,
  changed,
  commit,
  count,
  dayEnds,
  dayText,
  errands,
  fail,
  layToRest,
  wakes,
  wasSeen,
} from './soak/store.ts'

const { values } = parseArgs({
  options: {
    homes: { type: 'string', default: '10000' },
    months: { type: 'string', default: '24' },
    seed: { type: 'string', default: '1' },
  },
})
const whole = z.coerce.number().int().min(1)
const { homes, months, seed } = z.object({ homes: whole, months: whole, seed: whole }).parse(values)
const START = '2026-11-02' as Day
const END = addMonths(START, months)

/** mulberry32: the same seed gives the same two years. */
let state = seed
const luck = (): number => {
  state = (state + 0x6d2b79f5) | 0
  let t = Math.imul(state ^ (state >>> 15), 1 | state)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}

/** The published list ends in two years: the years after it have the holidays of its last, which is near enough to soak in. */
const holidays = [...england.holidays]
const lastYear = Number(england.horizon.slice(0, 4))
for (let year = lastYear + 1; year <= Number(END.slice(0, 4)) + 7; year++)
  for (const { date, title } of england.holidays)
    if (date.startsWith(`${lastYear}`)) holidays.push({ date: `${year}${date.slice(4)}`, title })

const clock = { now: at(START, '09:00') }
const system = apply({
  store: {
    load: async id => cases.get(id),
    commit,
    commitAll: inputs => Promise.all(inputs.map(commit)),
    seen: async (_, id) => wasSeen(id) as never,
    words: async () => undefined,
  },
  workflows,
  reckon: reckoner(calendar(holidays)),
  now: () => clock.now,
  salt: () => 'soak-salt-0000000000',
  pause: async () => {},
})

type Move = NonNullable<ReturnType<typeof nextMove>>
/** `from`: the state in which it was planned; whoever finds another plans anew */
type Planned = { caseId: string; from: string; move: Move }
const agenda = new Map<Day, Planned[]>()
const planned = new Map<string, string>()
let today = START

const plan = (caseId: string, later = 0): void => {
  const there = cases.get(caseId)?.case
  if (!there || planned.get(caseId) === there.state) return
  const move = nextMove(there, luck, today)
  if (!move) return
  const on = addDays(today, later + move.days)
  planned.set(caseId, there.state)
  agenda.set(on, [...(agenda.get(on) ?? []), { caseId, from: there.state, move }])
}
const planAll = (): void => {
  for (const id of changed) plan(id)
  changed.clear()
}

type Sent = {
  caseId: string
  input: Parameters<typeof system.event>[1]
  message: { source: string; id: string; bodyHash: string }
}
/** what a contractor's system sends once more tomorrow, because it had no answer */
let unanswered: Sent[] = []
let messages = 0
const repeat = async (): Promise<void> => {
  const again = unanswered
  unanswered = []
  for (const { caseId, input, message } of again) {
    const { kind } = await system.event(caseId, input, message)
    if (kind !== 'duplicate') fail(`${message.id} came twice and was ${kind}`)
    count.repeats += 1
  }
}

/** What is refused is looked at by a planner a month later. */
const MONTH = 30
const perform = async ({ caseId, from, move }: Planned): Promise<void> => {
  // a later plan stands in its place
  if (planned.get(caseId) !== from) return
  planned.delete(caseId)
  const there = cases.get(caseId)?.case
  if (!there) return
  if (there.state !== from) return plan(caseId)
  const { type, by, data } = move
  const id = `m-${messages++}`
  const message = { source: by.id, id, bodyHash: sha256(id) }
  const input = { type, at: clock.now, by, data }
  const done = await system.event(caseId, input, message)
  if (done.kind === 'done') {
    if (by.kind === 'contractor' && luck() < 0.05) unanswered.push({ caseId, input, message })
    count.events += 1
    return plan(caseId)
  }
  if (done.kind !== 'rejected') fail(`${caseId} ${type} was ${done.kind}`)
  count.refused += 1
  note(`${there.workflow} ${from} ${type}: ${JSON.stringify('rejection' in done && done.rejection).slice(0, 200)}`)
  return plan(caseId, MONTH)
}
const refusals = new Map<string, number>()
/** Alike but for a day or a number are counted together. */
const note = (why: string): void => {
  const kind = why.replaceAll(/\d[\d-]*/g, '…')
  refusals.set(kind, (refusals.get(kind) ?? 0) + 1)
}

const runErrands = async (): Promise<void> => {
  for (let errand = errands.shift(); errand; errand = errands.shift()) {
    const done = await system.errand(errand)
    if (done.kind !== 'rejected') continue
    count.errandsRefused += 1
    note(
      `errand to ${cases.get(errand.to)?.case.workflow} ${cases.get(errand.to)?.case.state}: ${JSON.stringify(done.rejection).slice(0, 200)}`,
    )
  }
}

/** All that has come by now, until nothing is left; a case that stays due after it was looked at is a fault. */
const fireDue = async (): Promise<void> => {
  const days = [...wakes.keys()].filter(day => day <= dayText(clock.now)).sort()
  for (const day of days)
    for (const id of [...(wakes.get(day) ?? [])]) {
      const { wake } = cases.get(id)!.case
      if (wake === undefined || wake > clock.now) continue
      const done = await system.fire(id)
      if (done.kind !== 'done') fail(`${id} woke at ${wake} and did nothing`)
      count.fires += 1
      const after = cases.get(id)!.case
      if (after.wake !== undefined && after.wake <= clock.now) fail(`${id} is due again at once: ${after.wake}`)
    }
}

const heap = (): number => {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed / 2 ** 20
}

const from = performance.now()
for (const { workflow, opening } of stock(homes, START)) {
  const opened = await system.open(workflow, opening)
  if (opened.kind !== 'done') fail(JSON.stringify(opened))
}
const obligations = cases.size
console.log(`${homes} homes, ${obligations} obligations; months, heap in MB, cases, overdue share`)
planAll()
const marks: number[] = []
for (; today <= END; today = addDays(today, 1)) {
  clock.now = at(today, '06:01')
  await fireDue()
  await runErrands()
  planAll()
  clock.now = at(today, '12:00')
  await repeat()
  const tasks = agenda.get(today) ?? []
  agenda.delete(today)
  for (const task of tasks) await perform(task)
  await runErrands()
  planAll()
  clock.now = addHours(at(today, '12:00'), 6)
  await fireDue()
  await runErrands()
  planAll()
  dayEnds()
  if (today.endsWith('-02')) {
    layToRest(today)
    const open = [...cases.values()].map(one => one.case).filter(c => c.closedAt === undefined)
    for (const c of open)
      if (!c.lead || c.wake === undefined || c.wake < clock.now) fail(`${c.id} is asleep: ${c.wake}`)
    const late = open.filter(c => {
      const checks = workflows[c.workflow]?.obligation?.checks(c.facts)
      const due = checks?.at(-1)?.nextDue
      return due !== undefined && due < dayOf(clock.now)
    }).length
    marks.push(heap())
    console.log(`${today} ${marks.at(-1)!.toFixed(0)} MB ${cases.size} ${((100 * late) / obligations).toFixed(2)} %`)
    if (today.slice(5) === START.slice(5))
      for (const [workflow, { cases: many, mean, largest, id, keys }] of sizesOf(open))
        console.log(`  ${workflow}: ${many} open, mean ${mean.toFixed(0)} bytes, largest ${largest} (${id}: ${keys})`)
  }
}
const seconds = (performance.now() - from) / 1_000
for (const [why, times] of [...refusals].sort((a, b) => b[1] - a[1]).slice(0, 5))
  console.log(`refused ${times}: ${why}`)
console.log(
  `${months} months in ${seconds.toFixed(0)} s: ${count.events} events, ${count.fires} rungs, ${count.notices} notices, ${count.opened} cases opened, ${count.refused} refused, ${count.errandsRefused} errands refused, ${count.repeats} sent twice and taken once; every open case had a lead and a clock throughout`,
)
/** A case keeps its checks, since positions are asked as at days long past; more than this is a leak. Bytes of JSON a year, of 400 KB. */
const MOST_A_YEAR = 2_500
const largest = Math.max(...[...cases.values()].map(one => Buffer.byteLength(JSON.stringify(one.case))))
console.log(`the largest case: ${largest} bytes of JSON`)
if (largest > 4_000 + (MOST_A_YEAR * months) / 12) fail(`a case grows: ${largest} bytes after ${months} months`)
const [year, last] = [marks[12], marks.at(-1)]
if (year !== undefined && last !== undefined && last > year * (1.25 + 0.03 * Math.max(0, months / 12 - 2)))
  fail(`the heap grows: ${year.toFixed(0)} MB after a year, ${last.toFixed(0)} MB at the end`)
