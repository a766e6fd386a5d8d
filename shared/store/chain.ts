/**
 * The history of a case is a chain: each event is hashed together with the hash before it, so an edit shows. Cutting
 * off the end shows only against a head kept elsewhere, which is why exports quote the heads.
 */
import { hash } from 'node:crypto'
import type { Recorded } from '../core/case.ts'

/** An event with its place in the chain. */
export type Link = { event: Recorded; prevHash: string; hash: string }

/** What stands before the first event. */
export const genesis = '0'.repeat(64)

/** JSON with sorted keys and no blanks (RFC 8785): equal values give equal text. `undefined` members do not count. */
export const canonical = (value: unknown): string => {
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const members: Record<string, unknown> = value as Record<string, unknown>
  let text = ''
  // By UTF-16 units, which is how `sort` compares texts. One text that grows: this is asked of every event.
  for (const name of Object.keys(members).sort()) {
    const member = members[name]
    if (member !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${canonical(member)}`
  }
  return `{${text}}`
}

export const sha256 = (text: string): string => hash('sha256', text)

/** SHA-256, in hex, over the canonical JSON of `{prevHash, event}`. */
export const hashOf = (prevHash: string, event: Recorded): string => sha256(canonical({ prevHash, event }))

export type Verdict = { ok: true; head: string } | { ok: false; seq: number; why: string }

const fault = (link: Link, prevHash: string, seq: number, caseId: string): string | undefined => {
  if (link.event.caseId !== caseId) return `belongs to ${link.event.caseId}`
  if (link.event.seq !== seq) return `event ${seq} is missing`
  if (link.prevHash !== prevHash) return 'does not follow the event before it'
  if (link.hash !== hashOf(prevHash, link.event)) return 'was changed after it was recorded'
  return undefined
}

/** Walks one case's whole history, oldest first; names the first break. `head`, if known from elsewhere, must be its end. */
export const verifyChain = (links: readonly Link[], head?: string): Verdict => {
  let prevHash = genesis
  for (const [index, link] of links.entries()) {
    const why = fault(link, prevHash, index + 1, links[0]!.event.caseId)
    if (why) return { ok: false, seq: index + 1, why }
    prevHash = link.hash
  }
  if (head !== undefined && head !== prevHash)
    return { ok: false, seq: links.length + 1, why: 'the history ends before the head that was recorded' }
  return { ok: true, head: prevHash }
}
