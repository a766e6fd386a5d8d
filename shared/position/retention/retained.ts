/**
 * Which rule says how long something is kept, from when it counts and until when. What is past its day is past, and no
 * more: somebody decides. Where the end depends on what is not known (a home still held, a check not yet replaced) there
 * is no day, and it is kept.
 */
import * as z from 'zod'
import type { Case, Facts } from '../../core/case.ts'
import { isRecord } from '../../core/personal.ts'
import type { Reckon } from '../../core/reckon.ts'
import { addDays, type Day, day, dayOf, later } from '../../core/time.ts'
import { type Role, role } from '../../law/roles.ts'
import type { RuleId } from '../../law/rules.ts'
import { messageKey } from '../../workflows/parts/original.ts'

/** What is kept, who decides that it goes, and how it does. */
export const groups = {
  complaints: [
    'Closed complaints: what was said, letters, documents',
    'complaintsLead',
    'Decide which may go; an administrator erases them. Dates, decisions and the history stay.',
  ],
  cases: [
    'Other closed cases: what was said, documents',
    'complianceManager',
    'Decide which may go; an administrator erases them. Dates, results and the history stay.',
  ],
  evidence: [
    'Records of checks that need not be kept any longer',
    'complianceManager',
    'Decide which may go; delete them as the runbook says, then record it on the case.',
  ],
  people: [
    'People who have left',
    'administrator',
    'Erase who they were: lists and pages forget the name, the history keeps what was done under the address.',
  ],
} as const satisfies Record<string, readonly [string, Role, string]>
export type GroupId = keyof typeof groups
export const groupIds = Object.keys(groups).filter((id): id is GroupId => Object.hasOwn(groups, id))

export type Retained = {
  group: GroupId
  rule: RuleId
  /** it counts from */
  from: Day
  /** the last day on which it is to be kept; absent: no day is known, and it is kept */
  until?: Day | undefined
  caseId?: string | undefined
  assetId?: string | undefined
  workflow?: string | undefined
  /** of a person */
  email?: string | undefined
  /** of evidence: which documents, by hash */
  documents?: string[] | undefined
  /** of evidence: the day of its check */
  checkedOn?: Day | undefined
}

export const isPast = ({ until }: Pick<Retained, 'until'>, asAt: Day): boolean => until !== undefined && until < asAt

/** What an asset is to the landlord: given up on that day, or held as far as anybody says. */
export type Held = { ownedTo?: Day | undefined }

export const ownerOf = ({ group }: Pick<Retained, 'group'>): Role => role.parse(groups[group][1])

/** About what residents complained of, and what came of it. */
const ofComplaints: readonly string[] = ['complaint', 'ombudsman', 'ombudsman-order', 'promise', 'incident']

const closedCase = (c: Case, reckon: Reckon): Retained[] => {
  if (c.closedAt === undefined) return []
  const complaint = ofComplaints.includes(c.workflow)
  const rule = complaint ? 'retention.complaint' : 'retention.case'
  const from = dayOf(c.closedAt)
  const { id: caseId, assetId, workflow } = c
  const until = reckon.years(from, reckon.policy(rule))
  return [{ group: complaint ? 'complaints' : 'cases', rule, from, until, caseId, assetId, workflow }]
}

const check = z.looseObject({ on: day, knownOn: day, sha256: z.array(z.string()).optional() })
type Check = z.output<typeof check>
const hasFiles = (one: unknown): boolean => isRecord(one) && Array.isArray(one.sha256) && one.sha256.length > 0
/** Checks in the facts of an obligation, oldest first; none where no document lies behind any of them. */
const checksOf = ({ checks }: Facts): Check[] =>
  Array.isArray(checks) && checks.some(hasFiles) ? z.array(check).parse(checks) : []

type Span = Pick<Retained, 'rule' | 'from' | 'until'>
type Of = { one: Check; later: readonly Check[]; last: Check; c: Case; asset: Held | undefined; reckon: Reckon }

const retiredOn = ({ facts }: Case): Day | undefined => day.safeParse(facts.retiredOn).data

/** Two further checks; of what was removed, two years from the last one (GSIUR 1998 reg 36(3)(c)). */
const gas = ({ one, later: after, last, c, reckon }: Of): Span => {
  const second = after[reckon.rule('gas.record.retention') - 1]
  if (second) return { rule: 'gas.record.retention', from: one.on, until: second.knownOn }
  const removed = retiredOn(c)
  const until = removed && later(removed, reckon.years(last.on, reckon.rule('gas.record.retention.removed')))
  return { rule: removed ? 'gas.record.retention.removed' : 'gas.record.retention', from: last.on, until }
}

const whileHeld =
  (rule: 'retention.electrical' | 'retention.asbestos') =>
  ({ one, asset }: Of): Span => ({ rule, from: one.on, until: asset?.ownedTo })

const afterReplaced = ({ one, later: after, c, reckon }: Of): Span => {
  const from = after[0]?.knownOn ?? (c.closedAt === undefined ? undefined : dayOf(c.closedAt))
  const until = from && reckon.years(from, reckon.policy('retention.case'))
  return { rule: 'retention.case', from: from ?? one.on, until }
}

const spans: Readonly<Record<string, (of: Of) => Span>> = {
  gas,
  eicr: whileHeld('retention.electrical'),
  asbestos: whileHeld('retention.asbestos'),
}

const evidence = (c: Case, asset: Held | undefined, reckon: Reckon): Retained[] => {
  const checks = checksOf(c.facts)
  const { id: caseId, assetId, workflow } = c
  return checks.flatMap((one, at): Retained[] => {
    if (!one.sha256?.length) return []
    const span = (spans[workflow] ?? afterReplaced)({
      ...{ one, later: checks.slice(at + 1), last: checks.at(-1)!, c, asset, reckon },
    })
    return [{ group: 'evidence', ...span, caseId, assetId, workflow, documents: one.sha256, checkedOn: one.on }]
  })
}

/** All that a case keeps under a rule of its own. `asset`: what the register says of the place; absent: nothing. */
export const retainedOf = (c: Case, asset: Held | undefined, reckon: Reckon): Retained[] => [
  ...closedCase(c, reckon),
  ...evidence(c, asset, reckon),
]

export const retainedPerson = (
  { email, leftOn }: { email: string; leftOn?: Day | undefined },
  reckon: Reckon,
): Retained[] =>
  leftOn === undefined
    ? []
    : [
        {
          group: 'people',
          rule: 'retention.audit',
          from: leftOn,
          until: reckon.years(leftOn, reckon.policy('retention.person')),
          email,
        },
      ]

/** The day on which the bucket lets the message behind a case go, whoever would keep it; none where no message lies there. */
export const messageGoes = (c: Case, reckon: Reckon): Day | undefined =>
  messageKey(c) === undefined ? undefined : addDays(dayOf(c.openedAt), reckon.policy('retention.received'))
