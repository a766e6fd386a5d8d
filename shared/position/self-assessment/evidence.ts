/** What the lines of the self-assessment are counted from, and how. */
import type { Case } from '../../core/case.ts'
import type { Reckon } from '../../core/reckon.ts'
import type { Day } from '../../core/time.ts'
import type { Provision } from '../../law/code-provisions.ts'
import type { Facts } from '../../workflows/parts/complaint-facts.ts'
import type { StageRow } from '../complaints/complaint-rows.ts'
import { promiseAt } from './known-at.ts'

export type Seen = {
  complaints: readonly { id: string; f: Facts }[]
  rows: readonly StageRow[]
  /** what was received and is no complaint: service requests, enquiries, refusals */
  beside: readonly { what: string; f: Facts }[]
  cases: readonly Pick<Case, 'id' | 'workflow' | 'facts' | 'state'>[]
  asAt: Day
  reckon: Reckon
}
export type Counted = { shown: number; of: number }
export type Line = readonly [
  clause: Provision,
  requirement: string,
  evidence: string,
  /** undefined: no case can show it, somebody answers */
  count: (seen: Seen) => Counted | undefined,
]

export const share = <T>(all: readonly T[], shows: (one: T) => boolean): Counted => ({
  shown: all.filter(shows).length,
  of: all.length,
})
export const nobodyCounts = (): undefined => undefined

export const hasLetter = (f: Facts, kind: string): boolean => f.letters.some(l => l.kind === kind)
export const stage = (seen: Seen, n: 1 | 2): StageRow[] => seen.rows.filter(r => r.stage === n)
export const timely = (rows: readonly StageRow[]): Counted =>
  share(
    rows.filter(r => r.answered !== 'pending' && r.answered !== 'none'),
    r => r.answered === 'base' || r.answered === 'extension',
  )
export const acknowledged = (rows: readonly StageRow[]): Counted =>
  share(
    rows.filter(r => r.ack !== 'pending' && r.ack !== 'none'),
    r => r.ack === 'in_time',
  )
/** Answers on record with a finding for each point of the complaint. An outcome that a row of a file names is none of them. */
export const foundOnEach = (seen: Seen, n: 1 | 2): Counted =>
  share(
    seen.complaints.flatMap(({ f }) => {
      const s = n === 1 ? f.s1 : f.s2
      return s?.respondedOn ? [{ points: f.points, found: s.findings ?? [] }] : []
    }),
    ({ points, found }) => points.length > 0 && points.every(({ id }) => found.some(one => one.point === id)),
  )
export const extensions = (seen: Seen, n: 1 | 2) =>
  seen.complaints.flatMap(({ f }) => (n === 1 ? f.s1 : f.s2)?.extensions ?? [])
export const refusals = (seen: Seen) =>
  [...seen.complaints.map(({ f }) => f), ...seen.beside.map(({ f }) => f)].flatMap(f => f.refusal ?? [])
export const of = (seen: Pick<Seen, 'cases'>, workflow: string) => seen.cases.filter(c => c.workflow === workflow)
export const factsOf = <F>(c: Pick<Case, 'facts'>): F => c.facts as F
export const promises = (seen: Pick<Seen, 'cases' | 'asAt'>) =>
  of(seen, 'promise')
    .map(c => promiseAt(c, seen.asAt))
    .filter(p => p.made)
