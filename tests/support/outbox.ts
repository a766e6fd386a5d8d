/** The outbox in memory, with the conditions of the real one. */
import type { Notice } from '../../shared/core/case.ts'
import type { Instant } from '../../shared/core/time.ts'
import type {
  DeliveryEvent,
  Digest,
  Incident,
  MailRecord,
  Outbox,
  Outcome,
  Parcel,
  Pending,
} from '../../shared/mail/outbox.ts'

type Status = 'pending' | 'claimed' | 'sent' | 'digested' | 'dropped'
type Row = {
  parcel: Parcel
  status: Status
  attempt: number
  until: Instant | undefined
  avoid: string[]
  reached: string[]
  causes: string[]
  outcomes: Outcome[]
}

const order = ['emergency', 'urgent', 'digest']

export const memoryOutbox = () => {
  const rows = new Map<string, Row>()
  const notices = new Map<string, Notice>()
  const digests = new Map<string, Omit<Digest, 'attempt' | 'avoid'> & { opens: Instant; closed: boolean }>()
  const records: MailRecord[] = []
  const incidents = new Map<string, Incident>()
  const deliveries = new Map<string, DeliveryEvent>()

  const key = (parcel: Parcel): string => `${parcel.kind} ${parcel.id}`
  const row = (parcel: Parcel): Row => {
    const found = rows.get(key(parcel)) ?? {
      parcel,
      status: 'pending' as const,
      attempt: 0,
      until: undefined,
      avoid: [],
      reached: [],
      causes: [],
      outcomes: [],
    }
    rows.set(key(parcel), found)
    return found
  }
  const open = (one: Row, now: Instant): boolean =>
    (one.status === 'pending' || one.status === 'claimed') && (one.until === undefined || one.until <= now)

  const outbox: Outbox = {
    pending: async (now, limit) =>
      [...notices.values()]
        .filter(notice => open(row({ kind: 'notice', id: notice.id }), now))
        .sort((a, b) => order.indexOf(a.urgency) - order.indexOf(b.urgency) || (a.at < b.at ? -1 : 1))
        .slice(0, limit)
        .map((notice): Pending => {
          const { attempt, avoid, reached } = row({ kind: 'notice', id: notice.id })
          return { notice, attempt, avoid, reached }
        }),
    digestsDue: async (now, limit) =>
      [...digests.values()]
        .filter(one => one.opens <= now && open(row({ kind: 'digest', id: one.id }), now))
        .map(one => one.id)
        .slice(0, limit),
    readDigest: async id => {
      const found = digests.get(id)
      const { attempt, avoid } = row({ kind: 'digest', id })
      return found && { id, to: found.to, day: found.day, notices: [...found.notices], attempt, avoid }
    },
    claim: async (parcel, attempt, now, leaseUntil) => {
      const one = row(parcel)
      if (one.status !== 'pending' && one.status !== 'claimed') return { kind: 'done' }
      if (one.attempt !== attempt || !open(one, now)) return { kind: 'taken' }
      const perhapsSent = one.status === 'claimed'
      Object.assign(one, { status: 'claimed', attempt: attempt + 1, until: leaseUntil })
      const digest = digests.get(parcel.id)
      if (digest) digest.closed = true
      return { kind: 'claimed', attempt: one.attempt, perhapsSent }
    },
    hold: async (parcel, until) => {
      const one = row(parcel)
      if (one.status === 'pending') one.until = until
    },
    mark: async (parcel, attempt, outcome, record) => {
      const one = row(parcel)
      one.outcomes.push(outcome)
      if (record) records.push(record)
      if (one.status !== 'claimed' || one.attempt !== attempt) return
      if (outcome.kind === 'waiting') Object.assign(one, { status: 'pending', until: outcome.until })
      else if (outcome.kind !== 'unknown') one.status = outcome.kind
    },
    append: async ({ id, to, day, opens }, notice) => {
      const digest = digests.get(id) ?? { id, to, day, opens, notices: [], closed: false }
      digests.set(id, digest)
      if (digest.notices.some(one => one.id === notice.id)) return 'in'
      if (digest.closed) return 'closed'
      digest.notices.push(notice)
      return 'in'
    },
    prove: async (parcel, attempt, proof) => {
      const one = row(parcel)
      if (one.status === 'claimed' && one.attempt === attempt)
        Object.assign(one, { status: 'sent', outcomes: [...one.outcomes, { kind: 'sent', ...proof }] })
    },
    delivery: async (_, event) => void deliveries.set(event.id, event),
    reopen: async (parcel, { cause, avoid, reached }) => {
      const one = row(parcel)
      if (one.causes.includes(cause)) return
      one.causes.push(cause)
      one.avoid.push(...avoid)
      one.reached.push(...reached)
      Object.assign(one, { status: 'pending', until: undefined })
    },
    incident: async incident => void incidents.set(incident.id, incident),
  }
  return {
    outbox,
    owe: (...owed: Notice[]) => owed.map(one => notices.set(one.id, one)),
    status: (parcel: Parcel) => row(parcel).status,
    outcomes: (parcel: Parcel) => row(parcel).outcomes,
    until: (parcel: Parcel) => row(parcel).until,
    notices,
    records,
    incidents,
    deliveries,
  }
}
