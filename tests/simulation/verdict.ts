/** When all is calm again: everything that is overdue has been told once, the gravest of it, and the history is whole. */

import { listen } from '../../shared/canary.ts'
import type { Notice } from '../../shared/core/case.ts'
import { reachedBy, running, wakeOf } from '../../shared/core/clocks.ts'
import { replay } from '../../shared/core/replay.ts'
import { at, fromEpoch, instant, toEpoch } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import { digestDay, nextSendingMoment, officeHours } from '../../shared/mail/window.ts'
import { issuing } from '../../shared/orders/owed.ts'
import { contractorOf } from '../../shared/position/theirs.ts'
import { unpacked } from '../../shared/store/body.ts'
import { canonical, verifyChain } from '../../shared/store/chain.ts'
import { storeOver } from '../../shared/store/compose.ts'
import { caseKey, orderKey } from '../../shared/store/keys.ts'
import type { Table } from '../../shared/store/table.ts'
import { contractors, type Receiver } from './contractor.ts'
import { workflows } from './house.ts'
import type { Copy, Watch } from './watch.ts'
import type { Accepted } from './workload.ts'
import { MINUTE } from './world.ts'

/** Minutes after recovery, or after it is owed, within which a mail must have left (a lost answer waits out its lease). */
const PROMPT = 25

/** When it must have left, at the latest. */
const byWhen = (notice: Notice, from: number): number => {
  const moment = fromEpoch(from)
  if (notice.urgency === 'emergency') return from + PROMPT * MINUTE
  if (notice.urgency === 'urgent') return toEpoch(nextSendingMoment(moment, officeHours, england)) + PROMPT * MINUTE
  // What came within minutes of a morning's digest may have to wait for the next one.
  const late = fromEpoch(from + 10 * MINUTE)
  return toEpoch(at(digestDay(late, officeHours, england), officeHours.from)) + PROMPT * MINUTE
}

export type Ended = {
  table: Table
  watch: Watch
  accepted: readonly Accepted[]
  calmSince: number
  end: number
  receiver: Receiver
  whole: boolean
}

const replays = ({ table, watch }: Ended) =>
  [...watch.chains].map(async ([id, links]) => {
    const item = await table.get(caseKey(id))
    const c = JSON.parse(unpacked(item?.body))
    const folded = replay(
      workflows[c.workflow]!,
      links.map(link => link.event),
      watch.rules.reckons()[0]!,
    )
    if (canonical(folded) !== canonical(c)) watch.wrong(`the history of ${id} does not give the case`)
    const chain = verifyChain(links, String(item?.head))
    if (!chain.ok) watch.wrong(`the chain of ${id} breaks at ${chain.seq}: ${chain.why}`)
  })

/** A clock that runs and has reached a rung that nobody has been told of, or was climbed past its gravest. */
const climbs = ({ watch, end }: Ended): void => {
  const [reckon] = watch.rules.reckons()
  if (!reckon) return
  for (const [id, all] of watch.versions) {
    const c = all.at(-1)!.case
    if (c.closedAt !== undefined) continue
    const margin = fromEpoch(end - 5 * MINUTE)
    for (const clock of running(workflows[c.workflow]!, c, reckon))
      for (const missed of reachedBy(c, clock, margin, reckon))
        watch.wrong(`${id} has not climbed to rung ${missed.rung} of ${clock.name}, owed since ${missed.at}`)
    const wake = wakeOf(workflows[c.workflow]!, c, reckon)
    if (wake !== c.wake && c.wake && c.wake > margin)
      watch.wrong(`${id} sleeps until ${c.wake}, and by today’s rules it is ${wake}`)
  }
}

const stands = ({ watch, end }: Ended, notice: Notice): boolean => {
  const c = watch.versions.get(notice.caseId)?.at(-1)?.case
  if (notice.clock === undefined) return true
  if (!c || c.closedAt !== undefined) return false
  const taken = c.acknowledged.some(
    one => one.clock === notice.clock && one.due === notice.due && toEpoch(one.until) > end,
  )
  if (taken && (notice.times ?? 0) > 0) return false
  const [reckon] = watch.rules.reckons()
  return running(workflows[c.workflow]!, c, reckon!).some(one => one.name === notice.clock && one.due === notice.due)
}

/** Minutes until an emergency that no mailbox has confirmed goes to whoever is next, and to how many it goes. */
const CONFIRMED = 12
const CONTACTS = 3
/** What came back counts once it is known; of an emergency the silence alone makes it known. */
const hasCome = ({ urgency }: Notice, { bounced, back }: Copy): boolean =>
  urgency === 'emergency' ? !bounced : back === undefined

