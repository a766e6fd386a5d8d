/** The minute's tick. Minutes in which it would find nothing are passed over, but for one now and then. */
import { type Instant, toEpoch } from '../../shared/core/time.ts'
import { storeOver } from '../../shared/store/compose.ts'
import type { Disk } from './disk.ts'
import type { Lambda } from './process.ts'
import { HOUR, MINUTE, type World } from './world.ts'

/** By then it is ten minutes old, whatever clocks say. */
const CONFIRMED = 13 * MINUTE

export const ticking = (world: World, disk: Disk, tick: Lambda, never: boolean) => {
  const { agenda, dice, faults } = world
  let next = Number.POSITIVE_INFINITY
  let ran = 0
  /** when it is to be seen whether emergencies have arrived */
  let looks: number[] = []
  const nextWork = async (): Promise<number> => {
    const { nextDue, nextOwed } = storeOver(disk.truth())
    const moments = [(await nextDue())?.at, await nextOwed()].filter(one => one !== undefined)
    return Math.min(...moments.map((moment: Instant) => toEpoch(moment)), ...looks, Number.POSITIVE_INFINITY)
  }
  const set = (moment: number): void => {
    if (moment >= next) return
    next = moment
    agenda.at(moment, () => {
      if (next !== moment) return 'idle'
      next = Number.POSITIVE_INFINITY
      if (!world.down()) void minute()
      return undefined
    })
  }
  const minute = async (): Promise<void> => {
    const now = agenda.now()
    const work = await nextWork()
    const due = work <= now || now - ran > 6 * HOUR
    if (due && !never && !dice.chance(faults().lost)) {
      ran = now
      // EventBridge calls it no second time: the next minute does.
      const looked = (): void => {
        looks = looks.filter(one => one > now)
      }
      tick.invoke({}).then(looked, () => undefined)
    }
    set(Math.max(now + MINUTE, Math.min(work, now + 3 * HOUR)))
  }
  return {
    /** an emergency is on its way */
    emergency: (): void => {
      looks.push(agenda.now() + CONFIRMED)
      set(agenda.now() + CONFIRMED)
    },
    pull: (): void => set(Math.ceil((agenda.now() + 1) / MINUTE) * MINUTE),
  }
}
