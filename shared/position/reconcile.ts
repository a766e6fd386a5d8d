/**
 * A contractor's list beside ours, weekly: what both have, what only they have, what only we have, and where the two
 * say different things. Our record is the master; each difference has somebody to clear it up.
 */
import type { Day } from '../core/time.ts'
import type { Role } from '../law/roles.ts'

/** One job or action as either side has it. `ref` is what both call it. */
export type Listed = {
  ref: string
  assetId?: string | undefined
  open: boolean
  raisedOn?: Day | undefined
  dueOn?: Day | undefined
  completedOn?: Day | undefined
}
export type Difference = {
  ref: string
  field: 'status' | 'assetId' | 'raisedOn' | 'dueOn' | 'completedOn' | 'listed twice'
  ours: string
  theirs: string
  owner: Role
  act: string
}
export type Reconciled = {
  both: string[]
  onlyTheirs: { ref: string; owner: Role; act: string }[]
  onlyOurs: { ref: string; owner: Role; act: string }[]
  differing: Difference[]
}

const key = (ref: string) => ref.trim().toUpperCase()
const sorted = <T extends { ref: string }>(list: T[]): T[] =>
  list.sort((a, b) => (a.ref < b.ref ? -1 : a.ref > b.ref ? 1 : 0))

const statusOf = ({ open }: Listed) => (open ? 'open' : 'closed')
const status = (ours: Listed, theirs: Listed): Difference[] => {
  if (ours.open === theirs.open) return []
  const said = { ref: ours.ref, field: 'status' as const, ours: statusOf(ours), theirs: statusOf(theirs) }
  return ours.open
    ? [{ ...said, owner: 'complianceOfficer', act: 'Ask for the evidence and verify it, or dispute it.' }]
    : [{ ...said, owner: 'contractor', act: 'Close it, or say what is still to do.' }]
}

const FIELDS = [
  ['assetId', 'assetDataOfficer', 'Find out which address is meant.'],
  ['raisedOn', 'complianceOfficer', 'Keep the earlier date unless the report says otherwise.'],
  ['dueOn', 'contractor', 'Work to our date.'],
  ['completedOn', 'complianceOfficer', 'Look at the evidence: its date counts.'],
] as const satisfies readonly (readonly [keyof Listed, Role, string])[]

const differences = (ours: Listed, theirs: Listed): Difference[] => [
  ...status(ours, theirs),
  ...FIELDS.flatMap(([field, owner, act]): Difference[] => {
    const [a, b] = [ours[field], theirs[field]]
    // what a contractor's list leaves out is no contradiction
    return a === b || b === undefined || (field === 'completedOn' && a === undefined)
      ? []
      : [{ ref: ours.ref, field, ours: a ?? 'none', theirs: b, owner, act }]
  }),
]

const twice = (list: readonly Listed[], side: 'ours' | 'theirs'): Difference[] => {
  const seen = new Map<string, number>()
  for (const { ref } of list) seen.set(key(ref), (seen.get(key(ref)) ?? 0) + 1)
  return [...seen].flatMap(([ref, times]): Difference[] =>
    times < 2
      ? []
      : [
          {
            ref,
            field: 'listed twice',
            ours: side === 'ours' ? `${times} times` : 'once at most',
            theirs: side === 'theirs' ? `${times} times` : 'once at most',
            owner: side === 'ours' ? 'complianceOfficer' : 'contractor',
            act: 'Keep one and close the other as its duplicate.',
          },
        ],
  )
}

/** Refs are compared without regard to case and spaces around them; the first of a doubled one is compared. */
export const reconcile = (ours: readonly Listed[], theirs: readonly Listed[]): Reconciled => {
  const first = (list: readonly Listed[]) => new Map([...list].reverse().map(item => [key(item.ref), item]))
  const [mine, yours] = [first(ours), first(theirs)]
  const pairs = [...mine].flatMap(([ref, own]) => {
    const other = yours.get(ref)
    return other ? [{ own, other }] : []
  })
  const differing = [
    ...pairs.flatMap(({ own, other }) => differences(own, other)),
    ...twice(ours, 'ours'),
    ...twice(theirs, 'theirs'),
  ]
  const unlike = new Set(pairs.filter(({ own, other }) => differences(own, other).length > 0).map(p => p.own.ref))
  return {
    both: pairs
      .map(p => p.own.ref)
      .filter(ref => !unlike.has(ref))
      .sort(),
    onlyTheirs: sorted(
      [...yours]
        .filter(([ref]) => !mine.has(ref))
        .map(([, { ref }]) => ({
          ref,
          owner: 'complianceOfficer' as const,
          act: 'Import it with its own dates, or have the contractor withdraw it.',
        })),
    ),
    onlyOurs: sorted(
      [...mine]
        .filter(([ref, own]) => !yours.has(ref) && own.open)
        .map(([, { ref }]) => ({
          ref,
          owner: 'contractor' as const,
          act: 'Confirm that it was received, and by when it will be done.',
        })),
    ),
    differing: sorted(differing),
  }
}
