/** W5: the position of a stock by stream, asked of the API's own handler; its floor is reading the same pages raw. */
import type { Context } from 'aws-lambda'
import { createHandler } from '../../../functions/api/handler.ts'
import type { Deps } from '../../../functions/api/ports.ts'
import type { Day } from '../../../shared/core/time.ts'
import { counted } from '../consumed.ts'
import { type Measured, measured, pool } from '../measure.ts'
import { forClients, noted, replayUnit, type Unit } from '../recorder.ts'
import { type Database, rig, startDatabase } from '../rig.ts'
import { type Kept, readingKept } from './w5-kept.ts'
import { gasOf } from './w123-writing.ts'

export const asked = (path: string, query = '') => ({
  version: '2.0',
  rawPath: path,
  rawQueryString: query,
  queryStringParameters: Object.fromEntries(new URLSearchParams(query)),
  headers: { host: 'localhost' },
  requestContext: { http: { method: 'GET', path, sourceIp: '127.0.0.1' } },
  isBase64Encoded: false,
})

/** What the API's handler is made of, as far as reports ask for it. */
export const depsOf = (database: Pick<Database, 'call'>, now = '2026-11-02T09:00:00Z') => {
  const directory = async () => ({ people: [], fallback: { email: 'duty@x.org', name: 'Duty desk' } })
  const own = rig(database, now)
  return {
    ...own,
    directory,
    policy: {},
    forgetPeople: () => {},
    personas: { local: true },
    evidence: {},
    report: (error: unknown) => console.error(error),
  }
}

export type Report = {
  requests: number
  /** units of one report */
  read: number
  ours: Measured[]
  floor: Measured[]
  /** the same as at last night */
  kept: Kept
}

/** Asks the API's own handler for the position, and holds the answer to what was laid in. */
const asking = (database: Pick<Database, 'call'>, homes: number) => {
  const handler = createHandler(depsOf(database) as unknown as Deps)
  return async (): Promise<void> => {
    const answer = await handler(asked('/position') as never, { getRemainingTimeInMillis: () => 600_000 } as Context)
    const { workflows } = JSON.parse(answer.body ?? '{}') as { workflows?: { overdue: number }[] }
    const overdue = (workflows ?? []).reduce((sum, one) => sum + one.overdue, 0)
    if (overdue !== Math.ceil(homes / 10)) throw new Error(`${overdue} overdue: ${String(answer.body).slice(0, 300)}`)
  }
}

export const reporting = async (homes: number, reps: number): Promise<Report> => {
  const database = await startDatabase()
  const r = rig(database, '2026-11-02T09:00:00Z')
  try {
    const numbers = Array.from({ length: homes }, (_, i) => i)
    await pool(numbers, 16, n => r.apply.open('gas', gasOf(n, (n % 10 === 0 ? '2026-10-01' : '2027-06-01') as Day)))
    const unit: Unit = []
    const ask = asking({ call: noted(database.call, unit) }, homes)
    const { call, used } = counted(database.call)
    await asking({ call }, homes)()
    await ask()
    const [ours, floor]: [Measured[], Measured[]] = [[], []]
    for (let rep = 0; rep < reps; rep++) {
      unit.length = 0
      ours.push(await measured(ask))
      const [asked] = forClients([unit])
      floor.push(await measured(() => replayUnit(database, asked!)))
    }
    return { requests: unit.length, read: used.read, ours, floor, kept: await readingKept(database, homes, reps) }
  } finally {
    await database.stop()
  }
}
