/** A report to those who hold the roles, each by their own mail, once. */
import * as z from 'zod'
import { addMinutes, instant } from '../../shared/core/time.ts'
import { dispatch } from '../../shared/mail/desk.ts'
import { referenceOf } from '../../shared/mail/reference.ts'
import { subjectLine } from '../../shared/mail/words.ts'
import type { Counted } from '../../shared/position/count.ts'
import type { Question } from '../../shared/position/question.ts'
import type { Report } from '../../shared/position/reports/report.ts'
import { reportHtml } from '../../shared/report/html.ts'
import type { Reader } from '../../shared/report/readers.ts'
import { reportParcel } from '../../shared/report/settled.ts'
import { reportSubject, reportText } from '../../shared/report/text.ts'
import type { Deps } from './ports.ts'

/** `id` names the report and its time: `monthly:2026-10`. */
export type Post = {
  id: string
  to: readonly Reader[]
  path: string
  /** what it counts, so that others may be counted in the same walk; absent: it walks by itself */
  asks?: Question
  make: (counted?: Counted) => Promise<Report>
}

/** Minutes. Longer than the function may run: an older claim without an outcome belongs to nobody. */
const LEASE = 30
const claim = z.strictObject({ attempt: z.int(), at: instant })

type Turn = { attempt: number; copy: boolean; rev: number }
/** Whether it is owed now, and as which attempt. `waits`: it may not be tried yet, or somebody is at it. */
const turn = async ({ store, desk }: Deps, id: string, reader: Reader): Promise<Turn | 'settled' | 'waits'> => {
  const parcel = reportParcel(id, reader.email)
  const held = await store.getSetting(parcel.id)
  const last = (await store.mailsOf(parcel)).at(-1)
  const before = held && claim.parse(held.value)
  if (last?.outcome.kind === 'sent' || last?.outcome.kind === 'dropped') return 'settled'
  if (last?.outcome.kind === 'waiting' && last.outcome.until > desk.now()) return 'waits'
  const unsettled =
    before !== undefined && (last === undefined || last.attempt < before.attempt || last.outcome.kind === 'unknown')
  if (unsettled && addMinutes(before.at, LEASE) > desk.now()) return 'waits'
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
  const parcel = reportParcel(post.id, reader.email)
  if (!(await store.putSetting(parcel.id, { attempt, at: desk.now() }, rev))) return false
  const reference = referenceOf('digest', parcel.id)
  const link = `${desk.sender.pages}${post.path}`
  const written = {
    subject: subjectLine(`${copy ? 'Copy: ' : ''}${reportSubject(report)}`),
    text: reportText(report, { link, reference, copy }),
    html: reportHtml(report, { as: 'mail', link, reference, copy }),
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

/** A post that somebody is still to have; `settled`: nobody is, and nobody waits. */
export type Owing = { post: Post; owed: { reader: Reader; turn: Turn }[]; settled: boolean }

export const owing = async (deps: Deps, post: Post): Promise<Owing> => {
  const turns = await Promise.all(post.to.map(async reader => ({ reader, turn: await turn(deps, post.id, reader) })))
  return {
    post,
    owed: turns.flatMap(({ reader, turn }) => (typeof turn === 'string' ? [] : [{ reader, turn }])),
    settled: turns.every(one => one.turn === 'settled'),
  }
}

/** Makes the report, and sends it to those; how many left now. */
export const hand = async (deps: Deps, { post, owed }: Owing, counted?: Counted): Promise<number> => {
  if (owed.length === 0) return 0
  const report = await post.make(counted)
  let sent = 0
  for (const one of owed) if (await send(deps, post, one.reader, report, one.turn)) sent += 1
  return sent
}

/** How many left now. The report is made only when somebody is still to have it. */
export const deliver = async (deps: Deps, post: Post): Promise<number> => hand(deps, await owing(deps, post))
