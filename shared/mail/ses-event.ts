/** What SES tells through EventBridge about a mail that it took. https://docs.aws.amazon.com/ses event data reference */
import * as z from 'zod'
import type { Urgency } from '../core/case.ts'
import { urgencies } from '../core/case.ts'
import { type Instant, instant } from '../core/time.ts'
import { type OrderName, orderOfTags } from '../orders/order.ts'
import type { DeliveryEvent, Parcel } from './outbox.ts'
import { idOfTag } from './reference.ts'

const mail = z.object({
  timestamp: instant,
  messageId: z.string().min(1),
  destination: z.array(z.string()),
  tags: z.record(z.string(), z.array(z.string())).default({}),
})
const recipients = z.array(z.object({ emailAddress: z.string(), diagnosticCode: z.string().optional() }))

const detail = z.discriminatedUnion('eventType', [
  z.object({ eventType: z.literal('Send'), mail }),
  z.object({
    eventType: z.literal('Delivery'),
    mail,
    delivery: z.object({ timestamp: instant, recipients: z.array(z.string()) }),
  }),
  z.object({
    eventType: z.literal('DeliveryDelay'),
    mail,
    deliveryDelay: z.object({ timestamp: instant, delayType: z.string(), delayedRecipients: recipients }),
  }),
  z.object({
    eventType: z.literal('Bounce'),
    mail,
    bounce: z.object({
      timestamp: instant,
      bounceType: z.enum(['Undetermined', 'Permanent', 'Transient']),
      bounceSubType: z.string(),
      bouncedRecipients: recipients,
    }),
  }),
  z.object({
    eventType: z.literal('Complaint'),
    mail,
    complaint: z.object({
      timestamp: instant,
      complainedRecipients: recipients,
      complaintFeedbackType: z.string().optional(),
    }),
  }),
  z.object({ eventType: z.literal('Reject'), mail, reject: z.object({ reason: z.string() }) }),
  z.object({ eventType: z.literal('Rendering Failure'), mail, failure: z.object({ errorMessage: z.string() }) }),
])
type Detail = z.output<typeof detail>

export const sesEvent = z.object({ id: z.string().min(1), source: z.literal('aws.ses'), time: instant, detail })

/** One event, as the outbox and the list of people have to know it. */
export type MailEvent = {
  parcel: Parcel | undefined
  /** of a work order to a contractor */
  order: OrderName | undefined
  urgency: Urgency | undefined
  /** which attempt's mail it was; 0 when it does not say */
  attempt: number
  event: DeliveryEvent
  /** everybody whom the mail was sent to */
  destination: string[]
  /** the address itself is at fault, not this mail: nothing more is sent there */
  lasting: boolean
}

/** `Name <address>` or an address; in lower case, as people are kept. */
const bare = (address: string): string => (/<([^<>]+)>\s*$/.exec(address)?.[1] ?? address).trim().toLowerCase()
const addresses = (found: z.output<typeof recipients>): string[] => found.map(one => bare(one.emailAddress))

type Said = Pick<DeliveryEvent, 'kind' | 'addresses'> & { at?: Instant; detail?: string; lasting?: boolean }

const said = (given: Detail): Said => {
  const everybody = given.mail.destination.map(bare)
  switch (given.eventType) {
    case 'Send':
      return { kind: 'sent', addresses: everybody, at: given.mail.timestamp }
    case 'Delivery':
      return { kind: 'delivered', addresses: given.delivery.recipients.map(bare), at: given.delivery.timestamp }
    case 'DeliveryDelay': {
      const { delayedRecipients, delayType, timestamp } = given.deliveryDelay
      return { kind: 'delayed', addresses: addresses(delayedRecipients), at: timestamp, detail: delayType }
    }
    case 'Bounce': {
      const { bouncedRecipients, bounceType, bounceSubType, timestamp } = given.bounce
      const why = bouncedRecipients.flatMap(one => (one.diagnosticCode ? [one.diagnosticCode] : []))
      const detail = [`${bounceType}/${bounceSubType}`, ...why].join(': ').slice(0, 500)
      // A full mailbox or a large mail is transient: this mail goes to somebody else, the address stays good.
      const lasting = bounceType !== 'Transient'
      return { kind: 'bounced', addresses: addresses(bouncedRecipients), at: timestamp, detail, lasting }
    }
    case 'Complaint': {
      const { complainedRecipients, complaintFeedbackType, timestamp } = given.complaint
      const detail = complaintFeedbackType ?? 'complaint'
      // SES suppresses the address from now on: further mail would be accepted and never arrive.
      return { kind: 'complained', addresses: addresses(complainedRecipients), at: timestamp, detail, lasting: true }
    }
    case 'Reject':
      return { kind: 'rejected', addresses: everybody, detail: given.reject.reason }
    case 'Rendering Failure':
      return { kind: 'failed', addresses: everybody, detail: given.failure.errorMessage }
  }
}

const parcelOf = (tags: Record<string, string[]>): Parcel | undefined => {
  for (const kind of ['notice', 'digest'] as const) {
    const tag = tags[kind]?.[0]
    if (tag) return { kind, id: idOfTag(tag) }
  }
  return undefined
}

/** Throws a ZodError on what SES does not send; a mail that is not ours has no parcel. */
export const readSesEvent = (given: unknown): MailEvent => {
  const { id, time, detail: one } = sesEvent.parse(given)
  const { kind, addresses: about, at, detail: why, lasting } = said(one)
  return {
    parcel: parcelOf(one.mail.tags),
    order: orderOfTags(one.mail.tags.order?.[0], one.mail.tags.case?.[0]),
    urgency: urgencies.find(known => known === one.mail.tags.urgency?.[0]),
    attempt: Number(one.mail.tags.attempt?.[0] ?? 0),
    event: {
      id,
      kind,
      messageId: one.mail.messageId,
      addresses: about,
      at: at ?? time,
      ...(why ? { detail: why } : {}),
    },
    destination: one.mail.destination.map(bare),
    lasting: lasting ?? false,
  }
}
