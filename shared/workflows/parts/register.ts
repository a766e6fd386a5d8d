/** Rules that every recurring obligation has towards the landlord's register: rows, applicability, the asset's end. */

import type * as z from 'zod'
import { ruleFor } from '../../core/declare.ts'
import { type Day, dayOf } from '../../core/time.ts'
import type { ClockDef, Happened, ObligationDef, ObligationRecord, Situation } from '../../core/workflow.ts'
import type { Role } from '../../law/roles.ts'
import type { RuleId } from '../../law/rules.ts'
import { task } from '../../law/tasks.ts'
import type { applicabilityConfirmed, assetDisposed, ObligationFacts, RecordImported } from './obligation.ts'
import { correctedChecks } from './visits.ts'

const registrars = ['assetDataOfficer', 'complianceOfficer', 'complianceManager'] as const satisfies readonly Role[]

export type Register<F extends ObligationFacts, S extends string> = {
  /** where a case stands when nothing is in hand */
  idle: NoInfer<S>
  /** where it stands when the work is to be issued */
  due: S
  /** states in which a row may correct the dates */
  quiet: readonly string[]
  /** something is in hand that a row must not overwrite */
  busy: (f: F) => boolean
  inWindow: (f: F, now: Situation) => boolean
  fromRecord: ObligationDef<ObligationFacts>['fromRecord']
  /** facts that a row replaces even where it says nothing */
  blank?: Partial<F>
  /** what the accepted check set, and a row that adds none leaves alone */
  keeps?: (f: F) => Partial<F>
}

export type Row = { data: ObligationRecord }
/** What a row says; checks that we accepted ourselves, and those of other days, stay on the record. */
export const taken = <F extends ObligationFacts>(f: F, said: Partial<F>, today: Day): Partial<F> => ({
  ...said,
  checks: correctedChecks(f.checks, said.checks ?? [], today),
})

/** A check that is still to come proves nothing, whichever rule a row meets. */
export const made = {
  'DATE_IN_FUTURE: the check was not made in the future': (_: unknown, e: Row, now: Situation) =>
    (e.data.lastDoneOn ?? '') <= now.today,
}

/** The row tells of no check beside those on record: no day, or the day of one that we accepted ourselves. */
export const addsNothing = ({ checks }: Pick<ObligationFacts, 'checks'>, { data: { lastDoneOn } }: Row): boolean => {
  const newest = checks.at(-1)
  return (
    newest !== undefined && (lastDoneOn === undefined || (newest.acceptedBy !== undefined && newest.on === lastDoneOn))
  )
}

const changed = <F extends ObligationFacts>(r: Register<F, string>, f: F, e: Row, now: Situation): Partial<F> => ({
  ...taken(f, { ...r.blank, ...r.fromRecord(e.data, now.reckon) } as Partial<F>, now.today),
  ...(addsNothing(f, e) ? r.keeps?.(f) : {}),
})

/** The register may correct what is idle; it never overwrites a check in hand or a later one. */
export const takesRow = <F extends Pick<ObligationFacts, 'checks'>>(
  quiet: readonly string[],
  busy: (f: F) => boolean = () => false,
) => ({
  ...made,
  'nothing is in hand that the row would overwrite': (f: F, _: Row, now: Situation) =>
    !busy(f) && quiet.includes(now.case.state),
  'the row is not older than what was accepted': (f: F, e: Row) =>
    (e.data.lastDoneOn ?? '9999') >= (f.checks.at(-1)?.on ?? ''),
})

const dateOf = ({
  applicability,
  checks,
  dutyBeganOn,
}: Pick<ObligationFacts, 'applicability' | 'checks' | 'dutyBeganOn'>) =>
  [applicability, checks.at(-1)?.nextDue ?? dutyBeganOn].join(' ')

/** The job is out and the row moves no date: no rung comes twice, so sent back to idle it would stay there for long. */
export const stays = <F extends Pick<ObligationFacts, 'applicability' | 'checks' | 'dutyBeganOn'>>(
  out: readonly string[],
  set: (f: F, e: Row, now: Situation) => Partial<F>,
) => ({
  'the job is out, and its date stays': (f: F, e: Row, now: Situation) =>
    out.includes(now.case.state) && dateOf(f) === dateOf({ ...f, ...set(f, e, now) }),
})

/** A stream's own words for whether its duty applies: "an inspection is required", "no inspection is required". */
export type Duty = { required: string; not: string }

/** `record.imported` where the duty is not known to apply, in the stream's own words; the rules for a duty that applies follow. */
export const notOwed = <F extends ObligationFacts>(
  says: Duty,
  takes: Record<string, (f: F, e: Row, now: Situation) => boolean>,
  set: (f: F, e: Row, now: Situation) => Partial<F>,
) => {
  const row = ruleFor<F, RecordImported>()
  return [
    row({
      to: 'unknown_applicability',
      when: { [`it is unknown whether ${says.required}`]: (_, e) => e.data.applicability === 'unknown', ...takes },
      set,
    }),
    row({
      to: 'not_applicable',
      when: {
        [says.not]: (_, e) => e.data.applicability === 'not_required',
        'the reason is given': (_, e) => Boolean(e.data.reason),
        ...takes,
      },
      set,
    }),
  ] as const
}

