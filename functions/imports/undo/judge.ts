/** Pure: what undoing a run means for one case, from what the run noted and what has happened to it since. */
import type { Case, Recorded } from '../../../shared/core/case.ts'
import type { Instant } from '../../../shared/core/time.ts'
import { isByRegister, isCorrection } from '../../../shared/estate/ended.ts'
import type { Touched } from '../../../shared/intake/imports/touched.ts'

export type Noted = Touched['cases'][number]
export type Told = { id: string; why: string }
/** `restore`: to its version `to` */
export type Verdict =
  | { kind: 'nothing' }
  | { kind: 'withdraw' }
  | { kind: 'restore'; to: number }
  | { kind: 'touched'; why: string }

/** Whose events they are, and when: from the beginning of the run to that of the next one of its kind. */
export type Span = { run: string; by: string; from: Instant; before?: Instant | undefined }

/** Several rows may touch one case (a parent in a plan): it goes back to before the first of them. */
export const merged = (cases: readonly Noted[]): Map<string, Noted> => {
  const byId = new Map<string, Noted>()
  for (const one of cases) {
    const held = byId.get(one.id)
    byId.set(one.id, held ? { ...one, was: Math.min(held.was, one.was), events: [...held.events, ...one.events] } : one)
  }
  return byId
}

/** The system's own clocks go back with the case; whatever a person, a contractor or another case did, does not. */
const CLOCKS = ['clock.climbed', 'clocks.redated']
const UNDOES = ['case.withdrawn', 'case.restored']

/** An end that the register said and took back is as if it had never been said. */
const withoutEnds = (events: readonly Recorded[]): Recorded[] => {
  const kept: Recorded[] = []
  for (const event of events) {
    const said = isCorrection(event) ? kept.findLastIndex(isByRegister) : -1
    if (said >= 0) kept.splice(said, 1)
    else kept.push(event)
  }
  return kept
}

const split = (since: readonly Recorded[], noted: Noted, { by, from, before }: Span) => {
  const expected = [...noted.events]
  const others: Recorded[] = []
  for (const event of since) {
    const at = expected.indexOf(event.type)
    const inTime = event.received >= from && (before === undefined || event.received < before)
    if (at >= 0 && event.by.id === by && inTime) expected.splice(at, 1)
    else others.push(event)
  }
  return {
    ours: since.length - others.length,
    others: withoutEnds(others).filter(({ type }) => !CLOCKS.includes(type)),
  }
}

/**
 * `since`: its events after the version that the run found. `inRun`: other cases that the run touched, which go back
 * with it. `wasWithdrawn`: the run began it again.
 */
export const judge = (
  noted: Noted,
  c: Case,
  since: readonly Recorded[],
  span: Span,
  inRun: (id: string) => boolean,
): Verdict => {
  if (since.some(({ type, data }) => UNDOES.includes(type) && data.run === span.run)) return { kind: 'nothing' }
  const { ours, others } = split(since, noted, span)
  if (ours === 0) return { kind: 'nothing' }
  const [first] = others
  if (first) return { kind: 'touched', why: `${first.type} on ${first.received.slice(0, 10)}` }
  const opened = Object.keys(c.children).filter(id => !inRun(id))
  const begun = noted.was === 0 || noted.events[0] === 'case.begunAgain'
  const climbed = since.some(({ type, data }) => type === 'clock.climbed' && JSON.stringify(data).includes('"moved"'))
  if (opened.length > 0 && (begun || climbed)) return { kind: 'touched', why: `${opened[0]} hangs on it` }
  return begun ? { kind: 'withdraw' } : { kind: 'restore', to: noted.was }
}
