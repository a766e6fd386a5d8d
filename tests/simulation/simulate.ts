/** One seed, one history: a few cases, some bad hours or days, then calm; judged at every step and at the end. */
import { apply } from '../../shared/apply.ts'
import { at, type Day, fromEpoch, toEpoch } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import { nextSendingMoment, officeHours } from '../../shared/mail/window.ts'
import { ordersOwed } from '../../shared/orders/owed.ts'
import { storeOver } from '../../shared/store/compose.ts'
import { withRegimes } from '../../shared/store/regimes.ts'
import { agendaFrom } from './agenda.ts'
import { adopts, beside } from './beside.ts'
import { contractors } from './contractor.ts'
import { diceOf } from './dice.ts'
import { diskOf } from './disk.ts'
import { houseOf, reckon, type Without, workflows } from './house.ts'
import { people } from './people.ts'
import { changingRules, oneRule } from './regime-change.ts'
import { streamTo } from './stream.ts'
import { ticking } from './ticking.ts'
import { judge } from './verdict.ts'
import { Violation, watchOver } from './watch.ts'
import { type Accepted, open, openings, workload } from './workload.ts'
import { calm, type Faults, HOUR, MINUTE, type World } from './world.ts'

/** Ordinary days, a bank holiday's eve, the nights on which the clocks change, the turn of the year. */
const beginnings = [
  '2027-02-09',
  '2027-03-27',
  '2026-10-24',
  '2026-12-23',
  '2027-04-30',
  '2027-10-30',
  '2026-12-31',
  '2027-06-15',
]

export type Asked = {
  without?: Without
  /** so many times as bad as any day: what is rare comes within few histories */
  harsh?: number
  /** dies at this call to the outside, counted from 1, and suffers nothing else */
  dieAt?: number
}

export type Result = {
  seed: number
  lost: number
  wrong: string[]
  mails: number
  /** somebody was told of one thing again */
  doubled: number
  /** again, in the digest of a later working day, since it is overdue and nobody has taken it on */
  standing: number
  /** again, because the table was set back to before it was said */
  afterRestore: number
  /** the most often that anybody was told one thing */
  most: number
  /** work orders that reached a contractor, and those of them that came again */
  orders: number
  orderCopies: number
  /** calls to the outside */
  calls: number
  story: string[]
}

/**
 * An eighth of the histories, which cost ten times as much, has all that runs beside the mails: contractors, canaries,
 * weekly lists, rules that change.
 */
export const isWhole = (seed: number): boolean => [2, 7].includes(seed % 16)

