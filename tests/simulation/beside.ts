/** What runs beside the mails of single cases: contractors' orders each minute, the canary and the week's lists each hour. */
import type { Apply } from '../../shared/apply.ts'
import { fromEpoch } from '../../shared/core/time.ts'
import { adopt } from '../../shared/redate.ts'
import { storeOver } from '../../shared/store/compose.ts'
import type { Disk } from './disk.ts'
import type { House } from './house.ts'
import { admin } from './people.ts'
import type { Rules } from './regime-change.ts'
import { insisting } from './stream.ts'
import { HOUR, MINUTE, type World } from './world.ts'

/** They are looked for each minute, and here as often as will tell. Where none is owed, nothing is asked. */
const ORDERS = 5 * MINUTE

const ordersOwed = async (world: World, disk: Disk): Promise<boolean> =>
  (await storeOver(disk.truth()).ordersIn('ORDER', fromEpoch(world.agenda.now()), { limit: 1 })).items.length > 0

export const beside = (world: World, disk: Disk, house: House): void => {
  const { agenda, dice, faults } = world
  const every = (period: number, first: number, run: () => unknown): void =>
    agenda.at(first, () => {
      every(period, first + period, run)
      if (world.down() || dice.chance(faults().lost)) return 'idle'
      run()
      return undefined
    })
  const start = agenda.now()
  every(ORDERS, start + dice.below(ORDERS), async () => {
    if (await ordersOwed(world, disk)) house.orders.invoke({}).catch(() => undefined)
  })
  every(HOUR, start + dice.below(HOUR), () => insisting(world, 10, () => house.tick.invoke('canary')))
  every(HOUR, start + dice.below(HOUR), () => insisting(world, 10, () => house.report.invoke({})))
}

/** Somebody moves an open case to the choices in force, and asks again until there is an answer. */
export const adopts = (world: World, house: House, rules: Rules, caseId: string): void => {
  const known = rules.born()?.known
  if (!known) return
  const at = fromEpoch(world.agenda.now())
  insisting(world, 24 * 60, () =>
    house.api.invoke((apply: Apply) =>
      adopt(apply, known, { id: caseId }, admin, { at, reason: 'the new lead times' }),
    ),
  )
}
