/**
 * Who watches: every write and every mail is judged as it happens, by rules of its own. The first thing that must
 * never be is thrown, with the seed it is found again.
 */
import type { Case, Notice, Recorded } from '../../shared/core/case.ts'
import { ladderOf, running } from '../../shared/core/clocks.ts'
import type { Running } from '../../shared/core/rungs.ts'
import { fromEpoch, toEpoch } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import type { Mail } from '../../shared/effects/mail-out.ts'
import { severityOf } from '../../shared/mail/lateness.ts'
import type { Parcel } from '../../shared/mail/outbox.ts'
import { presses } from '../../shared/mail/standing.ts'
import { nextSendingMoment, officeHours } from '../../shared/mail/window.ts'
import { orderOfTags } from '../../shared/orders/order.ts'
import { unpacked } from '../../shared/store/body.ts'
import { genesis, hashOf, type Link } from '../../shared/store/chain.ts'
import type { Item } from '../../shared/store/table.ts'
import { workflows } from './house.ts'
import type { Left } from './post.ts'
import { oneRule, type Rules } from './regime-change.ts'
import { MINUTE, type World } from './world.ts'

export class Violation extends Error {
  override name = 'Violation'
}

/** One copy that left, with what was known of it when. Numbers are of `world.step`. */
export type Copy = Left & {
  claimed: number
  settled?: number
  proven?: number
  forgotten?: boolean
  /** to whom it was found not to have come, so that others are owed it */
  missed?: readonly string[]
  /** it did not arrive */
  bounced?: true
  /** when the word of that had been heard */
  back?: number
}
export type Owed = { notice: Notice; at: number }

/** A call may take a minute: what was put right during it cannot be known to it. */
const DURING = 70_000
const SKEW = 2 * MINUTE

