/**
 * The mails that come of notices, if nobody acts: to whom, on which morning, in whose digest, under which reference.
 * Judged as `notices.ts` judges when it is so far (whom a role reaches on that day, whether a message still holds when
 * the window opens), and by `morning.ts` itself: what a digest holds, and whether it comes again. Bounces are not foreseen.
 */
import type { Case, Notice } from '../core/case.ts'
import { kindOf, running } from '../core/clocks.ts'
import { toldAlone } from '../core/fire.ts'
import type { Reckon } from '../core/reckon.ts'
import { at, type Day, dayOf, type Instant } from '../core/time.ts'
import type { AnyWorkflow } from '../core/workflow.ts'
import type { Directory } from '../people/person.ts'
import { type Recipient, resolve } from '../people/resolve.ts'
import type { Timeline } from '../position/ahead/ahead.ts'
import { type Looked, morningOf } from './morning.ts'
import type { Digest, Parcel, Pending } from './outbox.ts'
import { digestId } from './reference.ts'
import { type Entry, type Judged, kept } from './standing.ts'
import { aboutOf, movedOn } from './story.ts'
import { digestDay, nextSendingMoment, type Window } from './window.ts'

export type Foreseen = {
  at: Instant
  kind: 'notice' | 'digest' | 'report'
  /** of a report: its name and time, and what it is called */
  report?: { id: string; title: string }
  /** what the mail will be filed under, and has its reference from */
  parcel: Parcel
  urgency: Notice['urgency']
  to: Recipient[]
  /** what it says for the first time */
  about: Notice[]
  /** what a digest shows again, since it still stands */
  again: number
}

export type Post = {
  workflows: Readonly<Record<string, AnyWorkflow>>
  reckon: Reckon
  window: Window
  directory: Directory
  /** of an asset */
  areaOf: (assetId: string) => string | undefined
}

/** Notices that wait, digests that stand open for a morning, and by address what the last digest showed. */
export type Owed = {
  pending: readonly Pending[]
  digests: readonly Digest[]
  lists: ReadonlyMap<string, readonly Entry[]>
}

export const foreseer = (post: Post) => {
  const mails: Foreseen[] = []
  const digests = new Map<string, Pick<Digest, 'id' | 'to' | 'avoid'> & { notices: Notice[] }>()
  /** what each person's last digest showed */
  const lists = new Map<string, readonly Entry[]>()
  let timeline: Timeline | undefined
  const line = (): Timeline => {
    if (!timeline) throw new Error('nothing is foreseen before it begins')
    return timeline
  }
  const { calendar } = post.reckon
  const stories = new WeakMap<Case, Judged>()
  /** Of the copy, as the mail would tell it; a copy that did not change is judged again from the same. */
  const storyOf = ({ caseId }: Notice): Judged | undefined => {
    const c = line().caseOf(caseId)
    const workflow = c && post.workflows[c.workflow]
    if (!c || !workflow) return undefined
    const known = stories.get(c)
    if (known) return known
    const story = {
      case: c,
      clocks: running(workflow, c, post.reckon).map(one => ({
        name: one.name,
        due: one.due,
        kind: kindOf(one.clock, c.facts),
        alone: toldAlone(workflow, c, one),
      })),
      what: workflow.title,
      state: workflow.states[c.state]?.title ?? c.state,
      area: c.assetId === undefined ? undefined : post.areaOf(c.assetId),
    }
    stories.set(c, story)
    return story
  }
  const looked = (notices: readonly Notice[]): Looked[] =>
    notices.flatMap(notice => {
      const story = storyOf(notice)
      return story ? [{ notice, story }] : []
    })
  /** undefined: it holds no more */
  const holding = (notice: Notice): Judged | undefined => {
    const story = storyOf(notice)
    return story && movedOn(notice, story, line().now()) === undefined ? story : undefined
  }
  const sendDigest = (id: string): void => {
    const digest = digests.get(id)
    if (!digest) return
    const now = line().now()
    const moment = nextSendingMoment(now, post.window, calendar)
    if (moment > now) {
      line().later(moment, () => sendDigest(id))
      return
    }
    digests.delete(id)
    const before = (lists.get(digest.to) ?? []).map(one => one.notice)
    const { directory, window } = post
    const morning = morningOf(digest, looked(digest.notices), looked(before), { directory, now, window, calendar })
    if (morning.again) append(digest.to, morning.again)
    if (morning.kind === 'nothing') return
    const { resolved, told, shown, entries } = morning
    lists.set(digest.to, kept(entries))
    mails.push({
      at: now,
      kind: 'digest',
      parcel: { kind: 'digest', id },
      urgency: 'digest',
      to: [resolved.person],
      about: told.map(one => one.notice),
      again: shown.length - told.length,
    })
  }
  /** Many are told at one instant, and each has one digest of a morning. */
  let next: { from: Instant; day: Day } | undefined
  const names = new Map<string, string>()
  const nextDigest = (to: string): { day: Day; id: string } => {
    const from = line().now()
    if (next?.from !== from) next = { from, day: digestDay(from, post.window, calendar) }
    const { day } = next
    const name = `${day} ${to}`
    const id = names.get(name) ?? digestId(to, day)
    names.set(name, id)
    return { day, id }
  }
  const append = (to: string, notice: Notice): void => {
    const { day, id } = nextDigest(to)
    const digest = digests.get(id)
    if (digest) {
      if (!digest.notices.some(one => one.id === notice.id)) digest.notices.push(notice)
      return
    }
    digests.set(id, { id, to, avoid: [], notices: [notice] })
    line().later(at(day, post.window.from), () => sendDigest(id))
  }
  const told = (
    notice: Notice,
    { avoid, reached }: Pick<Pending, 'avoid' | 'reached'> = { avoid: [], reached: [] },
  ) => {
    const now = line().now()
    if (notice.urgency === 'urgent') {
      const moment = nextSendingMoment(now, post.window, calendar)
      if (moment > now) {
        line().later(moment, () => told(notice, { avoid, reached }))
        return
      }
    }
    const story = holding(notice)
    if (!story) return
    const { all } = resolve(notice, aboutOf(story), post.directory, dayOf(now), avoid)
    const to = all.filter(one => !reached.includes(one.email))
    if (notice.urgency === 'digest') for (const one of to) append(one.email, notice)
    else if (to.length > 0) {
      const parcel = { kind: 'notice' as const, id: notice.id }
      mails.push({ at: now, kind: 'notice', parcel, urgency: notice.urgency, to, about: [notice], again: 0 })
    }
  }
  return {
    mails,
    /** what is owed already and has not left, and what stood in the digests before */
    begins:
      ({ pending, digests: open, lists: shown }: Owed) =>
      (given: Timeline) => {
        timeline = given
        for (const [email, entries] of shown) lists.set(email, entries)
        for (const digest of open) {
          digests.set(digest.id, { ...digest, notices: [...digest.notices] })
          line().later(digest.opens > line().now() ? digest.opens : line().now(), () => sendDigest(digest.id))
        }
        for (const one of pending) line().later(line().now(), () => told(one.notice, one))
      },
    told: (notice: Notice): void => told(notice),
  }
}