export const simulate = async (seed: number, { without = {}, harsh = 1, dieAt }: Asked = {}): Promise<Result> => {
  const dice = diceOf(seed)
  const start = toEpoch(at(dice.pick(beginnings) as Day, '00:00')) + dice.below(24) * HOUR + dice.below(60) * MINUTE
  const agenda = agendaFrom(start)
  const story: string[] = []
  const say = (what: string): void => void story.push(`${fromEpoch(agenda.now())} ${what}`)
  const severe = dice.pick([0.5, 1, 2.5]) * harsh
  const bad: Faults = {
    crash: dice.pick([0, 0.001, 0.004, 0.01]) * severe,
    stall: 0.004 * severe,
    skew: true,
    lost: 0.05 * severe,
    doubled: 0.05 * severe,
    late: 0.05 * severe,
    unanswered: 0.1 * severe,
    throttled: 0.03 * severe,
    bounced: 0.02 * severe,
    lag: 0.1,
  }
  let faults = calm
  let outage = false
  let steps = 0
  let calls = 0
  const working = new Set<number>()
  const world: World = {
    agenda,
    dice,
    faults: () => faults,
    down: () => outage,
    dies: () => {
      calls += 1
      return dieAt === undefined ? dice.chance(faults.crash) : calls === dieAt
    },
    step: () => ++steps,
    working: call => working.has(call),
    begun: call => void working.add(call),
    ended: call => void working.delete(call),
  }
  const whole = dieAt === undefined && isWhole(seed)
  const rules = whole ? changingRules(fromEpoch(start)) : oneRule
  const watch = watchOver(world, rules)
  const disk = diskOf(world, item => {
    watch.wrote(item, agenda.now())
    // What notify passes over by a glance need not be shown to it each time.
    const open = item.kind !== 'NOTICE' || (item.status === 'pending' && item.until === undefined)
    if (open || dice.chance(0.1)) for (const stream of streams) stream.deliver(item)
    if (item.status === 'claimed' && String(item.pendingPk).startsWith('NOTICE#emergency')) tick.emergency()
    tick.pull()
  })
  const gone = whole && dice.chance(0.15)
  const house = houseOf({ world, disk, watch, without, rules, gone })
  const streams = [
    streamTo(world, ['CASE', 'ERRAND', 'BUNDLE'], event => house.follow.invoke(event)),
    streamTo(world, ['NOTICE'], event => house.notify.invoke(event)),
  ]
  const tick = ticking(world, disk, house.tick, without.tick === true)

  const regime = rules.born()
  const bare = storeOver(disk.table)
  const fresh = regime ? withRegimes(bare, regime.known) : bare
  const first = apply({
    store: fresh,
    workflows,
    reckon: regime?.known.reckon ?? reckon,
    ...(whole ? { orders: ordersOwed(contractors) } : {}),
    now: () => fromEpoch(agenda.now()),
    salt: () => `salt of the seed ${seed}`,
    pause: async () => {},
  })
  for (const one of people) await fresh.putPerson(one)
  const cases = openings(world, fromEpoch(start), whole)
  for (const one of cases) await open(first, one, whole)

  const accepted: Accepted[] = []
  const happen = workload(world, house.api, one => accepted.push(one))
  const hours = dice.pick(whole ? [1, 1, 2, 4, 10] : [1, 1, 2, 4, 10, 26])
  const long = dieAt === undefined && dice.chance(0.08)
  const quietAgain = start + (hours + (long ? 49 : 0)) * HOUR
  const during = (count: number, run: () => void): void => {
    for (let one = 0; one < count; one++) agenda.at(start + dice.below(hours * HOUR), run)
  }
  const { receiver, scheduler: _, ...functions } = house
  const everything = Object.values(functions)
  if (whole) beside(world, disk, house)
  if (dieAt === undefined) {
    agenda.at(start + 1, () => {
      faults = bad
    })
    if (whole)
      during(1, () => {
        say('deploys other rules')
        rules.change()
        for (const one of everything) one.deploy()
        for (const { id } of cases) if (dice.chance(0.4)) adopts(world, house, rules, id)
      })
    during(dice.below(3), () => {
      say('deploys')
      for (const one of everything) one.deploy()
    })
    if (dice.chance(0.12))
      during(1, () => {
        say('sets the table back by five minutes')
        for (const one of everything) one.kill()
        for (const stream of streams) stream.cut()
        const to = agenda.now() - 5 * MINUTE
        watch.restored(disk.restore(to))
        receiver.restored()
        accepted.splice(0, accepted.length, ...accepted.filter(one => one.at <= to))
        if (watch.versions.size === 0) say('nothing is left')
      })
    if (long) {
      const from = start + dice.below(hours * HOUR)
      agenda.at(from, () => {
        say('everything is out for 48 hours')
        outage = true
      })
      agenda.at(from + 48 * HOUR, () => {
        say('everything is back')
        outage = false
        tick.pull()
      })
    }
  }
  during(dice.between(1, 6), () => happen(cases))
  agenda.at(quietAgain, () => {
    say('calm')
    faults = calm
    for (const one of everything) one.kill()
    tick.pull()
  })
  tick.pull()
  // Emergencies leave at any hour; whether the rest leaves shows when the sending window has opened, which takes longer.
  const opened =
    toEpoch(nextSendingMoment(fromEpoch(quietAgain + 14 * HOUR), officeHours, england)) + (whole ? 105 : 45) * MINUTE
  const end = dice.chance(0.35) ? opened : quietAgain + 2 * HOUR
  let lost = 0
  try {
    await agenda.runTo(end, watch.look)
    lost = await judge({ table: disk.truth(), watch, accepted, calmSince: quietAgain, end, receiver, whole })
  } catch (error) {
    if (!(error instanceof Violation))
      watch.wrong(error instanceof Error ? (error.stack ?? error.message) : String(error))
  }
  return {
    seed,
    lost,
    wrong: watch.found,
    ...watch.figures,
    orders: receiver.arrived.length,
    orderCopies: receiver.copies(),
    calls,
    story,
  }
}
