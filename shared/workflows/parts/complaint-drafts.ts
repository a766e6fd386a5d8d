/** Drafting the answer and having somebody else check it: the same at both stages (Complaint Handling Code 5.8, 6.9, 6.20). */
import { ruleFor } from '../../core/declare.ts'
import { type StageNumber, stageOf, withStage } from './complaint-clocks.ts'
import { fresh, type Of, unconflicted } from './complaint-common.ts'
import type { Facts } from './complaint-facts.ts'
import * as letters from './complaint-letters.ts'
import { approvedByCheck, bandNote, paidIn } from './complaint-payments.ts'

/** Reopened to correct an error, and not yet corrected. */
export const correcting = (f: Facts): boolean => f.reopened.length > 0 && f.reopened.at(-1)?.correctedOn === undefined

export const drafts = (n: StageNumber, corrects = false) =>
  ruleFor<Facts, Of<'response.drafted'>>()({
    when: {
      'STAGE2_OTHER_PERSON: stage 2 is not answered by who handled stage 1': (f, e) => fresh(f, n, e.by.id),
      'CONFLICT: the author is not whom the complaint is about': (f, e) => unconflicted(f, e.by.id),
      'POINTS_UNKNOWN: every finding is on a point of this complaint, once': (f, e) => {
        const given = e.data.findings.map(g => g.point)
        const known = letters.pointsOf(f, n).map(p => p.id)
        return new Set(given).size === given.length && given.every(id => known.includes(id))
      },
      'OURS: a point is out of our hands only where we said so in the acknowledgement': (f, e) =>
        e.data.findings.every(
          g => g.finding !== 'out_of_jurisdiction' || f.points.find(p => p.id === g.point)?.responsible !== 'landlord',
        ),
      'IMPACT: a payment says how it fell on the resident': (_, e) =>
        e.data.remedies.every(r => r.type !== 'financial' || (r.impact !== undefined && r.amount !== undefined)),
      ...(corrects
        ? { 'it was reopened to correct an error, and is not yet corrected': (f: Facts) => correcting(f) }
        : {}),
    },
    set: (f, e) =>
      withStage(f, n, {
        draft: {
          number: (stageOf(f, n).draft?.number ?? 0) + 1,
          by: e.by.id,
          findings: e.data.findings,
          remedies: e.data.remedies,
          actions: e.data.actions,
        },
        checked: undefined,
      }),
    notes: (_, e) => bandNote(paidIn({ number: 0, by: e.by.id, ...e.data })),
  })

export const checks = (n: StageNumber) =>
  ruleFor<Facts, Of<'draft.qualityChecked'>>()({
    when: {
      'NO_DRAFT: there is a draft': f => stageOf(f, n).draft !== undefined,
      'CHECKER_SAME: the checker is not the author': (f, e) => stageOf(f, n).draft?.by !== e.by.id,
      'STAGE2_OTHER_PERSON: the answer of stage 2 is not checked by who handled stage 1': (f, e) =>
        fresh(f, n, e.by.id),
      'CONFLICT: the checker is not whom the complaint is about': (f, e) => unconflicted(f, e.by.id),
      'CHECKLIST: a check that passed has looked at everything': (_, e) =>
        !e.data.passed || (e.data.checklist !== undefined && Object.values(e.data.checklist).every(Boolean)),
    },
    set: (f, e, now) => {
      const draft = stageOf(f, n).draft
      const checked = draft && { draft: draft.number, by: e.by.id, on: e.on }
      const { checksFailed = [] } = stageOf(f, n)
      return withStage(f, n, {
        ...(e.data.passed ? {} : { checksFailed: [...checksFailed, e.on] }),
        checked: e.data.passed && checked ? { ...checked, ...approvedByCheck(draft, e.by, now.reckon) } : undefined,
      })
    },
    notes: (_, e) => (e.data.passed ? [] : ['failed the quality check']),
  })