/** `record.imported` in the four ways it can go. */
export const imports = <F extends ObligationFacts, const S extends string>(r: Register<F, S>) => {
  const row = ruleFor<F, RecordImported>()
  const set = (f: F, e: Row, now: Situation) => changed(r, f, e, now)
  return [
    row({
      to: 'unknown_applicability',
      when: {
        ...made,
        'nothing is in hand that the row would overwrite': f => !r.busy(f),
        'it is unknown whether the duty applies': (_, e) => e.data.applicability === 'unknown',
      },
      set,
    }),
    row({
      to: 'not_applicable',
      when: {
        ...made,
        'nothing is in hand that the row would overwrite': f => !r.busy(f),
        'the duty does not apply': (_, e) => e.data.applicability === 'not_required',
        'the reason is given': (_, e) => Boolean(e.data.reason),
      },
      set,
    }),
    row<S>({
      to: r.due,
      when: {
        ...takesRow(r.quiet, r.busy),
        'the duty applies': (_, e) => e.data.applicability === 'required',
        'the work is already to be issued': (f, e, now) => r.inWindow({ ...f, ...changed(r, f, e, now) }, now),
      },
      set,
    }),
    row<S>({
      to: r.idle,
      when: { ...takesRow(r.quiet, r.busy), 'the duty applies': (_, e) => e.data.applicability === 'required' },
      set,
    }),
  ] as const
}

type Confirmed = Happened<z.output<typeof applicabilityConfirmed>>
/** Required from the day that was said, or that stood before, or from today. */
const required = <F extends ObligationFacts>(f: F, e: Confirmed, now: Situation) =>
  ({
    applicability: 'required',
    reason: e.data.reason,
    dutyBeganOn: e.data.dutyBeganOn ?? f.dutyBeganOn ?? now.today,
  }) as Partial<F>
const notRequired = <F extends ObligationFacts>(_: F, e: Confirmed) =>
  ({ applicability: 'not_required', reason: e.data.reason }) as Partial<F>

/** `applicability.confirmed`, to one idle state whose own clock says what is to be issued, in the stream's own words. */
export const determines = <F extends ObligationFacts, const S extends string>(
  says: Duty,
  to: S,
  by: readonly Role[] = registrars,
) => {
  const rule = ruleFor<F, typeof applicabilityConfirmed>()
  return [
    rule<S>({
      to,
      by,
      when: {
        [says.required]: (_, e) => e.data.applicability === 'required',
        'it was not known or not required before': f => f.applicability !== 'required',
      },
      set: required,
    }),
    rule({
      to: 'not_applicable',
      by,
      when: { [says.not]: (_, e) => e.data.applicability === 'not_required' },
      set: notRequired,
    }),
  ] as const
}

/** `applicability.confirmed`: it is known now. Required, and nothing on record: the work is to be issued. */
export const confirms = <F extends ObligationFacts, const S extends string>(r: Register<F, S>) => {
  const rule = ruleFor<F, typeof applicabilityConfirmed>()
  const wasNot = {
    'it was not known or not required before': (f: F, _: unknown, now: Situation) =>
      f.applicability !== 'required' || now.case.state === 'unknown_applicability',
  }
  return [
    rule<S>({
      to: r.due,
      by: registrars,
      when: {
        'the duty applies': (_, e) => e.data.applicability === 'required',
        ...wasNot,
        'the work is already to be issued': (f, _, now) => r.inWindow(f, now),
      },
      set: required,
    }),
    rule<S>({
      to: r.idle,
      by: registrars,
      when: { 'the duty applies': (_, e) => e.data.applicability === 'required', ...wasNot },
      set: required,
    }),
    rule({
      to: 'not_applicable',
      by: registrars,
      when: {
        'the duty does not apply': (_, e) => e.data.applicability === 'not_required',
        'nothing is in hand': f => !r.busy(f),
      },
      set: notRequired,
    }),
  ] as const
}

/** `asset.disposed`: sold, demolished, removed. On the day itself it is gone, and nothing is overdue. */
export const disposes = <F extends ObligationFacts>() =>
  ruleFor<F, typeof assetDisposed>()({
    to: 'retired',
    when: { 'it was not disposed of in the future': (_, e, now) => e.data.on <= now.today },
    set: (_, e) => ({ retiredOn: e.data.on, reason: e.data.reason }) as Partial<F>,
  })

/** Until it is known whether the duty applies, it is owed: somebody finds out within the days that policy allows. */
export const findsOut = (
  title: string,
  roles: readonly [Role, Role] = ['assetDataOfficer', 'complianceManager'],
  source: RuleId = 'landlord.policy',
): ClockDef<ObligationFacts, 'unknown_applicability', 'applicabilityUnknown'> => ({
  title,
  source,
  kind: 'policy',
  runs: ['unknown_applicability'],
  due: (_, reckon, c) => reckon.workingDays(dayOf(c.enteredAt), reckon.policy('applicability.confirm')),
  ladder: task('applicabilityUnknown', [...roles]),
})