export const watchOver = (world: World, rules: Rules = oneRule) => {
  const versions = new Map<string, { at: number; case: Case }[]>()
  const chains = new Map<string, Link[]>()
  const climbed = new Set<string>()
  const owed = new Map<string, Owed>()
  const promised = new Set<string>()
  const copies = new Map<string, Copy[]>()
  const claims = new Map<string, { attempt: number; call: number; step: number }>()
  /** what is owed to other cases, by whether it is done */
  const errands = new Map<string, { to: string; at: number; done: boolean }>()
  /** orders whose mail came back, by the attempt that it was */
  const ordersBack = new Map<string, number>()
  const spoken = new Map<string, readonly string[]>()
  const told = new Map<string, { at: number; to: string; copy: Copy }[]>()
  const figures = { mails: 0, doubled: 0, standing: 0, afterRestore: 0, most: 0 }
  const found: string[] = []
  const wrong = (what: string): void => void found.push(`${fromEpoch(world.agenda.now())}: ${what}`)

  const rungs = (event: Recorded, c: Case): void => {
    const workflow = workflows[c.workflow]!
    for (const one of (event.data.rungs ?? []) as {
      clock: string
      due: string
      rung: number
      times: number
      told: boolean
    }[]) {
      if (!one.told) continue
      const key = `${c.id}~${one.clock}~${one.due}~${one.rung}~${one.times}`
      if (climbed.has(key)) wrong(`${key} is told twice in the history`)
      climbed.add(key)
      const clock = workflow.clocks[one.clock] as Running['clock']
      for (const role of ladderOf(clock, c.facts)[one.rung]?.tell ?? []) promised.add(`${key}~${role}`)
    }
  }
  const caseWritten = (c: Case, at: number): void => {
    const known = versions.get(c.id) ?? []
    if (c.version !== known.length + 1) wrong(`${c.id} went from version ${known.length} to ${c.version}`)
    if (!c.lead) wrong(`${c.id} has no lead`)
    if ((c.closedAt === undefined) === (c.wake === undefined)) wrong(`${c.id} is ${c.state} and would be silent`)
    versions.set(c.id, [...known, { at, case: c }])
  }
  const eventWritten = (link: Link): void => {
    const { event } = link
    const chain = chains.get(event.caseId) ?? []
    const before = chain.at(-1)
    if (event.seq !== chain.length + 1) wrong(`event ${event.seq} of ${event.caseId} follows event ${chain.length}`)
    if (link.prevHash !== (before?.hash ?? genesis)) wrong(`event ${event.seq} of ${event.caseId} breaks the chain`)
    if (link.hash !== hashOf(link.prevHash, event))
      wrong(`event ${event.seq} of ${event.caseId} is not what was hashed`)
    chains.set(event.caseId, [...chain, link])
    const c = versions.get(event.caseId)?.at(-1)?.case
    if (event.type === 'clock.climbed' && c) rungs(event, c)
  }
  /** Whatever is of a canary goes again by itself, but for what went wrong; nothing else does but what remembers a message. */
  const keptFor = (item: Item): void => {
    const canarys = `${item.pk} ${unpacked(item.body)}`.includes('canary:')
    if (item.kind !== 'SEEN' && item.kind !== 'INCIDENT' && canarys !== (item.ttl !== undefined))
      wrong(`${item.kind} ${item.pk} ${canarys ? 'of a canary stays for ever' : 'would expire'}`)
  }
  const wrote = (item: Item, at: number): void => {
    const body = () => JSON.parse(unpacked(item.body))
    keptFor(item)
    if (item.kind === 'CASE') caseWritten(body(), at)
    if (item.kind === 'EVENT') eventWritten({ event: body(), prevHash: String(item.prevHash), hash: String(item.hash) })
    if (item.kind === 'ERRAND') errands.set(String(item.id), { to: body().to, at, done: item.status === 'settled' })
    if (item.kind === 'NOTICE' && !owed.has(String(item.id))) owed.set(String(item.id), { notice: body(), at })
  }

  /** Whether what the notice says was so at any moment of the last minute. */
  const held = (notice: Notice, now: number): boolean => {
    if (notice.clock === undefined) return true
    const all = versions.get(notice.caseId) ?? []
    return all.some(({ case: c }, index) => {
      const until = all[index + 1]?.at ?? Number.POSITIVE_INFINITY
      if (until < now - DURING) return false
      // moved by the very rung that is told
      if (c.enteredAt === notice.at) return true
      return (
        c.closedAt === undefined &&
        rules
          .reckons()
          .some(reckon =>
            running(workflows[c.workflow]!, c, reckon).some(one => one.name === notice.clock && one.due === notice.due),
          )
      )
    })
  }
  const inWindow = (moment: number): boolean => {
    const now = fromEpoch(moment)
    return nextSendingMoment(now, officeHours, england) === now
  }
  /** Whether a digest speaks of that clock of that case. */
  const listed = ({ caseId, workflow, clock }: Notice, text: string): boolean => {
    const title = workflows[workflow]!.clocks[clock ?? '']?.title ?? ''
    return text.includes(`/cases/${encodeURIComponent(caseId)}`) && text.includes(title)
  }
  const key = (parcel: Parcel): string => `${parcel.kind} ${parcel.id}`
  const sentAs = (messageId: string): Copy[] => [...copies.values()].flat().filter(one => one.messageId === messageId)

  const again = (copy: Copy, before: Copy): void => {
    const to = copy.mail.to.join(',')
    const what = `${key(copy.parcel)} to ${to} for the ${copy.attempt}. time`
    if (before.settled !== undefined && before.settled < copy.claimed) wrong(`${what}: it was marked as sent before`)
    if (before.proven !== undefined && before.proven < copy.claimed && before.attempt === copy.attempt - 1)
      wrong(`${what}: SES had proven it before`)
    if (world.working(before.call)) wrong(`${what}: two at once`)
    if (!copy.mail.subject.startsWith('Copy: ')) wrong(`${what}: it does not say that it is a copy`)
  }

  /** `others`: what else the mail says of the same clock, of which the newest is meant */
  const mention = (notice: Notice, copy: Copy, others: readonly Notice[]): void => {
    const now = copy.at
    if (![notice, ...others].some(one => held(one, now))) wrong(`${notice.id} left although it had been put right`)
    if (toEpoch(notice.owedSince) > now + SKEW) wrong(`${notice.id} left before its time`)
    for (const to of copy.mail.to) {
      const known = told.get(notice.id) ?? []
      // What presses comes again in the next working day's digest: that is meant, and is no copy.
      const pressing = notice.clock !== undefined && presses(severityOf(notice.urgency, notice.due, fromEpoch(now)))
      const meant = (one: Copy): boolean =>
        pressing && copy.parcel.kind === 'digest' && one.parcel.kind === 'digest' && one.parcel.id !== copy.parcel.id
      const before = known.filter(one => one.to === to)
      if (before.some(one => meant(one.copy))) figures.standing += 1
      const same = before.filter(one => !meant(one.copy))
      if (same.length > 0) {
        if (same.every(one => one.copy.forgotten)) figures.afterRestore += 1
        else figures.doubled += 1
      }
      told.set(notice.id, [...known, { at: now, to, copy }])
      figures.most = Math.max(figures.most, same.filter(one => !one.copy.forgotten).length + 1)
    }
  }

  return {
    rules,
    figures,
    versions,
    chains,
    owed,
    told,
    found,
    copies,
    errands,
    ordersBack,
    wrote,
    wrong,
    /** after each step of the simulation: what was promised is owed, and nothing forbidden has happened */
    look: (): void => {
      for (const id of promised) {
        if (!owed.has(id)) wrong(`${id} was told, says the history, and is not owed`)
        promised.delete(id)
      }
      if (found[0] !== undefined) throw new Violation(found.join('\n'))
    },
    claimed: (parcel: Parcel, attempt: number, call: number): void =>
      void claims.set(`${key(parcel)} ${attempt}`, { attempt, call, step: world.step() }),
    settled: (parcel: Parcel, attempt: number): void => {
      for (const one of copies.get(key(parcel)) ?? []) if (one.attempt === attempt) one.settled ??= world.step()
    },
    proven: (parcel: Parcel, attempt: number): void => {
      for (const one of copies.get(key(parcel)) ?? []) if (one.attempt === attempt) one.proven ??= world.step()
    },
    /** owed again, to others than those: what these had is no first copy of it */
    /** for which other notices of its step a mail speaks that is about to leave */
    speaks: (parcel: Parcel, attempt: number, also: readonly string[]): void => {
      spoken.set(`${key(parcel)} ${attempt}`, also)
    },
    reopened: (parcel: Parcel, avoid: readonly string[]): void => {
      for (const one of copies.get(key(parcel)) ?? []) one.missed = [...(one.missed ?? []), ...avoid]
    },
    bounced: (messageId: string): void => {
      for (const one of sentAs(messageId)) one.bounced = true
    },
    returned: (messageId: string, mail: Mail): void => {
      for (const one of sentAs(messageId)) one.back ??= world.agenda.now()
      const { order, case: of, attempt } = mail.tags
      const named = orderOfTags(order, of)
      if (named) ordersBack.set(named.id, Number(attempt))
    },
    /** `inside`: what a digest was made of */
    left: (left: Left, inside: readonly Notice[] | undefined): void => {
      figures.mails += 1
      const copy: Copy = { ...left, claimed: claims.get(`${key(left.parcel)} ${left.attempt}`)?.step ?? 0 }
      const earlier = (copies.get(key(left.parcel)) ?? []).filter(one => !one.forgotten)
      const same = earlier.filter(one => one.mail.to.some(to => copy.mail.to.includes(to) && !one.missed?.includes(to)))
      for (const one of same) again(copy, one)
      // A report tells of no notice: its copies are counted as such.
      if (left.parcel.id.startsWith('report:') && same.length > 0) figures.doubled += 1
      copies.set(key(left.parcel), [...earlier, copy])
      const single = owed.get(left.parcel.id)?.notice
      const also = (spoken.get(`${key(left.parcel)} ${left.attempt}`) ?? []).flatMap(id => owed.get(id)?.notice ?? [])
      const notices = inside ?? [...(single ? [single] : []), ...also]
      const shown = inside === undefined ? notices : notices.filter(notice => listed(notice, left.mail.text))
      for (const notice of shown)
        mention(
          notice,
          copy,
          shown.filter(one => one.caseId === notice.caseId && one.clock === notice.clock),
        )
      const emergency = left.mail.tags.urgency === 'emergency'
      if (!emergency && ![-3, 0, 3].some(minutes => inWindow(left.at + minutes * MINUTE)))
        wrong(`${key(left.parcel)} left outside the window`)
    },
    /** the table was set back: what it has forgotten it may say again */
    restored: (log: readonly { at: number; item: Item }[]): void => {
      for (const map of [versions, chains, owed, errands]) map.clear()
      climbed.clear()
      promised.clear()
      for (const all of copies.values()) for (const one of all) one.forgotten = true
      for (const { at, item } of log) wrote(item, at)
    },
  }
}

export type Watch = ReturnType<typeof watchOver>
