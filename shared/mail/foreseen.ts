/**
 * The mails that come of notices, if nobody acts: to whom, on which morning, in whose digest, under which reference.
 * Judged as `notices.ts` and `digests.ts` judge when it is so far: whom a role reaches on that day, whether a message
 * still holds when the window opens, what of a digest has been overtaken. Bounces are not foreseen.
 */
import type { Notice } from '../core/case.ts'
import { running } from '../core/clocks.ts'
import type { Reckon } from '../core/reckon.ts'
import { at, dayOf, type Instant } from '../core/time.ts'
import type { AnyWorkflow } from '../core/workflow.ts'
import type { Directory } from '../people/person.ts'
import { type About, type Recipient, resolve } from '../people/resolve.ts'
import type { Timeline } from '../position/ahead.ts'
import { once, readerOf } from './digests.ts'
import type { Digest, Pending } from './outbox.ts'
import { digestId, referenceOf } from './reference.ts'
import { movedOn } from './story.ts'
import { digestDay, nextSendingMoment, type Window } from './window.ts'

export type Foreseen = {
  at: Instant
  kind: 'notice' | 'digest'
  /** as it will stand in the mail */
  reference: string
  urgency: Notice['urgency']
  to: Recipient[]
  about: Notice[]
}

export type Post = {
  workflows: Readonly<Record<string, AnyWorkflow>>
  reckon: Reckon
  window: Window
  directory: Directory
  /** of an asset */
  areaOf: (assetId: string) => string | undefined
}

export const foreseer = (post: Post) => {
  const mails: Foreseen[] = []
  const digests = new Map<string, Pick<Digest, 'id' | 'to' | 'avoid'> & { notices: Notice[] }>()
  let timeline: Timeline | undefined
  const line = (): Timeline => {
    if (!timeline) throw new Error('nothing is foreseen before it begins')
    return timeline
  }
  const { calendar } = post.reckon
  const aboutOf = ({ workflow, assetId }: Notice): About => ({
    workflow,
    area: assetId === undefined ? undefined : post.areaOf(assetId),
    title: post.workflows[workflow]?.title,
  })
  const holds = (notice: Notice): boolean => {
    const c = line().caseOf(notice.caseId)
    const workflow = c && post.workflows[c.workflow]
    if (!c || !workflow) return false
    return movedOn(notice, { case: c, clocks: running(workflow, c, post.reckon) }, line().now()) === undefined
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
    const about = once(digest.notices.filter(holds).map(notice => ({ notice }))).map(({ notice }) => notice)
    const [notice] = about
    if (!notice) return
    const { person } = readerOf(digest, { notice, about: aboutOf(notice) }, post.directory, dayOf(now))
    mails.push({
      at: now,
      kind: 'digest',
      reference: referenceOf('digest', id),
      urgency: 'digest',
      to: [person],
      about,
    })
  }
  const append = (to: string, notice: Notice): void => {
    const day = digestDay(line().now(), post.window, calendar)
    const id = digestId(to, day)
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
    if (!holds(notice)) return
    const { all } = resolve(notice, aboutOf(notice), post.directory, dayOf(now), avoid)
    const to = all.filter(one => !reached.includes(one.email))
    if (notice.urgency === 'digest') for (const one of to) append(one.email, notice)
    else if (to.length > 0) {
      const reference = referenceOf('notice', notice.id)
      mails.push({ at: now, kind: 'notice', reference, urgency: notice.urgency, to, about: [notice] })
    }
  }
  return {
    mails,
    /** what is owed already and has not left: notices that wait, digests that stand open for a morning */
    begins: (pending: readonly Pending[], open: readonly Digest[]) => (given: Timeline) => {
      timeline = given
      for (const digest of open) {
        digests.set(digest.id, { ...digest, notices: [...digest.notices] })
        line().later(digest.opens > line().now() ? digest.opens : line().now(), () => sendDigest(digest.id))
      }
      for (const one of pending) line().later(line().now(), () => told(one.notice, one))
    },
    told: (notice: Notice): void => told(notice),
  }
}
