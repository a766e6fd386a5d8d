/**
 * An outage of 30 days with thousands of cases in it, and the tick alone to catch up: streams and schedules of those
 * days are gone. SES takes 14 mails a second; firing a case takes the time that DynamoDB takes. Time is counted, not
 * waited for. Judged by the order in which mails leave.
 */
import { createHandler } from '../../functions/tick/handler.ts'
import { apply } from '../../shared/apply.ts'
import { type Notice, type Urgency, urgencies } from '../../shared/core/case.ts'
import { addDays, addHours, at, type Day, endsAt, fromEpoch, toEpoch } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import type { Mail } from '../../shared/effects/mail-out.ts'
import { type Role, roles } from '../../shared/law/roles.ts'
import type { Desk } from '../../shared/mail/desk.ts'
import { storiesOf } from '../../shared/mail/stories.ts'
import { sweep } from '../../shared/mail/sweep.ts'
import { officeHours } from '../../shared/mail/window.ts'
import { person } from '../../shared/people/person.ts'
import { storeOver } from '../../shared/store/compose.ts'
import { decodeAny } from '../../shared/store/items.ts'
import { memoryTable } from '../../shared/store/memory.ts'
import type { Asset } from '../../shared/store/records.ts'
import { diceOf } from './dice.ts'
import { reckon, workflows } from './house.ts'
import { admin, fallback, links, sender } from './people.ts'
import { parcelIn } from './post.ts'
import { MINUTE } from './world.ts'

/** Mails a second of a new SES account. */
const RATE = 14
/** Milliseconds to load, decide and commit one case, sixteen at once. */
const FIRE = 60 / 16
/** As the architecture's table and the tick's wiring say. */
const TIMEOUT = 55_000
const WAVE = 140

const began = '2027-01-25' as Day
/** A Wednesday, ten o'clock: urgent mail may leave. */
const backOn = addDays(began, 30)

/** Neighbourhoods, each with its people: a digest of a bad month holds some 400 items. */
const AREAS = 24
const areaOf = (index: number): string => `area-${index % AREAS}`
const directors: readonly Role[] = ['headOfService', 'serviceDirector', 'director', 'executive']
const people = [
  person.parse({ email: 'director@x.org', name: 'Dee', roles: directors }),
  ...Array.from({ length: AREAS }, (_, area) =>
    person.parse({
      email: `officer-${area}@x.org`,
      name: `Officer ${area}`,
      roles: (Object.keys(roles) as Role[]).filter(role => !directors.includes(role)),
      areas: [areaOf(area)],
    }),
  ),
]

export type Backlog = {
  cases: number
  overdue: number
  mails: Record<Urgency, number>
  /** pairs of mails in which the less grave left first although the graver had been owed since before */
  violations: number
  /** among alike, how many places a mail left from where its deadline would put it */
  displaced: number
  lost: number
  twice: number
  ticks: number
  /** in whose digests all of it was told */
  mornings: number
  /** minutes from the end of the outage until the last mail of each kind had left, digests of the next morning apart */
  minutes: Record<Urgency, number>
}

/** Yearly tests and gas checks with dates in and around the outage; every twelfth a hazard or a fault to be mended in hours. */
const openings = (count: number, seed: number) => {
  const dice = diceOf(seed)
  const first = at(began, '05:00')
  return Array.from({ length: count }, (_, index) => {
    const day = addDays(began, dice.between(10, 45))
    const assetId = areaOf(index)
    if (index % 12 === 6) {
      const hurryFrom = at(addDays(backOn, -dice.between(1, 29)), '11:00')
      const facts = { due: day, hurry: addHours(hurryFrom, 4), hurryFrom }
      return { workflow: 'lamp', id: `lamp:F${index}`, assetId, facts, on: hurryFrom }
    }
    if (index % 12 === 0) {
      const awareAt = at(addDays(backOn, -dice.between(1, 9)), '11:00')
      return { workflow: 'hazard', id: `HAZ-${index}`, assetId, facts: { awareAt, channel: 'call' }, on: awareAt }
    }
    if (index % 2 === 0) return { workflow: 'lamp', id: `lamp:L${index}`, assetId, facts: { due: day }, on: first }
    const checks = [{ on: '2026-01-10', knownOn: '2026-01-10', nextDue: day, result: 'SATISFACTORY' }]
    return { workflow: 'gas', id: `gas:H${index}`, assetId, facts: { deadline: day, checks }, on: first }
  })
}

type Left = { mail: Mail; at: number }