/** How many notices reached nobody: no mail left, or the word that it came back was heard and nobody else had it. */
const lost = (ended: Ended): number => {
  const { watch, calmSince, end } = ended
  const untold = [...watch.owed.values()].filter(({ notice, at }) => {
    const mails = (watch.told.get(notice.id) ?? []).map(one => one.copy)
    const back = Math.max(0, ...mails.map(one => one.back ?? (one.bounced ? one.at + CONFIRMED * MINUTE : 0)))
    if (
      mails.some(one => hasCome(notice, one)) ||
      mails.length >= CONTACTS ||
      byWhen(notice, Math.max(at, back, calmSince)) > end
    )
      return false
    return stands(ended, notice)
  })
  for (const { notice } of untold) watch.wrong(`nobody was told of ${notice.id}`)
  return untold.length
}

/** What a case owes to another is done, and has been done to a case that is there. */
const done = ({ watch, calmSince, end }: Ended): void => {
  for (const [id, errand] of watch.errands) {
    if (!errand.done && Math.max(errand.at, calmSince) < end - 5 * MINUTE) watch.wrong(`the errand ${id} is not done`)
    if (errand.done && !watch.versions.has(errand.to)) watch.wrong(`${errand.to}, of the errand ${id}, is not there`)
  }
  for (const [id, all] of watch.versions) {
    const { at, case: c } = all.at(-1)!
    if (Math.max(at, calmSince) > end - 5 * MINUTE) continue
    for (const child of Object.keys(c.children))
      if (!watch.versions.has(child)) watch.wrong(`${id} has raised ${child}, which is not there`)
  }
}

const kept = ({ watch, accepted }: Ended): void => {
  for (const { caseId, seq, type } of accepted)
    if (watch.chains.get(caseId)?.[seq - 1]?.event.type !== type)
      watch.wrong(`${type} was accepted as event ${seq} of ${caseId} and is not there`)
  for (const links of watch.chains.values()) {
    const posted = links
      .map(link => link.event)
      .filter(event => event.by.kind !== 'system' && event.type !== 'case.opened' && event.type !== 'child.closed')
    const once = new Set(posted.map(event => `${event.type} ${event.at}`))
    if (once.size < posted.length) watch.wrong(`a message stands twice in the history of ${posted[0]!.caseId}`)
  }
}

/** Of the pauses of an order, which grow, so many fit into the longest history; what is tried more often cannot be sent. */
const TRIES = 15

/** Every order has arrived, or waits for its next attempt, or somebody knows why not. */
const delivered = async ({ table, watch, receiver, end }: Ended): Promise<void> => {
  const { ordersOf } = storeOver(table)
  for (const [id, all] of watch.versions) {
    const { case: c } = all.at(-1)!
    const owed = (await ordersOf(id)).items.filter(({ order }) => order.kind === 'issued')
    const [, out = []] = issuing.find(([workflow]) => workflow === c.workflow) ?? []
    if (c.closedAt === undefined && out.includes(c.state) && contractorOf(c, contractors) && owed.length === 0)
      watch.wrong(`the job of ${id} went out to nobody`)
  }
  for (const id of watch.versions.keys())
    for (const { order, status, attempts, log } of (await ordersOf(id)).items) {
      const item = await table.get(orderKey(order.caseId, order.id))
      const [next] = String(item?.pendingSk ?? '').split('#')
      const due = next !== '' && status !== 'dead' && toEpoch(instant.parse(next)) < end - 5 * MINUTE
      if (attempts > TRIES) watch.wrong(`${order.id} was tried ${attempts} times and has not got anywhere`)
      if (due) watch.wrong(`${order.id} was to be delivered at ${next}, and is ${status}`)
      if (status === 'sent' && watch.ordersBack.get(order.id) === attempts)
        watch.wrong(`the mail of ${order.id} came back, and it counts as sent`)
      const arrived = receiver.arrived.some(one => one.order === order.id)
      if (status === 'sent' && !arrived && log.at(-1)?.by === 'webhook') watch.wrong(`${order.id} has not arrived`)
      if (log.some(one => one.outcome === 'dead') && ![...watch.versions.keys()].some(one => one.startsWith('TRI')))
        watch.wrong(`${order.id} is dead, and nobody was told`)
    }
}

/** The hour's canary came through, and the directors have the last week's list. */
const watched = async ({ table, watch, calmSince, end }: Ended): Promise<void> => {
  const { heardAt } = await listen(storeOver(table), fromEpoch(end))
  if (end - calmSince >= 100 * MINUTE && !(heardAt && toEpoch(heardAt) > calmSince))
    watch.wrong(`no canary came through since ${fromEpoch(calmSince)}`)
  const since = toEpoch(nextSendingMoment(fromEpoch(calmSince), officeHours, england))
  const sent = [...watch.copies.keys()].some(key => key.startsWith('digest report:roll-up:'))
  if (end - since >= 100 * MINUTE && !sent) watch.wrong('nobody was sent the roll-up of the week')
}

/** Adds what is wrong to the watch; answers how many notices were lost. */
export const judge = async (ended: Ended): Promise<number> => {
  await Promise.all(replays(ended))
  climbs(ended)
  kept(ended)
  done(ended)
  if (ended.whole) await Promise.all([delivered(ended), watched(ended)])
  return lost(ended)
}
