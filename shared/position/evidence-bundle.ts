/**
 * What a court is shown of a home that did not open: every step in order, each with its proof by hash, and what is
 * missing. Words about the household stay out; the bundle says that the check was made, by whom and when.
 */
import type { Case, Recorded } from '../core/case.ts'
import { type Day, dayOf, type Instant } from '../core/time.ts'

export type BundleItem = {
  number: number
  seq: number
  what: string
  type: string
  at: Instant
  on: Day
  /** when it entered the history; later than `at` where it was reported afterwards */
  received: Instant
  by: string
  streams: string[]
  sha256: string[]
  /** attempts alone: whether it counts, and why not */
  counts?: boolean
  /** the event's own hash, where the history is chained */
  hash?: string
}
export type Bundle = {
  caseId: string
  assetId?: string
  state: string
  waitingFor: { stream: string; caseId: string; due?: string }[]
  items: BundleItem[]
  countedAttempts: number
  missedByUs: number
  /** what a court will ask for and is not there */
  missing: string[]
}

const titles: Record<string, string> = {
  'case.opened': 'The case began',
  'attempt.recorded': 'Attempt at the home',
  'letter.sent': 'Letter',
  'contact.recorded': 'Contact by another way',
  'appointment.made': 'Appointment made',
  'appointment.missed': 'Appointment missed by us or the contractor',
  'vulnerability.checked': 'Vulnerability and welfare checked',
  'finalNotice.sent': 'Final notice served',
  'legal.referred': 'Referred to legal',
  'order.made': 'Order made',
  'order.executed': 'Order carried out',
  'access.gained': 'Access gained',
  'access.withdrawn': 'Withdrawn',
  'safeguarding.held': 'Held for safeguarding',
  'safeguarding.reviewed': 'Hold reviewed',
  'safeguarding.ended': 'Hold ended',
  'panel.reviewed': 'Reviewed by the panel',
}
const ENDED = new Set(['gained', 'executed', 'withdrawn'])

type Data = Record<string, unknown>
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter(v => typeof v === 'string') : [])
const hashesOf = (data: Data): string[] => {
  const documents = Array.isArray(data.documents) ? (data.documents as { sha256?: unknown }[]) : []
  const all = [...texts(data.sha256), ...documents.flatMap(d => texts([d.sha256]))]
  return [...new Set(all.map(hash => hash.toLowerCase()))].sort()
}

const what = (event: Recorded): string => {
  const base = titles[event.type] ?? event.type
  const { step, outcome, channel, kind } = event.data as Record<string, string | undefined>
  const detail = [step, channel, outcome?.replaceAll('_', ' '), kind].filter(text => text !== undefined)
  return detail.length > 0 ? `${base}: ${detail.join(', ')}` : base
}

/** The present round: what came since the case last began again. */
const round = <E extends Recorded>(events: readonly E[]): E[] => {
  const ordered = [...events].sort((a, b) => a.seq - b.seq)
  const start = ordered.findLastIndex(e => e.from !== undefined && ENDED.has(e.from) && !ENDED.has(e.to))
  return ordered.slice(Math.max(0, start))
}

const uncounted = (event: Recorded) => event.notes?.some(note => note.startsWith('not counted')) ?? false

/** Ordered by when it happened; of one moment, by when it was recorded. */
export const evidenceBundle = (c: Case, events: readonly (Recorded & { hash?: string })[]): Bundle => {
  const facts = c.facts as {
    needs?: Bundle['waitingFor']
    attempts?: { at: string; counts: boolean; caseId?: string }[]
    missedByUs?: unknown[]
  }
  const shown = round(events).filter(e => e.type in titles)
  const held = (e: Recorded) =>
    facts.attempts?.find(a => a.at === e.at && a.caseId === e.data.caseId)?.counts ?? !uncounted(e)
  const items = shown
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.seq - b.seq))
    .map(
      (e, index): BundleItem => ({
        number: index + 1,
        seq: e.seq,
        what: what(e),
        type: e.type,
        at: e.at,
        on: dayOf(e.at),
        received: e.received,
        by: e.by.id,
        streams: texts([e.data.stream]),
        sha256: hashesOf(e.data),
        ...(e.type === 'attempt.recorded' ? { counts: held(e) } : {}),
        ...(e.hash ? { hash: e.hash } : {}),
      }),
    )
  return {
    caseId: c.id,
    ...(c.assetId ? { assetId: c.assetId } : {}),
    state: c.state,
    waitingFor: (facts.needs ?? []).map(({ stream, caseId, due }) => ({ stream, caseId, ...(due ? { due } : {}) })),
    items,
    countedAttempts: items.filter(item => item.counts).length,
    missedByUs: facts.missedByUs?.length ?? 0,
    missing: missing(items),
  }
}

const missing = (items: BundleItem[]): string[] => {
  const has = (type: string) => items.some(item => item.type === type)
  return [
    ...(has('letter.sent') ? [] : ['no letter with proof that it was sent']),
    ...(items.filter(item => item.counts).length > 1 ? [] : ['fewer than two attempts that count']),
    ...(has('vulnerability.checked') ? [] : ['no vulnerability and welfare check']),
    ...(has('finalNotice.sent') ? [] : ['no final notice']),
    ...items
      .filter(item => item.type === 'attempt.recorded' && item.counts === false)
      .map(item => `attempt of ${item.on} has no evidence of its own`),
  ]
}