export const backlog = async (count: number, seed = 1): Promise<Backlog> => {
  const notices = new Map<string, Notice>()
  const digestedIn = new Map<string, string[]>()
  const table = memoryTable(item => {
    const stored = item.kind === 'NOTICE' ? decodeAny(item) : undefined
    if (stored?.kind !== 'NOTICE') return
    notices.set(stored.body.id, stored.body)
    const outcome = stored.outcome === undefined ? undefined : JSON.parse(stored.outcome)
    if (outcome?.kind === 'digested') digestedIn.set(stored.body.id, outcome.digests)
  })
  const store = storeOver(table)
  for (const one of people) await store.putPerson(one)
  for (let area = 0; area < AREAS; area++)
    await store.putAsset({ id: areaOf(area), type: 'block', address: `Block ${area}`, area: areaOf(area) } as Asset)
  let time = toEpoch(at(began, '05:00'))
  const now = () => fromEpoch(Math.floor(time))
  const shared = { workflows, reckon, now, salt: () => 'a salt of the backlog', pause: async () => {} }
  const opening = apply({ store, ...shared })
  for (const { on, ...one } of openings(count, seed).sort((a, b) => (a.on < b.on ? -1 : 1))) {
    time = toEpoch(on)
    await opening.open(one.workflow, { ...one, by: admin })
  }
  const left: Left[] = []
  const directory = async () => ({ people, fallback })
  const desk: Desk = {
    outbox: store.outbox,
    mail: {
      send: async mail => {
        time += 1000 / RATE
        left.push({ mail, at: time })
        return { kind: 'sent', messageId: `m${left.length}` }
      },
    },
    schedules: { put: async () => 'set', remove: async () => {} },
    ...storiesOf({ store, workflows, reckon, policy: {}, directory, now }),
    directory,
    calendar: england,
    window: officeHours,
    sender,
    links,
    settings: store,
    now,
  }
  const paying = apply({
    ...shared,
    store: {
      ...store,
      commit: async input => {
        time += FIRE
        return store.commit(input)
      },
    },
  })
  let started = time
  const tick = createHandler({
    store,
    apply: paying,
    schedules: desk.schedules,
    sweepMail: () => sweep(desk, WAVE),
    // Every mailbox confirms at once.
    nextContacts: async () => 0,
    now,
    left: () => started + TIMEOUT - time,
    fault: (name, error) => {
      throw new Error(name, { cause: error })
    },
    heartbeat: () => {},
  })
  const back = toEpoch(at(backOn, '10:00'))
  time = back
  let ticks = 0
  const catchUp = async (): Promise<void> => {
    for (let quiet = 0; quiet < 2; ) {
      started = time
      const done = await tick()
      ticks += 1
      quiet = done.complete && done.fired + done.notices + done.digests + done.errands === 0 ? quiet + 1 : 0
      time = Math.max(time, started + MINUTE)
    }
  }
  await catchUp()
  const caughtUp = left.length
  const found = () => judged({ left, caughtUp, notices, digestedIn, back })
  // A director's digest holds a thousand; what does not fit is in that of the next morning.
  let mornings = 0
  do {
    mornings += 1
    time = toEpoch(at(addDays(backOn, mornings), '07:30'))
    await catchUp()
  } while (found().lost > 0 && mornings < 9)
  return { cases: count, ...found(), ticks, mornings }
}

type Seen = {
  left: Left[]
  caughtUp: number
  notices: Map<string, Notice>
  digestedIn: Map<string, string[]>
  back: number
}

const rankOf = (urgency: Urgency): number => urgencies.indexOf(urgency)

const judged = ({ left, caughtUp, notices, digestedIn, back }: Seen) => {
  const backlogged = [...notices.values()].filter(one => toEpoch(one.owedSince) <= back)
  const parcels = left.map(({ mail, at }) => ({ ...parcelIn(mail), at }))
  const order = new Map<string, number[]>()
  for (const [index, { id }] of parcels.entries()) order.set(id, [...(order.get(id) ?? []), index])
  /** at which mail each notice was told: its own, or those of its digests */
  const toldAt = (one: Notice): number[] =>
    [one.id, ...(digestedIn.get(one.id) ?? [])].flatMap(id => order.get(id) ?? [])
  const told = backlogged.flatMap(one => toldAt(one).map(index => ({ one, index })))
  const firsts = new Map<string, { one: Notice; index: number }>()
  for (const each of told) if (!firsts.has(each.one.id)) firsts.set(each.one.id, each)
  const mails = { digest: 0, urgent: 0, emergency: 0 }
  const minutes = { digest: 0, urgent: 0, emergency: 0 }
  for (const [index, { mail, at }] of left.entries()) {
    const urgency = mail.tags.urgency as Urgency
    mails[urgency] += 1
    if (index < caughtUp) minutes[urgency] = Math.max(minutes[urgency], Math.ceil((at - back) / MINUTE))
  }
  const sorted = [...firsts.values()].sort((a, b) => a.index - b.index)
  // A digest is one mail for many: what it brings of what is less grave is not a mail before anything else.
  let violations = 0
  const before = [0, 0, 0]
  for (const { one } of sorted) {
    const rank = rankOf(one.urgency)
    violations += before.slice(0, rank).reduce((sum, count) => sum + count, 0)
    before[rank]! += 1
  }
  let displaced = 0
  for (const urgency of ['emergency', 'urgent'] as const) {
    const alike = sorted.filter(({ one }) => one.urgency === urgency).map(({ one }) => endsAt(one.due!))
    const meant = [...alike].sort()
    for (const [index, due] of alike.entries()) {
      const [first, last] = [meant.indexOf(due), meant.lastIndexOf(due)]
      displaced = Math.max(displaced, first - index, index - last)
    }
  }
  const rungs = new Set(backlogged.map(one => `${one.caseId} ${one.clock} ${one.due} ${one.rung}.${one.times}`))
  const ladders = new Set(backlogged.map(one => `${one.caseId} ${one.clock} ${one.due}`))
  return {
    overdue: new Set(backlogged.map(one => one.caseId)).size,
    mails,
    violations,
    displaced,
    lost: backlogged.filter(one => toldAt(one).length === 0).length,
    // one ladder told by two rungs, or one notice by two mails of its own
    twice: rungs.size - ladders.size + backlogged.filter(one => (order.get(one.id) ?? []).length > 1).length,
    minutes,
  }
}
