/**
 * A year of some homes, run by the deployed code on an emulator that says what each request consumed. Every stream of
 * a home is run as a gas check, the busiest of the six: yearly, an appointment, a visit, a certificate, a copy; one in
 * eight is missed and chased. What is shared by all homes (the tick) is measured apart.
 */

import { ScanCommand } from '@aws-sdk/lib-dynamodb'
import { createHandler } from '../../functions/tick/handler.ts'
import type { Actor } from '../../shared/core/case.ts'
import { addDays, addHours, at, type Day, dayOf, type Instant, toEpoch } from '../../shared/core/time.ts'
import { handleDigest } from '../../shared/mail/digests.ts'
import { handle } from '../../shared/mail/notices.ts'
import { sha256 } from '../../shared/store/chain.ts'
import { type Index, indexes } from '../../shared/store/schema.ts'
import { sizeOf } from '../../shared/store/size.ts'
import type { Item } from '../../shared/store/table.ts'
import { counted } from '../bench/consumed.ts'
import { type Database, rig, sesAt, startDatabase, TABLE } from '../bench/rig.ts'
import { gasOf } from '../bench/workloads/w123-writing.ts'

const START = '2026-11-02T09:00:00Z'
export const STREAMS = 6
const DAYS = 365
const sureheat: Actor = { kind: 'contractor', id: 'sureheat', roles: ['contractor'] }
const officer: Actor = { kind: 'staff', id: 'nia@x.org', roles: ['complianceOfficer'] }

export type Year = {
  cases: number
  /** accepted events from outside, and rungs climbed */
  events: number
  fires: number
  eventWrites: number
  eventReads: number
  fireWrites: number
  fireReads: number
  notices: number
  /** mails about one notice, which somebody needs at once, and mails that hold a morning's */
  alone: number
  digests: number
  mailWrites: number
  mailReads: number
  schedules: number
  /** milliseconds of this process’s time inside our code */
  milliseconds: number
  idleTick: { read: number; written: number }
  stored: Stored
}
/** Bytes by kind of item, as billed: its index entries and the overhead of each included. */
export type Stored = Record<string, { items: number; bytes: number }>

/** DynamoDB bills an item 100 bytes above its size, and each index entry the same above what is projected. */
const OVERHEAD = 100

