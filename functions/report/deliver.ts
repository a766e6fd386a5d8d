/** A report to those who hold the roles, each by their own mail, once. */
import * as z from 'zod'
import { addMinutes, dayOf, instant } from '../../shared/core/time.ts'
import type { Role } from '../../shared/law/roles.ts'
import { dispatch } from '../../shared/mail/desk.ts'
import { referenceOf } from '../../shared/mail/reference.ts'
import { subjectLine } from '../../shared/mail/words.ts'
import { resolve } from '../../shared/people/resolve.ts'
import type { Counted } from '../../shared/position/count.ts'
import type { Question } from '../../shared/position/question.ts'
import type { Report } from '../../shared/position/report.ts'
import { reportHtml } from '../../shared/report/html.ts'
import { reportText } from '../../shared/report/text.ts'
import { sha256 } from '../../shared/store/chain.ts'
import type { Deps } from './ports.ts'

/** `id` names the report and its time: `monthly:2026-10`. */
export type Post = {
  id: string
  /** who gets it: whoever holds the roles today, or people found already */
  to: readonly Role[] | readonly Reader[]
  path: string
  /** what it counts, so that others may be counted in the same walk; absent: it walks by itself */
  asks?: Question
  make: (counted?: Counted) => Promise<Report>
}

/** Minutes. Longer than the function may run: an older claim without an outcome belongs to nobody. */
const LEASE = 30
const claim = z.strictObject({ attempt: z.int(), at: instant })

export type Reader = { email: string; role: Role; why: string[] }
const readersOf = async ({ desk }: Deps, { to }: Post): Promise<Reader[]> => {
  const directory = await desk.directory()
  const about = { workflow: 'report', title: 'reports' }
  const byEmail = new Map<string, Reader>()
  for (const one of to) {
    if (typeof one !== 'string') {
      byEmail.set(one.email, one)
      continue
    }
    const role = one
    const { all, why } = resolve({ role }, about, directory, dayOf(desk.now()))
    for (const { email } of all) if (!byEmail.has(email)) byEmail.set(email, { email, role, why })
  }
  return [...byEmail.values()]
}

const parcelOf = ({ id }: Post, { email }: Reader) => ({
  kind: 'digest' as const,
  id: `report:${id}:${sha256(email).slice(0, 16)}`,
})

type Turn = { attempt: number; copy: boolean; rev: number }
/** Whether it is owed now, and as which attempt. Undefined: it has left, waits, or somebody is at it. */
const turn = async ({ store, desk }: Deps, post: Post, reader: Reader): Promise<Turn | undefined> => {
  const parcel = parcelOf(post, reader)
  const held = await store.getSetting(parcel.id)
  const last = (await store.mailsOf(parcel)).at(-1)
  const before = held && claim.parse(held.value)
  if (last?.outcome.kind === 'sent' || last?.outcome.kind === 'dropped') return undefined
  if (last?.outcome.kind === 'waiting' && last.outcome.until > desk.now()) return undefined
  const unsettled =
    before !== undefined && (last === undefined || last.attempt < before.attempt || last.outcome.kind === 'unknown')
  if (unsettled && addMinutes(before.at, LEASE) > desk.now()) return undefined
  return { attempt: (before?.attempt ?? 0) + 1, copy: unsettled, rev: held?.rev ?? 0 }
}

const send = async (
  deps: Deps,
  post: Post,
  reader: Reader,
  report: Report,
  { attempt, copy, rev }: Turn,
): Promise<boolean> => {
  const { store, desk } = deps
  const parcel = parcelOf(post, reader)
  if (!(await store.putSetting(parcel.id, { attempt, at: desk.now() }, rev))) return false
  const reference = referenceOf('digest', parcel.id)
  const link = `${desk.sender.pages}${post.path}`
  const written = {
    subject: subjectLine(`${copy ? 'Copy: ' : ''}${report.title}`),
    text: reportText(report, link, reference),
    html: reportHtml(report, { as: 'mail', link, reference }),
  }
  const parcelled = {
    reference,
    parcel,
    attempt,
    intended: { role: reader.role },
    to: [reader.email],
    why: reader.why,
    templates: [`report.${report.id}`],
    about: [],
    left: [],
    copy,
  }
  await dispatch(desk, parcelled, written, 'digest')
  return true
}

/** A post that somebody is still to have. */
export type Owing = { post: Post; owed: { reader: Reader; turn: Turn }[] }

/** Undefined: nobody is to have it now. */
export const owing = async (deps: Deps, post: Post): Promise<Owing | undefined> => {
  const owed: Owing['owed'] = []
  for (const reader of await readersOf(deps, post)) {
    const next = await turn(deps, post, reader)
    if (next) owed.push({ reader, turn: next })
  }
  return owed.length > 0 ? { post, owed } : undefined
}

/** Makes the report, and sends it to those; how many left now. */
export const hand = async (deps: Deps, { post, owed }: Owing, counted?: Counted): Promise<number> => {
  const report = await post.make(counted)
  let sent = 0
  for (const one of owed) if (await send(deps, post, one.reader, report, one.turn)) sent += 1
  return sent
}

/** How many left now. The report is made only when somebody is still to have it. */
export const deliver = async (deps: Deps, post: Post): Promise<number> => {
  const found = await owing(deps, post)
  return found ? hand(deps, found) : 0
}
