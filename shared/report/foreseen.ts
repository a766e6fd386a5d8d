/**
 * The reports that will be mailed, if nobody acts: the week's lists, the packs, the month. What is owed, when and to whom
 * is decided by `owed-reports.ts` and `readers.ts`, by which they are sent; whose cases are stuck then, by the copies.
 */
import { dayOf, type Instant } from '../core/time.ts'
import type { Foreseen, Post } from '../mail/foreseen.ts'
import type { Parcel } from '../mail/outbox.ts'
import type { Directory } from '../people/person.ts'
import type { Timeline } from '../position/ahead/ahead.ts'
import { stuck } from '../position/stuck.ts'
import type { Store } from '../store/store.ts'
import { type OwedReport, openings, owedReports, type ReportDays, reportHour, reportMoments } from './owed-reports.ts'
import { directorsOf, holdersOf, type Reader, stuckBefore, stuckLists } from './readers.ts'
import { isSettled, reportParcel, settledOf } from './settled.ts'

/** Reports that have left to everybody, and parcels that have left of those that have not. */
export type Sent = { settled: ReadonlySet<string>; parcels: ReadonlySet<string> }

const daysOf = ({ reckon, window }: Pick<Post, 'reckon' | 'window'>): ReportDays => ({
  calendar: reckon.calendar,
  window,
  weekday: reckon.policy('weekly.weekday'),
})

const hasLeft = async (store: Pick<Store, 'mailsOf'>, parcel: Parcel): Promise<string[]> => {
  const kind = (await store.mailsOf(parcel)).at(-1)?.outcome.kind
  return kind === 'sent' || kind === 'dropped' ? [parcel.id] : []
}

/** Of what is owed at the next moment at which a report may leave. */
export const sentBefore = async (
  store: Pick<Store, 'getSettings' | 'mailsOf'>,
  post: Pick<Post, 'reckon' | 'window' | 'directory'>,
  now: Instant,
): Promise<Sent> => {
  const days = daysOf(post)
  const ids = owedReports(reportHour(now, days), days).map(({ id }) => id)
  const settled = await settledOf(store, ids)
  const readers = [...post.directory.people, post.directory.fallback]
  const open = ids.filter(id => !settled.has(id)).flatMap(id => readers.map(({ email }) => reportParcel(id, email)))
  // Whoever sends one says so first, under its name: of the others there is no mail.
  const begun = await store.getSettings(open.map(parcel => parcel.id))
  const left = await Promise.all(open.filter(({ id }) => begun.has(id)).map(parcel => hasLeft(store, parcel)))
  return { settled, parcels: new Set(left.flat()) }
}

/** When the next list of what was acknowledged and has not moved may leave, that of this week if somebody lacks it. */
export const nextStuckList = async (
  store: Pick<Store, 'getSetting'>,
  post: Pick<Post, 'reckon' | 'window'>,
  from: Instant,
): Promise<Instant | undefined> => {
  const days = daysOf(post)
  const settled = new Set<string>()
  for (const moment of reportMoments(from, days))
    for (const { id, name } of owedReports(moment, days)) {
      if (name !== 'stuck' || settled.has(id)) continue
      if (!(await isSettled(store, id))) return moment
      settled.add(id)
    }
  return undefined
}

const stuckReaders = (post: Post, line: Timeline): Reader[] => {
  const { workflows, reckon, directory, areaOf } = post
  const now = line.now()
  const given = { now, before: stuckBefore(reckon, now) }
  const found = [...line.cases()].flatMap(c => stuck([c], workflows, reckon, given).map(one => ({ ...one, case: c })))
  return stuckLists(found, workflows, { directory, today: dayOf(now), areaOf }).map(one => one.reader)
}

const readersOf = (post: Post, line: Timeline, { to }: OwedReport): Reader[] => {
  const today = dayOf(line.now())
  const directory: Directory = post.directory
  if (to === 'leads') return stuckReaders(post, line)
  return holdersOf(to === 'directors' ? directorsOf(directory, today) : to, directory, today)
}

/** Adds them to `mails` as time goes by. */
export const reportsForeseen = (post: Post, sent: Sent, mails: Foreseen[]) => {
  const days = daysOf(post)
  const settled = new Set(sent.settled)
  const mailed = ({ id, title }: OwedReport, { email, name }: Reader, at: Instant): Foreseen => ({
    at,
    kind: 'report',
    report: { id, title },
    parcel: reportParcel(id, email),
    urgency: 'digest',
    to: [{ email, name }],
    about: [],
    again: 0,
  })
  return (line: Timeline): void => {
    const first = reportMoments(line.now(), days).next()
    if (first.done) return
    const later = openings(first.value, days)
    const next = (): void => {
      const moment = later.next()
      if (!moment.done) line.later(moment.value, look)
    }
    const look = (): void => {
      const now = line.now()
      for (const owed of owedReports(now, days)) {
        if (settled.has(owed.id)) continue
        settled.add(owed.id)
        for (const reader of readersOf(post, line, owed))
          if (!sent.parcels.has(reportParcel(owed.id, reader.email).id)) mails.push(mailed(owed, reader, now))
      }
      next()
    }
    line.later(first.value, look)
  }
}
