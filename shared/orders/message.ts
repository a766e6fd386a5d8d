/** What a contractor is told of a job: enough to go there and to answer, and nothing about people. */
import type { Case } from '../core/case.ts'
import { leading } from '../core/clocks.ts'
import type { Reckon } from '../core/reckon.ts'
import type { Instant } from '../core/time.ts'
import type { AnyWorkflow, Due } from '../core/workflow.ts'
import type { Asset } from '../store/records.ts'
import type { Order } from './order.ts'

export type Job = {
  order: Order
  c: Case
  workflow: AnyWorkflow
  asset: Asset | undefined
  due: Due | undefined
  /** the page of this one job; none for a job that was withdrawn */
  link?: string
  /** an earlier attempt may have arrived */
  again: boolean
}

/** What the job is due by; what we chase ourselves for (an owner, a certificate to look at) is no date of theirs. */
export const dueOf = (workflow: AnyWorkflow, c: Case, reckon: Reckon): Due | undefined =>
  leading(workflow, c, reckon)?.due

const text = (value: unknown, most: number): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, most) : undefined

/** JSON of a web hook, below the 20 kB of Standard Webhooks. `callback`: where events of this contractor go. */
export const hookBody = ({ order, c, workflow, asset, due, link, again }: Job, callback: string, now: Instant) =>
  JSON.stringify({
    type: `job.${order.kind}`,
    timestamp: now,
    data: {
      orderId: order.id,
      caseId: c.id,
      workflow: c.workflow,
      title: workflow.title,
      stream: text(c.facts.stream, 60) ?? c.workflow,
      priority: text(c.facts.priority, 20),
      description: text(c.facts.description, 2000),
      location: text(c.facts.location, 300),
      workOrder: text(c.facts.workOrder, 100),
      assetRef: c.assetId,
      uprn: asset?.uprn,
      address: asset?.address,
      postcode: asset?.postcode,
      dueOn: due,
      link,
      callback,
      ...(again ? { mayHaveComeBefore: true } : {}),
    },
  })
