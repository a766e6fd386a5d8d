/**
 * What the peers do of the domain, pure and the same for each: an obligation of 1,024 bytes, a callback that completes it,
 * a deadline that has passed, the record of either in a chain of hashes, and the mail that tells of it.
 */
import { createHash } from 'node:crypto'
import * as z from 'zod'

const DAY = 24 * 3_600_000
const STREAMS = ['gas', 'eicr', 'fire', 'legionella', 'lift', 'smokeco'] as const
const BYTES = 1_024

export type Obligation = {
  id: string
  stream: (typeof STREAMS)[number]
  state: 'due_issued' | 'compliant' | 'overdue'
  rung: number
  version: number
  dueAt: string
  lead: string
  managers: string[]
  address: string
  lastCertificate: string
  prevHash: string
  notes: string
}
type Audit = {
  obligationId: string
  seq: number
  type: string
  at: string
  data: unknown
  prevHash: string
  hash: string
}
export type Change = { next: Obligation; audit: Audit }

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const later = (instant: string, days: number): string => new Date(Date.parse(instant) + days * DAY).toISOString()
export const idOf = (i: number): string => `H${String(i).padStart(6, '0')}`

export const obligation = (i: number, dueAt: string): Obligation => {
  const bare: Obligation = {
    id: idOf(i),
    stream: STREAMS[i % STREAMS.length]!,
    state: 'due_issued',
    rung: 0,
    version: 1,
    dueAt,
    lead: 'asha.patel@northmere.example',
    managers: ['dee.okafor@northmere.example', 'director@northmere.example'],
    address: `${i} Mill Lane, Northmere, NM1 4AA`,
    lastCertificate: sha256(`last certificate ${i}`),
    prevHash: sha256(`created ${i}`),
    notes: '',
  }
  return { ...bare, notes: 'x'.repeat(BYTES - JSON.stringify(bare).length) }
}

const callback = z.strictObject({
  messageId: z.string().min(1),
  obligationId: z.string().min(1),
  expectedVersion: z.int().min(1),
  eventType: z.literal('certificate.submitted'),
  occurredAt: z.iso.datetime(),
  operative: z.strictObject({ name: z.string().min(1), regNo: z.string().regex(/^\d{7}$/) }),
  document: z.strictObject({ name: z.string().min(1), sha256: z.string().length(64), mime: z.string().min(1) }),
  result: z.enum(['SATISFACTORY', 'UNSATISFACTORY']),
})
export type Callback = z.infer<typeof callback>
export const parseCallback = (body: unknown): Callback => callback.parse(body)

export const callbackOf = (i: number): unknown => ({
  messageId: `m-${i}`,
  obligationId: idOf(i),
  expectedVersion: 1,
  eventType: 'certificate.submitted',
  occurredAt: '2026-11-02T09:00:00.000Z',
  operative: { name: 'Priya Shah', regNo: '1234567' },
  document: { name: 'LGSR.pdf', sha256: sha256(`certificate ${i}`), mime: 'application/pdf' },
  result: 'SATISFACTORY',
})

const changed = (was: Obligation, type: string, at: string, to: Partial<Obligation>, data: unknown): Change => {
  const record = { obligationId: was.id, seq: was.version, type, at, data, prevHash: was.prevHash }
  const hash = sha256(was.prevHash + JSON.stringify(record))
  return { next: { ...was, ...to, version: was.version + 1, prevHash: hash }, audit: { ...record, hash } }
}

/** Complete, and due again a year on. Throws where the version or the state is another. */
export const applyCallback = (was: Obligation, { expectedVersion, occurredAt, ...data }: Callback): Change => {
  if (was.version !== expectedVersion || was.state === 'compliant') throw new Error(`${was.id}: not allowed`)
  const to = {
    state: 'compliant',
    rung: 0,
    dueAt: later(occurredAt, 365),
    lastCertificate: data.document.sha256,
  } as const
  return changed(was, data.eventType, occurredAt, to, data)
}

/** Overdue, one rung up, the next ten days on; undefined where the timer is of an earlier version. */
export const applyDeadline = (was: Obligation, version: number): Change | undefined => {
  if (was.version !== version || was.state === 'compliant') return undefined
  const to = { state: 'overdue', rung: was.rung + 1, dueAt: later(was.dueAt, 10) } as const
  return changed(was, 'deadline.passed', was.dueAt, to, { rung: to.rung })
}

/** In the form in which our own mails reach the sink. */
export const mailOf = ({ id, version, rung, lead, managers, stream, address }: Obligation): string =>
  JSON.stringify({
    Destination: { ToAddresses: [lead, ...managers.slice(0, rung)] },
    Content: {
      Simple: {
        Subject: { Data: `Overdue: ${stream} ${id}` },
        Body: { Text: { Data: `${address}: the ${stream} check is overdue. It is yours until it is done.` } },
        Headers: [{ Name: 'X-Dutyholder-Reference', Value: `${id}#${version}` }],
      },
    },
  })
