/** What every recurring obligation has: whether it applies, its accepted checks, its rests, the row it came from. */
import * as z from 'zod'
import { jsonObject } from '../../core/json.ts'
import { learned } from '../../core/learned.ts'
import type { Reckon } from '../../core/reckon.ts'
import { type Day, day } from '../../core/time.ts'
import type { ObligationDef, ObligationRecord } from '../../core/workflow.ts'
import { acceptedCheck, applicability, attempt, missedAppointment } from './evidence.ts'

/** Spread into a workflow's facts. */
export const obligationFacts = {
  subType: z.string().max(60).optional(),
  applicability: applicability.default('required'),
  learned: z.array(learned).optional(),
  reason: z.string().max(500).optional(),
  dutyBeganOn: day.optional(),
  contractorId: z.string().max(60).optional(),
  checks: z.array(acceptedCheck).default([]),
  /** accepted once, and found to be none; `on`: the day on which we learned it */
  voided: z.array(z.strictObject({ check: acceptedCheck, on: day, why: z.string() })).optional(),
  attempts: z.array(attempt).default([]),
  /** outlives the check that it delayed; absent while there is none */
  calledOff: z.array(missedAppointment).optional(),
  rests: z.array(z.strictObject({ from: day, to: day.optional(), why: z.string() })).default([]),
  retiredOn: day.optional(),
  /** the row of the register as last imported */
  record: jsonObject.optional(),
}

export type ObligationFacts = z.output<ReturnType<typeof shape>>
const shape = () => z.object(obligationFacts)

const record = {
  subType: z.string().optional(),
  applicability,
  reason: z.string().optional(),
  lastDoneOn: day.optional(),
  dueOn: day.optional(),
  reference: z.string().optional(),
  contractorId: z.string().optional(),
  dutyBeganOn: day.optional(),
  home: z
    .strictObject({
      livingStoreys: z.int().optional(),
      combustionRooms: z.int().optional(),
      storeys: z.int().optional(),
      heightMetres: z.number().optional(),
    })
    .optional(),
}

/** What a stream reads as the result of the last check, and what no row can bring. */
export type Results = Pick<ObligationDef<ObligationFacts>, 'results' | 'notByRow'>

/** Why a row cannot bring this result, upper case as the stream writes it; undefined where it can. */
export const resultFault = ({ results, notByRow = {} }: Results, result: string): string | undefined => {
  if (Object.hasOwn(notByRow, result)) return `RESULT_NOT_BY_ROW: ${notByRow[result]}`
  return results.includes(result) ? undefined : `RESULT_UNKNOWN: one of ${results.join(', ')}`
}

/** `record.imported`: a row by whatever door is judged as a row of the landlord's file is. */
export const recordImported = (says: Results) =>
  z
    .strictObject({
      ...record,
      result: z
        .string()
        .superRefine((result, context) => {
          const message = resultFault(says, result)
          if (message !== undefined) context.addIssue({ code: 'custom', message })
        })
        .optional(),
    })
    .refine(({ lastDoneOn, result }) => result === undefined || lastDoneOn !== undefined, {
      path: ['lastDoneOn'],
      message: 'MISSING: a result without the day of its check',
    })
    .refine(({ lastDoneOn, dueOn }) => !lastDoneOn || !dueOn || dueOn > lastDoneOn, {
      path: ['dueOn'],
      message: 'DATE_ORDER: due on or before the day it was last done',
    })
export type RecordImported = ReturnType<typeof recordImported>

export const applicabilityConfirmed = z.strictObject({
  applicability: z.enum(['required', 'not_required']),
  reason: z.string().min(1).max(500),
  dutyBeganOn: day.optional(),
})

export const assetDisposed = z.strictObject({ on: day, reason: z.string().min(1).max(200) })

/** The parts of a register's row that mean the same in every stream. */
export const commonRecord = (row: ObligationRecord) => ({
  ...(row.subType ? { subType: row.subType } : {}),
  applicability: row.applicability,
  reason: row.reason,
  // a row that does not say when the duty began does not end a long one
  ...(row.dutyBeganOn ? { dutyBeganOn: row.dutyBeganOn } : {}),
  contractorId: row.contractorId,
  record: row,
})

/** The check that a row tells of, with the date it set; none where the row does not say when it was done. */
export const recordedCheck = (row: ObligationRecord, nextDue: Day | undefined): z.output<typeof acceptedCheck>[] =>
  row.lastDoneOn && nextDue
    ? [
        {
          on: row.lastDoneOn,
          knownOn: row.lastDoneOn,
          nextDue,
          result: row.result ?? 'on the register',
          how: 'imported',
          ...(row.reference ? { reference: row.reference } : {}),
        },
      ]
    : []

/** For streams without a rule of their own: the period after the last check, or the printed date if that is earlier. */
export const earlierOfPrinted = (row: ObligationRecord, byPeriod: (on: Day) => Day, reckon: Reckon): Day | undefined =>
  reckon.earliest(row.lastDoneOn && byPeriod(row.lastDoneOn), row.dueOn)

/** For results after which something is to be put right: the check counts by its date, the fault is a case of its own. */
export const asAction = (result: string, priority: string): string =>
  `${result} leaves something to be put right: import it as an action (${priority}), and leave the result empty here`
/** What was no whole check sets no date. */
export const noCheck = (result: string): string => `${result} is no check: give the date of the last whole one`

/** Where there is no supply nobody can check; whether the duty rests or ends is told to the case, with what shows it. */
export const noSupply = (result: string): string =>
  `${result} is no check: give the date of the last whole one, then record on the case what was capped or removed`
/** The code of one observation of a report, not the report's result. */
export const observed = (result: string, overall: string): string =>
  `${result} is the code of an observation: the report's result is ${overall}, and each observation is an action`

/** What position/ asks of a workflow whose facts are the common ones. */
export const obligationOf = (
  stream: string,
  window: ObligationDef<ObligationFacts>['window'],
  fromRecord: ObligationDef<ObligationFacts>['fromRecord'],
  says: Results,
): ObligationDef<ObligationFacts> => ({
  stream,
  applicability: f => f.applicability,
  learned: f => f.learned ?? [],
  began: f => f.dutyBeganOn,
  checks: f => f.checks.map(({ on, knownOn, nextDue }) => ({ on, knownOn, nextDue })),
  voided: f =>
    (f.voided ?? []).map(({ check: { on, knownOn, nextDue }, on: knownUntil }) => ({
      on,
      knownOn,
      nextDue,
      knownUntil,
    })),
  window,
  suspensions: f => f.rests.map(({ from, to, why }) => ({ from, why, ...(to ? { to } : {}) })),
  retiredOn: f => f.retiredOn,
  fromRecord,
  ...says,
})
