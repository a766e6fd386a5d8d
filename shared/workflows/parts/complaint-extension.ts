/**
 * More time (Complaint Handling Code 6.4, 6.15): once, told to the resident before it is due; beyond the Code only with
 * approval, and out of time. After it is due there is no more time to be had, and the resident is told of the delay.
 */
import type * as z from 'zod'
import { ruleFor } from '../../core/declare.ts'
import type { Day } from '../../core/time.ts'
import type { Happened, Situation } from '../../core/workflow.ts'
import * as clock from './complaint-clocks.ts'
import { type StageNumber, stageOf, withStage } from './complaint-clocks.ts'
import { heads, late, type Of } from './complaint-common.ts'
import type { Facts } from './complaint-facts.ts'
import * as letters from './complaint-letters.ts'

type ExtensionData = z.output<Of<'complaint.extended'>>
const contentsOf = (_: Facts, e: Happened<ExtensionData>, now: Situation) => ({
  reference: now.case.id,
  reason: e.data.reason,
  due: e.data.newDue,
  updateEvery: e.data.updateEvery,
})
const extensionCommon = (n: StageNumber) => ({
  // The day on which the resident was told decides, whenever it is recorded here; what was recorded late says so.
  'EXTENSION_AFTER_EXPIRY: the response is not past due; what remains is to respond now, to tell the resident of the delay (delay.told) and to send updates':
    (f: Facts, e: Happened<ExtensionData>, now: Situation) => {
      const due = clock.promisedDue(f, n, now.reckon)
      return due !== undefined && e.on <= due
    },
  'EXTENSION_NOT_LATER: the new date is later than the one it has': (
    f: Facts,
    e: Happened<ExtensionData>,
    now: Situation,
  ) => e.data.newDue > (clock.promisedDue(f, n, now.reckon) ?? e.data.newDue),
  ...letters.letterGuards<ExtensionData>('extension', contentsOf),
})
const withinCode = (f: Facts, n: StageNumber, to: Day, now: Situation): boolean => {
  const limit = clock.extensionLimit(f, n, now.reckon)
  return limit !== undefined && to <= limit
}
const extended = (f: Facts, n: StageNumber, e: Happened<ExtensionData>, now: Situation, exceeds: boolean) => ({
  ...withStage(f, n, {
    extensions: [
      ...stageOf(f, n).extensions,
      {
        on: e.on,
        from: clock.promisedDue(f, n, now.reckon) ?? e.on,
        to: e.data.newDue,
        updateEvery: e.data.updateEvery,
        exceedsCodeMaximum: exceeds,
        ...(exceeds ? { approvedBy: e.by.id } : {}),
        sha256: e.data.letter?.sha256.toLowerCase() ?? '',
      },
    ],
  }),
  updateEvery: e.data.updateEvery,
  letters: letters.withLetter(f, 'extension', e.on, e.data.letter),
})
/** The first, within the maximum; or, approved by a head of service, beyond it: that one counts as out of time. */
export const extends_ = <const To extends string>(n: StageNumber, to: To) => [
  ruleFor<Facts, Of<'complaint.extended'>>()({
    to,
    when: {
      ...extensionCommon(n),
      'EXTENSION_SECOND: it was not extended before; again needs the head of service and counts as out of time': f =>
        stageOf(f, n).extensions.length === 0,
      'EXTENSION_TOO_LONG: it is within what the Code allows; more needs the head of service and counts as out of time':
        (f, e, now) => withinCode(f, n, e.data.newDue, now),
    },
    set: (f, e, now) => extended(f, n, e, now, false),
    notes: (f, e, now) => late(e.on, clock.promisedDue(f, n, now.reckon), now),
  }),
  ruleFor<Facts, Of<'complaint.extended'>>()({
    to,
    by: heads,
    when: {
      ...extensionCommon(n),
      'APPROVER_SAME: the approver is not the handler': (f, e) => stageOf(f, n).handler !== e.by.id,
    },
    set: (f, e, now) => extended(f, n, e, now, true),
    notes: (f, e, now) => [
      'exceeds the maximum of the Code: counts as out of time',
      ...late(e.on, clock.promisedDue(f, n, now.reckon), now),
    ],
  }),
]

/** Told too late to be an extension: the answer counts as out of time, and the resident has a date all the same. */
export const tellsDelay = (n: StageNumber) =>
  ruleFor<Facts, Of<'delay.told'>>()({
    when: {
      'DELAY_NOT_LATE: the response is past due; until then it is extended (complaint.extended)': (f, e, now) => {
        const due = clock.promisedDue(f, n, now.reckon)
        return due !== undefined && e.on > due
      },
      'DELAY_DATE: the new date is later than the day on which the resident is told': (_, e) => e.data.newDue > e.on,
      ...letters.letterGuards<ExtensionData>('delay', contentsOf),
    },
    set: (f, e) => ({
      ...withStage(f, n, {
        delays: [
          ...(stageOf(f, n).delays ?? []),
          {
            on: e.on,
            to: e.data.newDue,
            updateEvery: e.data.updateEvery,
            sha256: e.data.letter?.sha256.toLowerCase() ?? '',
          },
        ],
      }),
      updateEvery: e.data.updateEvery,
      letters: letters.withLetter(f, 'delay', e.on, e.data.letter),
    }),
    notes: () => ['told after it was due: no extension, counts as out of time'],
  })
