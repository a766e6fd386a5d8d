/**
 * Links that let one person do one thing without signing in. The token says what, for whom, until when and under which
 * assignment, and is signed: nothing is stored for a link that is never used. Giving the case to somebody else makes
 * every link of the former one worthless, because the assignment is part of what was signed.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import * as z from 'zod'
import type { Case } from '../core/case.ts'
import { addHours, type Instant, toEpoch } from '../core/time.ts'
import { sha256 } from '../store/chain.ts'

/** What a link is for; it can do nothing else. `job` is a contractor's page for one job. */
export const purposes = ['ack', 'done', 'extend', 'reassign', 'job'] as const
export type Purpose = (typeof purposes)[number]

const claims = z.strictObject({
  p: z.enum(purposes),
  c: z.string().min(1).max(200),
  /** the notice or the job that it was sent for: two notices have two links */
  n: z.string().max(200),
  /** a member of staff by address, a contractor by id */
  w: z.string().min(1).max(254),
  /** seconds since 1970 */
  x: z.int(),
  /** the assignment under which it was sent */
  b: z.string().length(10),
})

export type LinkFor = { purpose: Purpose; caseId: string; about: string; person: string }
export type Link = LinkFor & { id: string; binding: string }

/** Days. An escalation is repeated by then; a job's appointment may be weeks away. */
const LASTS: Record<Purpose, number> = { ack: 14, done: 14, extend: 14, reassign: 14, job: 60 }

export const bindingOf = (c: Pick<Case, 'assignee' | 'facts'>, purpose: Purpose): string => {
  const held = purpose === 'job' ? [c.facts.contractorId ?? '', c.facts.workOrder ?? ''] : [c.assignee ?? '']
  return sha256(JSON.stringify([purpose === 'job', ...held])).slice(0, 10)
}

const mac = (secret: string, payload: string): Buffer =>
  createHmac('sha256', secret).update(`dutyholder.link.1.${payload}`).digest().subarray(0, 16)

/** The last part of `/link/…`. `secret` is the current one. */
export const makeLink = (secret: string, link: LinkFor, c: Pick<Case, 'assignee' | 'facts'>, now: Instant): string => {
  const x = Math.floor(toEpoch(addHours(now, LASTS[link.purpose] * 24)) / 1000)
  const said = { p: link.purpose, c: link.caseId, n: link.about, w: link.person, x, b: bindingOf(c, link.purpose) }
  const payload = Buffer.from(JSON.stringify(claims.parse(said))).toString('base64url')
  return `${payload}.${mac(secret, payload).toString('base64url')}`
}

export type ReadLink = { ok: true; link: Link } | { ok: false; why: 'unknown' | 'expired' }
const unknown: ReadLink = { ok: false, why: 'unknown' }

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** `secrets`: current and previous. What nobody of ours signed is unknown, whatever else is wrong with it. */
export const readLink = (secrets: readonly string[], token: string, now: Instant): ReadLink => {
  const [, payload, given] = /^([A-Za-z0-9_-]{20,1500})\.([A-Za-z0-9_-]{22})$/.exec(token) ?? []
  if (!payload || !given) return unknown
  const signed = secrets.map(secret => timingSafeEqual(mac(secret, payload), Buffer.from(given, 'base64url')))
  if (!signed.includes(true)) return unknown
  const said = claims.safeParse(parsedJson(Buffer.from(payload, 'base64url').toString()))
  if (!said.success) return unknown
  const { p, c, n, w, x, b } = said.data
  if (toEpoch(now) / 1000 > x) return { ok: false, why: 'expired' }
  return {
    ok: true,
    link: { purpose: p, caseId: c, about: n, person: w, binding: b, id: sha256(payload).slice(0, 32) },
  }
}
