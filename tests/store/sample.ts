/** Cases and commits for the store's tests: small, valid, and told apart by what is given. */
import type { Actor, Case, Errand, Notice, Recorded } from '../../shared/core/case.ts'
import { addHours, addMinutes, type Instant, instant } from '../../shared/core/time.ts'
import type { MailRecord, Parcel } from '../../shared/mail/outbox.ts'
import type { Commit, Store } from '../../shared/store/store.ts'

export const moment = (text: string): Instant => instant.parse(text)
export const t0 = moment('2026-11-02T09:00:00Z')
export const system: Actor = { kind: 'system', id: 'system', roles: ['system'] }

export const aCase = (id: string, change: Partial<Case> = {}): Case => ({
  id,
  workflow: 'gas',
  version: 1,
  state: 'due_issued',
  facts: { lastDoneOn: '2025-11-20', reading: 0.1, note: 'boiler “Ä” 🔥 \ud800', huge: 2 ** 60, empty: '' },
  children: {},
  lead: 'complianceOfficer',
  openedAt: t0,
  enteredAt: t0,
  climbed: {},
  acknowledged: [],
  wake: addHours(t0, 24),
  ...change,
})

export const anEvent = (caseId: string, seq: number, change: Partial<Recorded> = {}): Recorded => ({
  caseId,
  seq,
  type: 'visit.noAccess',
  at: addMinutes(t0, seq),
  received: addMinutes(t0, seq),
  by: system,
  data: { attempt: seq },
  to: 'due_issued',
  ...change,
})

export const aNotice = (id: string, caseId: string, change: Partial<Notice> = {}): Notice => ({
  id,
  caseId,
  workflow: 'gas',
  seq: 1,
  template: 'overdue',
  role: 'complianceManager',
  urgency: 'digest',
  owedSince: t0,
  at: t0,
  ...change,
})

export const anErrand = (id: string, from: string, change: Partial<Errand> = {}): Errand => ({
  id,
  from,
  to: `action:${id}`,
  open: { workflow: 'action', facts: { priority: 'P1' } },
  by: system,
  at: t0,
  ...change,
})

/** The commit that opens a case (version 0) or follows on that version. */
export const aCommit = (
  id: string,
  expected = 0,
  change: { case?: Partial<Case>; event?: Partial<Recorded> } & Partial<Omit<Commit, 'case' | 'event'>> = {},
): Commit => {
  const { case: next, event, ...rest } = change
  return {
    case: aCase(id, { version: expected + 1, ...next }),
    expected,
    event: anEvent(id, expected + 1, event),
    notices: [],
    errands: [],
    ...rest,
  }
}

/** A case with that many events. */
export const grown = async (store: Store, id: string, events: number, last: Partial<Case> = {}): Promise<void> => {
  for (let version = 0; version < events; version++)
    await store.commit(aCommit(id, version, { case: version === events - 1 ? last : {} }))
}

/** Every item of a paged answer, two at a time unless told. */
export const whole = async <T>(
  page: (asked: { cursor?: string; limit: number }) => Promise<{ items: T[]; cursor?: string }>,
  limit = 2,
): Promise<T[]> => {
  const items: T[] = []
  let cursor: string | undefined
  do {
    const got = await page({ limit, ...(cursor === undefined ? {} : { cursor }) })
    items.push(...got.items)
    cursor = got.cursor
  } while (cursor !== undefined)
  return items
}

export const aRecord = (parcel: Parcel, attempt = 1, change: Partial<MailRecord> = {}): MailRecord => ({
  reference: 'N-7K3Q-9DMX',
  parcel,
  attempt,
  at: t0,
  intended: { role: 'complianceManager' },
  to: ['ann@landlord.example'],
  why: ['Compliance manager for Gas safety check: Ann'],
  templates: ['overdue'],
  about: [{ caseId: 'gas:H1', role: 'complianceManager' }],
  subject: 'Overdue',
  text: 'Overdue',
  html: '<p>Overdue',
  left: [],
  copy: false,
  ...change,
})

/** A notice claimed and sent at the first attempt, as its sender would. */
export const send = async (store: Store, id: string, at = t0): Promise<void> => {
  const parcel = { kind: 'notice' as const, id }
  await store.outbox.claim(parcel, 0, at, addMinutes(at, 5))
  await store.outbox.mark(parcel, 1, { kind: 'sent', messageId: 'm1', at })
}