const entryOf = (item: Item, { pk, sk, include }: Index): number => {
  if (item[pk] === undefined || item[sk] === undefined) return 0
  const projected = ['pk', 'sk', pk, sk, ...include].flatMap(name => {
    const value = item[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return sizeOf(Object.fromEntries(projected) as Item) + OVERHEAD
}

const billed = (item: Item): number =>
  Object.values(indexes).reduce((sum, index) => sum + entryOf(item, index), sizeOf(item) + OVERHEAD)

/** What has expired by then is gone: this emulator deletes nothing by itself. */
export const storedIn = async ({ client }: Database, end: Instant): Promise<Stored> => {
  const stored: Stored = {}
  let ExclusiveStartKey: Record<string, unknown> | undefined
  do {
    const page = await client.send(
      new ScanCommand({ TableName: TABLE, ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}) }),
    )
    for (const item of (page.Items ?? []) as Item[]) {
      if (Number(item.ttl) * 1_000 < toEpoch(end)) continue
      const of = stored[String(item.kind)] ?? { items: 0, bytes: 0 }
      stored[String(item.kind)] = { items: of.items + 1, bytes: of.bytes + billed(item) }
    }
    ExclusiveStartKey = page.LastEvaluatedKey
  } while (ExclusiveStartKey)
  return stored
}

type Step = { on: Day; type: string; by: Actor; data: object }
const cycle = (n: number, deadline: Day): Step[] => {
  // One in eight homes is not got into before the deadline, and chased.
  const visit = addDays(deadline, n % 8 === 7 ? 20 : -25)
  const certificate = sha256(`certificate ${n}`)
  const operative = { name: 'Priya Shah', regNo: '1234567' }
  return [
    {
      on: addDays(visit, -9),
      type: 'appointment.made',
      by: sureheat,
      data: { slotStart: `${visit}T09:00:00Z`, slotEnd: `${visit}T12:00:00Z` },
    },
    {
      on: visit,
      type: 'inspection.completed',
      by: sureheat,
      data: { result: 'SATISFACTORY', operative, documents: [{ name: 'LGSR.pdf', sha256: certificate }] },
    },
    { on: addDays(visit, 2), type: 'certificate.accepted', by: officer, data: {} },
    { on: addDays(visit, 4), type: 'copy.sent', by: officer, data: {} },
  ]
}

export const yearOf = async (homes: number): Promise<Year> => {
  const database = await startDatabase()
  const { call, used } = counted(database.call)
  const r = rig({ call }, START)
  const ses = sesAt('http://127.0.0.1:9')
  let schedules = 0
  let mails = 0
  const counting: typeof r.schedules = {
    put: async () => {
      schedules += 1
      return 'set'
    },
    remove: async () => {},
  }
  const desk = {
    ...r.desk(ses),
    schedules: counting,
    mail: { send: async () => ({ kind: 'sent' as const, messageId: `m-${mails++}` }) },
  }
  const year: Year = {
    cases: homes * STREAMS,
    events: 0,
    fires: 0,
    eventWrites: 0,
    eventReads: 0,
    fireWrites: 0,
    fireReads: 0,
    notices: 0,
    alone: 0,
    digests: 0,
    mailWrites: 0,
    mailReads: 0,
    schedules: 0,
    milliseconds: 0,
    idleTick: { read: 0, written: 0 },
    stored: {},
  }
  const spent = async (work: () => Promise<unknown>): Promise<{ read: number; written: number }> => {
    const before = { ...used }
    const from = performance.now()
    await work()
    year.milliseconds += performance.now() - from
    return { read: used.read - before.read, written: used.written - before.written }
  }
  const mailRoom = async (): Promise<void> => {
    // Asking what is owed is the tick's, and counted with it.
    const owed = await r.store.outbox.pending(r.clock.now, 200)
    const before = await r.store.outbox.digestsDue(r.clock.now, 200)
    year.notices += owed.length
    const cost = await spent(async () => {
      const sent = mails
      for (const one of owed) await handle(desk, one)
      year.alone += mails - sent
      for (const id of before) await handleDigest(desk, id)
    })
    year.digests = mails - year.alone
    year.mailWrites += cost.written
    year.mailReads += cost.read
  }
  const fires = async (): Promise<void> => {
    for (;;) {
      const next = await r.store.nextDue()
      if (!next || next.at > r.clock.now) return
      const cost = await spent(async () => {
        const done = await r.apply.fire(next.caseId)
        if (done.kind === 'done') year.fires += 1
      })
      year.fireWrites += cost.written
      year.fireReads += cost.read
      if (dayOf(next.at) >= dayOf(START as Instant)) schedules += 1
    }
  }
  const happens = async (caseId: string, { on, type, by, data }: Step): Promise<void> => {
    const message = { source: 'x', id: `${caseId}-${type}-${on}`, bodyHash: 'x' }
    const cost = await spent(async () => {
      const done = await r.apply.event(caseId, { type, at: addHours(r.clock.now, 0), by, data }, message)
      if (done.kind !== 'done') throw new Error(`${caseId} ${type} on ${on}: ${JSON.stringify(done)}`)
    })
    year.events += 1
    year.eventWrites += cost.written
    year.eventReads += cost.read
  }
  try {
    const first = dayOf(r.clock.now)
    const plans = new Map<Day, { caseId: string; step: Step }[]>()
    for (let n = 0; n < year.cases; n++) {
      const deadline = addDays(first, 70 + Math.floor((n * 280) / year.cases))
      await r.apply.open('gas', gasOf(n, deadline))
      for (const step of cycle(n, deadline))
        plans.set(step.on, [...(plans.get(step.on) ?? []), { caseId: gasOf(n, deadline).id, step }])
    }
    for (let i = 0; i <= DAYS; i++) {
      const today = addDays(first, i)
      r.clock.now = at(today, '06:00')
      await fires()
      r.clock.now = at(today, '07:31')
      await mailRoom()
      r.clock.now = at(today, '11:00')
      for (const { caseId, step } of plans.get(today) ?? []) await happens(caseId, step)
      await mailRoom()
    }
    const tick = createHandler({
      ...r,
      schedules: counting,
      nextContacts: async () => 0,
      sweepMail: async () => ({
        notices: (await r.store.outbox.pending(r.clock.now, 140)).length,
        digests: (await r.store.outbox.digestsDue(r.clock.now, 140)).length,
        more: false,
      }),
      left: () => 60_000,
      fault: (name, error) => {
        throw new Error(`${name}: ${String(error)}`)
      },
      heartbeat: () => {},
    })
    await tick()
    year.idleTick = await spent(tick)
    return { ...year, schedules, stored: await storedIn(database, r.clock.now) }
  } finally {
    await database.stop()
  }
}
