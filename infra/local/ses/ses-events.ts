/** What SES tells EventBridge about a mail: Send, then Delivery, Bounce or Complaint per recipient. */
import { randomUUID } from 'node:crypto'
import type { SentMail } from './mailbox.ts'

export type Fate = 'delivered' | 'bounce' | 'complaint' | 'suppressed'

export type SesEvent = {
  version: '0'
  id: string
  'detail-type': string
  source: 'aws.ses'
  account: string
  time: string
  region: string
  resources: string[]
  detail: Record<string, unknown>
}

/** The mailbox simulator's addresses, with or without a label (`bounce+case7@…`). */
export const simulated = (address: string): Fate => {
  const name = /^([a-z]+)(?:\+[^@]*)?@simulator\.amazonses\.com$/i.exec(address)?.[1]?.toLowerCase()
  if (name === 'bounce' || name === 'complaint') return name
  return name === 'suppressionlist' || name === 'suppressed' ? 'suppressed' : 'delivered'
}

/** None without a configuration set: the event destination belongs to it. */
export const eventsOf = (mail: SentMail, fate: (address: string) => Fate): SesEvent[] => {
  if (mail.configurationSet === undefined) return []
  const by = Object.groupBy(mail.to, fate)
  const timestamp = mail.at
  const reached = [...(by.delivered ?? []), ...(by.complaint ?? [])]
  const event = (type: string, name: string, detail: object): SesEvent => wrap(mail, type, { [name]: detail })
  return [
    event('Sent', 'send', {}),
    ...(reached.length > 0
      ? [
          event('Delivered', 'delivery', {
            timestamp,
            processingTimeMillis: 1,
            recipients: reached,
            smtpResponse: '250 ok',
            reportingMTA: 'local',
          }),
        ]
      : []),
    ...(by.bounce ?? []).map(address => event('Bounced', 'bounce', bounce(address, timestamp, 'General'))),
    ...(by.suppressed ?? []).map(address => event('Bounced', 'bounce', bounce(address, timestamp, 'Suppressed'))),
    ...(by.complaint ?? []).map(emailAddress =>
      event('Complaint Received', 'complaint', {
        complainedRecipients: [{ emailAddress }],
        timestamp,
        feedbackId: randomUUID(),
        complaintFeedbackType: 'abuse',
      }),
    ),
  ]
}

const bounce = (emailAddress: string, timestamp: string, bounceSubType: string) => ({
  bounceType: 'Permanent',
  bounceSubType,
  bouncedRecipients: [
    { emailAddress, action: 'failed', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' },
  ],
  timestamp,
  feedbackId: randomUUID(),
  reportingMTA: 'dns; local',
})

const KIND: Record<string, string> = {
  Sent: 'Send',
  Delivered: 'Delivery',
  Bounced: 'Bounce',
  'Complaint Received': 'Complaint',
}

const wrap = (mail: SentMail, type: string, own: object): SesEvent => ({
  version: '0',
  id: randomUUID(),
  'detail-type': `Email ${type}`,
  source: 'aws.ses',
  account: '000000000000',
  time: mail.at.replace(/\.\d+Z$/, 'Z'),
  region: 'eu-west-2',
  resources: [`arn:aws:ses:eu-west-2:000000000000:configuration-set/${mail.configurationSet}`],
  detail: {
    eventType: KIND[type],
    mail: {
      timestamp: mail.at,
      messageId: mail.id,
      source: mail.from,
      sendingAccountId: '000000000000',
      destination: mail.to,
      headersTruncated: false,
      headers: [],
      commonHeaders: { from: [mail.from], to: mail.to, messageId: mail.id, subject: mail.subject },
      tags: {
        'ses:configuration-set': [mail.configurationSet],
        ...Object.fromEntries(Object.entries(mail.tags).map(([name, value]) => [name, [value]])),
      },
    },
    ...own,
  },
})
