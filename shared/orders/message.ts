/** What a contractor is told of a job: enough to go there and to answer, and nothing about people. */
import type { Case } from '../core/case.ts'
import { running } from '../core/clocks.ts'
import type { Reckon } from '../core/reckon.ts'
import { bySoonest, type Instant, isDayText, longDay } from '../core/time.ts'
import type { AnyWorkflow, Due } from '../core/workflow.ts'
import { button, frame } from '../mail/frame.ts'
import { html } from '../mail/html.ts'
import { subjectLine } from '../mail/words.ts'
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

export const dueOf = (workflow: AnyWorkflow, c: Case, reckon: Reckon): Due | undefined =>
  running(workflow, c, reckon)
    .map(clock => clock.due)
    .sort(bySoonest)[0]

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

/** As a person reads it; hours in UTC. */
export const whenDue = (due: Due | undefined): string =>
  due === undefined ? 'no date' : isDayText(due) ? longDay(due) : `${due.slice(0, 16).replace('T', ' ')} UTC`

export type OrderMail = { subject: string; text: string; html: string }

export const orderMail = (job: Job, landlord: string): OrderMail => {
  const { order, c, workflow, asset, due, link, again } = job
  const where = [asset?.address ?? c.assetId, asset?.postcode].filter(Boolean).join(', ')
  const withdrawn = order.kind === 'withdrawn'
  const headline = withdrawn ? `Withdrawn: ${workflow.title}` : `Job: ${workflow.title}`
  const lines = [
    ...(again ? ['An earlier mail about this may have reached you. It is the same job.'] : []),
    withdrawn ? 'This job is no longer yours. Please do not go.' : `To be done by ${whenDue(due)}.`,
    `Where: ${where || 'see the number'}`,
    ...(text(c.facts.priority, 20) ? [`Priority: ${text(c.facts.priority, 20)}`] : []),
    ...(withdrawn ? [] : [text(c.facts.description, 2000)].filter(line => line !== undefined)),
    `Number: ${c.id}`,
  ]
  const closing =
    'Whoever has this link can tell us about this one job and nothing else. It ends when the job is yours no more.'
  return {
    subject: subjectLine(`${again ? '[may be a copy] ' : ''}${headline} [${c.id}]`),
    text: [headline, '', ...lines, ...(link ? ['', 'Tell us how it went:', link, '', closing] : []), '', landlord].join(
      '\n',
    ),
    html: frame(
      headline,
      lines[0] ?? '',
      html`<tr><td style="padding:16px"><h1 style="margin:0 0 12px;font-size:22px">${headline}</h1>
${lines.map(line => html`<p style="margin:0 0 10px">${line}</p>`)}
${link && html`${button(link, 'Tell us how it went')}<p style="margin:14px 0 0;font-size:14px">${closing}</p>`}
<p style="margin:18px 0 0;font-size:14px">${landlord}</p></td></tr>`,
    ).markup,
  }
}
