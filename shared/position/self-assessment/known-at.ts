/** A complaint and a promise as they stood at the end of a day: what happened later evidences nothing on it. */
import type { Case } from '../../core/case.ts'
import { type Day, dayOf } from '../../core/time.ts'
import type { Facts } from '../../workflows/parts/complaint-facts.ts'
import type { Stage } from '../../workflows/parts/complaint-stage.ts'

const stageAt = (s: Stage, asAt: Day): Stage => {
  const by = (on: Day | undefined): Day | undefined => (on !== undefined && on <= asAt ? on : undefined)
  const answered = by(s.respondedOn) !== undefined
  return {
    ...s,
    acknowledgedOn: by(s.acknowledgedOn),
    respondedOn: by(s.respondedOn),
    outcome: answered ? s.outcome : undefined,
    extensions: s.extensions.filter(x => x.on <= asAt),
  }
}

const askedAt = (s2: Stage | undefined, asAt: Day): boolean =>
  s2?.requestedAt !== undefined && dayOf(s2.requestedAt) <= asAt

/** A promise is known with the answer that made it; one made between answers (stage 0) has no day here, and stands. */
export const knownAt = (f: Facts, asAt: Day): Facts => {
  const s1 = stageAt(f.s1, asAt)
  const s2 = f.s2 && askedAt(f.s2, asAt) ? stageAt(f.s2, asAt) : undefined
  const answered = { 0: true, 1: s1.respondedOn !== undefined, 2: s2?.respondedOn !== undefined }
  return {
    ...f,
    s1,
    s2,
    choice: f.choice && f.choice.on <= asAt ? f.choice : undefined,
    refusal: f.refusal && f.refusal.on <= asAt ? f.refusal : undefined,
    promises: f.promises.filter(p => answered[p.stage]),
    learning: f.learning.filter(l => l.on <= asAt),
    adjustments: f.adjustments.filter(a => a.agreedOn <= asAt),
    letters: f.letters.filter(l => l.on <= asAt),
  }
}

/** Whether a promise had been made by then; and kept, in time or late. */
export const promiseAt = ({ state, facts }: Pick<Case, 'state' | 'facts'>, asAt: Day) => {
  const { madeOn, doneOn } = facts as { madeOn: Day; doneOn?: Day }
  const kept = (state === 'kept' || state === 'kept_late') && doneOn !== undefined && doneOn <= asAt
  return { made: madeOn <= asAt, kept, late: state === 'kept_late' }
}
