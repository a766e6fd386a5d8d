/**
 * Links that let one person do one thing without signing in. The token says what, for whom, until when and under which
 * assignment, and is signed: nothing is stored for a link that is never used. Giving the case to somebody else makes
 * every link of the former one worthless, because the assignment is part of what was signed.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import * as z from 'zod'
import type { Case } from '../core/case.ts'
import { addHours, fromEpoch, type Instant, toEpoch } from '../core/time.ts'
import { sha256 } from '../store/chain.ts'

/** What a link is for; it can do nothing else. `job` is a contractor's page for one job. */
export const purposes = ['ack', 'done', 'extend', 'reassign', 'job'] as const
export type Purpose = (typeof purposes)[number]

export type LinkFor = {
  purpose: Purpose
  caseId: string
  /** the notice or the job that it was sent for: two notices have two links */
  about: string
  /** of the case, that an acknowledgement is about; absent: all that have told somebody something */
  clock?: string | undefined
  /** whom the mail went to: members of staff by address, a contractor by id */
  people: readonly string[]
}
/** `people` as they stand in the token: compare with `markOf`. */
export type Link = LinkFor & { id: string; binding: string; madeAt: Instant }

/** Somebody, without their name: addresses of pages end up in logs and in histories of browsers. 48 bits. */
export const markOf = (person: string): string =>
  createHash('sha256').update(`dutyholder.person.${person.toLowerCase()}`).digest('base64url').slice(0, 8)

/** One letter a purpose, so that four links an item leave room in a mail. */
const letters = { a: 'ack', d: 'done', e: 'extend', r: 'reassign', j: 'job' } as const satisfies Record<string, Purpose>
const letterOf = (purpose: Purpose): string => Object.entries(letters).find(([, one]) => one === purpose)![0]

/** What is signed, line by line: purpose, case, notice, people, end in seconds since 1970 (base 36), assignment, clock. */
const claims = z
  .tuple([
    z.enum(Object.keys(letters) as [keyof typeof letters, ...(keyof typeof letters)[]]),
    z.string().min(1).max(200),
    z.string().max(200),
    z.string().min(8).max(200),
    z.string().regex(/^[0-9a-z]{1,8}$/),
    z.string().length(10),
    z.string().min(1).max(100).optional(),
  ])
  .transform(([p, caseId, about, people, x, binding, clock]) => ({
    purpose: letters[p],
    caseId,
    about,
    people: people.split(','),
    until: Number.parseInt(x, 36),
    binding,
    ...(clock === undefined ? {} : { clock }),
  }))

/** Days. An escalation is repeated by then; a job's appointment may be weeks away. */
const LASTS: Record<Purpose, number> = { ack: 14, done: 14, extend: 14, reassign: 14, job: 60 }

export const bindingOf = (c: Pick<Case, 'assignee' | 'facts'>, purpose: Purpose): string => {
  const held = purpose === 'job' ? [c.facts.contractorId ?? '', c.facts.workOrder ?? ''] : [c.assignee ?? '']
  return sha256(JSON.stringify([purpose === 'job', ...held])).slice(0, 10)
}

const mac = (secret: string, payload: string): Buffer =>
  createHmac('sha256', secret).update(`dutyholder.link.2.${payload}`).digest().subarray(0, 16)

/** The last part of `/link/…`. `secret` is the current one. Throws on what no link can say: a fault of the caller. */
export const makeLink = (secret: string, link: LinkFor, c: Pick<Case, 'assignee' | 'facts'>, now: Instant): string => {
  const { purpose, caseId, about, people, clock } = link
  const until = Math.floor(toEpoch(addHours(now, LASTS[purpose] * 24)) / 1000)
  const said = [
    letterOf(purpose),
    caseId,
    about,
    people.map(markOf).join(','),
    until.toString(36),
    bindingOf(c, purpose),
    ...(clock === undefined ? [] : [clock]),
  ]
  claims.parse(said)
  const payload = Buffer.from(said.join('\n')).toString('base64url')
  return `${payload}.${mac(secret, payload).toString('base64url')}`
}

export type ReadLink = { ok: true; link: Link } | { ok: false; why: 'unknown' | 'expired' }
const unknown: ReadLink = { ok: false, why: 'unknown' }

/** `secrets`: current and previous. What nobody of ours signed is unknown, whatever else is wrong with it. */
export const readLink = (secrets: readonly string[], token: string, now: Instant): ReadLink => {
  const [, payload, given] = /^([A-Za-z0-9_-]{20,1500})\.([A-Za-z0-9_-]{22})$/.exec(token) ?? []
  if (!payload || !given) return unknown
  const signed = secrets.map(secret => timingSafeEqual(mac(secret, payload), Buffer.from(given, 'base64url')))
  if (!signed.includes(true)) return unknown
  const said = claims.safeParse(Buffer.from(payload, 'base64url').toString().split('\n'))
  if (!said.success) return unknown
  const { until, ...link } = said.data
  if (toEpoch(now) / 1000 > until) return { ok: false, why: 'expired' }
  const madeAt = addHours(fromEpoch(until * 1000), -LASTS[link.purpose] * 24)
  return { ok: true, link: { ...link, madeAt, id: sha256(payload).slice(0, 32) } }
}
