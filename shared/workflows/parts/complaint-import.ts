/** A complaint that was in flight elsewhere: its facts from a row, and the state in which it goes on here. */
import type * as z from 'zod'
import type { Reckon } from '../../core/reckon.ts'
import { at, type Day } from '../../core/time.ts'
import * as clock from './complaint-clocks.ts'
import { type Facts, facts } from './complaint-facts.ts'
import type { Stage } from './complaint-stage.ts'

export type InFlight = {
  reference: string
  receivedOn: Day
  uprn?: string | undefined
  area?: string | undefined
  channel?: Facts['channel'] | undefined
  name?: string | undefined
  contact?: string | undefined
  summary?: string | undefined
  serviceArea?: string | undefined
  category?: string | undefined
  acknowledgedOn?: Day | undefined
  handler?: string | undefined
  extendedOn?: Day | undefined
  extendedTo?: Day | undefined
  respondedOn?: Day | undefined
  outcome?: Stage['outcome'] | undefined
  stage2RequestedOn?: Day | undefined
  stage2AcknowledgedOn?: Day | undefined
  stage2Handler?: string | undefined
  stage2ExtendedOn?: Day | undefined
  stage2ExtendedTo?: Day | undefined
  stage2RespondedOn?: Day | undefined
  stage2Outcome?: Stage['outcome'] | undefined
}

/** A civil day has no hour; the clocks count days from it, and nine o'clock is on that day in London. */
const morning = (on: Day) => at(on, '09:00')

type Extended = { on: Day | undefined; to: Day | undefined }

/** An extension is valid when it was told before the date it moves, and goes no further than the Code lets it. */
const withExtension = (f: Facts, n: 1 | 2, { on, to }: Extended, reckon: Reckon): Facts => {
  const base = clock.baseDue(f, n, reckon)
  const limit = clock.extensionLimit(f, n, reckon)
  if (on === undefined || to === undefined || base === undefined || limit === undefined) return f
  const extension = {
    on,
    from: base,
    to,
    updateEvery: reckon.policy('complaint.updates'),
    exceedsCodeMaximum: on > base || to > limit,
    /** the letter lies with the system it came from */
    sha256: '',
  }
  return { ...f, ...clock.withStage(f, n, { extensions: [extension] }) }
}

const stage1 = (row: InFlight) =>
  clock.defined({
    extensions: [],
    handler: row.handler,
    acknowledgedOn: row.acknowledgedOn,
    countsFrom: row.acknowledgedOn,
    ...(row.acknowledgedOn === undefined ? {} : { points: ['1'] }),
    respondedOn: row.respondedOn,
    respondedBy: row.respondedOn === undefined ? undefined : row.handler,
    outcome: row.outcome,
  })

const stage2 = (row: InFlight) =>
  clock.defined({
    extensions: [],
    requestedAt: row.stage2RequestedOn && morning(row.stage2RequestedOn),
    handler: row.stage2Handler,
    acknowledgedOn: row.stage2AcknowledgedOn,
    countsFrom: row.stage2AcknowledgedOn,
    ...(row.stage2AcknowledgedOn === undefined ? {} : { points: ['1'] }),
    respondedOn: row.stage2RespondedOn,
    respondedBy: row.stage2RespondedOn === undefined ? undefined : row.stage2Handler,
    outcome: row.stage2Outcome,
  })

/** Facts that open the case where it stands. Dates are as they are: what is late is late from the first day here. */
export const complaintInFlight = (row: InFlight, reckon: Reckon): Facts => {
  const { name, contact, summary } = row
  const given: z.input<typeof facts> = clock.defined({
    receivedAt: morning(row.receivedOn),
    channel: row.channel,
    uprn: row.uprn,
    area: row.area,
    serviceArea: row.serviceArea,
    category: row.category,
    persons: name === undefined ? [] : [clock.defined({ name, contact })],
    text: summary,
    points:
      row.acknowledgedOn === undefined
        ? []
        : [{ id: '1', text: summary ?? `As acknowledged under ${row.reference}`, responsible: 'landlord' as const }],
    s1: stage1(row),
    ...(row.stage2RequestedOn === undefined ? {} : { s2: stage2(row) }),
    imported: { reference: row.reference },
  })
  const first = withExtension(facts.parse(given), 1, { on: row.extendedOn, to: row.extendedTo }, reckon)
  return withExtension(first, 2, { on: row.stage2ExtendedOn, to: row.stage2ExtendedTo }, reckon)
}

const is = (holds: (f: Facts) => boolean) => (f: Facts) => f.imported !== undefined && holds(f)

/** Where a case begins that was in flight; the furthest it got stands first. */
export const startsInFlight = {
  s2_final: is(f => f.s2?.respondedOn !== undefined),
  s2_extended: is(f => (f.s2?.extensions.length ?? 0) > 0),
  s2_acknowledged: is(f => f.s2?.acknowledgedOn !== undefined),
  s2_logged: is(f => f.s2 !== undefined),
  s1_responded: is(f => f.s1.respondedOn !== undefined),
  s1_extended: is(f => f.s1.extensions.length > 0),
  s1_acknowledged: is(f => f.s1.acknowledgedOn !== undefined),
  s1_logged: is(f => f.category !== undefined),
} as const
