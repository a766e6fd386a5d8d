import { decode, encode, intakeTtl } from '../items.ts'
import * as keys from '../keys.ts'
import { walk } from '../pages.ts'
import type { Table } from '../table.ts'
import type { IntakeLog } from './arrivals.ts'

const MOST = 200

export const intakeLogOver = (table: Table): IntakeLog => ({
  noteIntake: async line => {
    await table.put({ item: encode('INTAKE', keys.intakeKey(line), line, { ttl: intakeTtl(line.at) }) })
  },
  intakeOf: async reference => {
    const { items } = await walk(table, [{ pk: keys.intakePk(reference) }], { limit: MOST }, { backwards: true })
    return items.map(item => decode('INTAKE', item).body).reverse()
  },
})
