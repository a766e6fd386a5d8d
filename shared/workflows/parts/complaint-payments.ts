/**
 * Payments to a resident: the Ombudsman's bands, told beside the draft, and who may approve how much (Complaint
 * Handling Code 7.2, 7.4; the limits are the landlord's). Pounds.
 */
import type { Actor } from '../../core/case.ts'
import { ruleFor } from '../../core/declare.ts'
import type { Reckon } from '../../core/reckon.ts'
import type { Happened, Situation } from '../../core/workflow.ts'
import type { PolicyId } from '../../law/policy.ts'
import type { Role } from '../../law/roles.ts'
import { rules } from '../../law/rules.ts'
import { type StageNumber, stageOf, withStage } from './complaint-clocks.ts'
import type { Of } from './complaint-common.ts'
import type { Facts } from './complaint-facts.ts'
import type { Stage } from './complaint-stage.ts'

const limits: Partial<Record<Role, PolicyId>> = {
  complaintHandler: 'compensation.limit.handler',
  teamLeader: 'compensation.limit.teamLeader',
  operationalManager: 'compensation.limit.lead',
  complaintsLead: 'compensation.limit.lead',
  headOfService: 'compensation.limit.head',
}
/** Directors answer for the budget itself. */
const unlimited: readonly Role[] = ['assistantDirector', 'serviceDirector', 'director', 'executive', 'administrator']
export const payers = [
  'teamLeader',
  'operationalManager',
  'complaintsLead',
  'headOfService',
  'assistantDirector',
  'serviceDirector',
  'director',
  'executive',
] as const

/** The most that this person may approve; nothing for a role without a limit. */
const limitOf = (by: Pick<Actor, 'roles'>, reckon: Reckon): number =>
  by.roles.some(role => unlimited.includes(role))
    ? Number.POSITIVE_INFINITY
    : Math.max(0, ...by.roles.flatMap(role => (limits[role] ? reckon.policy(limits[role]) : [])))

const handlersLimit = (reckon: Reckon): number => reckon.policy('compensation.limit.handler')

const isPayment = ({ type }: { type: string }): boolean => type === 'financial'
const sum = (list: readonly { type: string; amount?: number | undefined }[]): number =>
  list.filter(isPayment).reduce((pounds, { amount }) => pounds + (amount ?? 0), 0)
export const paidIn = (draft: Stage['draft']): number => sum([...(draft?.remedies ?? []), ...(draft?.actions ?? [])])

const pounds = (amount: number): string => `£${amount.toLocaleString('en-GB')}`

const bands = [
  ['severe and long', rules['compensation.severe'].value],
  ['a significant effect', rules['compensation.significant'].value],
  ['maladministration', rules['compensation.maladministration'].value],
  ['minor', rules['compensation.minor'].value],
] as const
/** What the sum says of the failing, in the Ombudsman's scale: a sum that says less than the finding is looked at again. */
export const bandNote = (amount: number): string[] => {
  if (amount === 0) return []
  const band = bands.find(([, from]) => amount >= from)
  return [
    `payments of ${pounds(amount)}: ${band ? `the Ombudsman’s band “${band[0]}”, from ${pounds(band[1])}` : 'below the Ombudsman’s bands'} (figures unconfirmed)`,
  ]
}

/** Who checks a draft approves its payments, up to their own limit. */
export const approvedByCheck = (
  draft: Stage['draft'],
  by: Actor,
  reckon: Reckon,
): { approved?: NonNullable<Stage['checked']>['approved'] } => {
  const amount = paidIn(draft)
  return amount > handlersLimit(reckon) && amount <= limitOf(by, reckon) ? { approved: { amount, by: by.id } } : {}
}

/** Stands in the way of an answer that promises more than anybody has approved. */
export const paymentsApproved = (n: StageNumber) => ({
  'COMPENSATION_UNAPPROVED: payments above the handler’s limit are approved by somebody whose limit they are within': (
    f: Facts,
    _: unknown,
    now: Situation,
  ) => {
    const { draft, checked } = stageOf(f, n)
    const amount = paidIn(draft)
    const most = handlersLimit(now.reckon)
    return (
      amount <= most ||
      amount === checked?.approved?.amount ||
      `${pounds(amount)} in all; a handler may promise ${pounds(most)}; record compensation.approved`
    )
  },
})

/** A promise outside an answer is made by who may promise as much. */
export const withinLimit = {
  'COMPENSATION_UNAPPROVED: a payment is promised by somebody whose limit it is within': (
    _: Facts,
    e: Happened<{ promise: { type: string; amount?: number | undefined } }>,
    now: Situation,
  ) => {
    const amount = sum([e.data.promise])
    return amount <= limitOf(e.by, now.reckon) || `${pounds(amount)} is above ${pounds(limitOf(e.by, now.reckon))}`
  },
  'IMPACT: a payment says how much and how it fell on the resident': (
    _: Facts,
    { data: { promise } }: Happened<{ promise: { type: string; amount?: number | undefined; impact?: unknown } }>,
  ) => !isPayment(promise) || (promise.amount !== undefined && promise.impact !== undefined),
}

export const approvesPayments = (n: StageNumber) =>
  ruleFor<Facts, Of<'compensation.approved'>>()({
    by: payers,
    when: {
      'NOT_CHECKED: the draft has passed its quality check': f => stageOf(f, n).checked !== undefined,
      'APPROVER_SAME: whoever approves it is not the author': (f, e) => stageOf(f, n).draft?.by !== e.by.id,
      'AMOUNT: it is the sum of the payments in the draft': (f, e) => {
        const amount = paidIn(stageOf(f, n).draft)
        return e.data.amount === amount || `the draft promises ${pounds(amount)}`
      },
      'OVER_LIMIT: the sum is within what they may approve': (_, e, now) => {
        const most = limitOf(e.by, now.reckon)
        return e.data.amount <= most || `${pounds(most)} at most`
      },
    },
    set: (f, e) => {
      const { checked } = stageOf(f, n)
      return withStage(
        f,
        n,
        checked ? { checked: { ...checked, approved: { amount: e.data.amount, by: e.by.id } } } : {},
      )
    },
  })
