/** W5 as at last night: the night counts every case once and keeps its reports; whoever asks for that day reads those. */
import * as z from 'zod'
import { createHandler } from '../../../functions/api/handler.ts'
import type { Deps } from '../../../functions/api/ports.ts'
import type { Deps as NightDeps } from '../../../functions/report/ports.ts'
import { takeSnapshot } from '../../../functions/report/snapshot.ts'
import type { Day } from '../../../shared/core/time.ts'
import { keptName, unpacked } from '../../../shared/report/kept.ts'
import { counted } from '../consumed.ts'
import { type Measured, measured } from '../measure.ts'
import { type Database, rig } from '../rig.ts'
import { asked, depsOf } from './w5-report.ts'

const NIGHT = '2026-11-02' as Day
const MORNING = '2026-11-03T09:00:00Z'

const row = z.looseObject({ key: z.string(), overdue: z.number().optional() })
const told = z.looseObject({
  kept: z.boolean(),
  parts: z.array(z.looseObject({ table: z.looseObject({ rows: z.array(row.catch({ key: '' })) }).optional() })),
})

export type Kept = { requests: number; read: number; objects: number; ours: Measured[] }

/** `homes` are laid in; objects of the archive are in memory here, one GET of S3 each there. */
export const readingKept = async (database: Database, homes: number, reps: number): Promise<Kept> => {
  const lying = new Map<string, Uint8Array>()
  const archive: NightDeps['reports'] = {
    put: async (name, bytes) => {
      if (lying.has(name)) return 'there'
      lying.set(name, bytes)
      return 'kept'
    },
  }
  const landlord = { name: 'Example Homes', roles: {}, contractors: [] }
  const night = { ...rig(database, MORNING), landlord }
  await takeSnapshot({ ...night, reports: archive, heads: archive } as unknown as NightDeps, NIGHT)
  const { call, used } = counted(database.call)
  let objects = 0
  const kept: Deps['reports']['kept'] = async (asAt, id) => {
    objects += 1
    return unpacked(lying.get(keptName(asAt, id))!)
  }
  const make = () => Promise.reject(new Error('the kept report was not found'))
  const handler = createHandler({ ...depsOf({ call }, MORNING), reports: { kept, make } } as unknown as Deps)
  const ask = async (): Promise<void> => {
    const event = asked('/reports/position', `asAt=${NIGHT}`)
    const answer = await handler(event as never, { getRemainingTimeInMillis: () => 600_000 } as never)
    const { kept: asKept, parts } = told.parse(JSON.parse(answer.body ?? '{}'))
    const overdue = parts.flatMap(({ table }) => table?.rows.find(({ key }) => key === 'gas')?.overdue ?? [])[0]
    if (!asKept || overdue !== Math.ceil(homes / 10)) throw new Error(`${overdue} overdue in the kept report`)
  }
  await ask()
  const once = { requests: used.requests, read: used.read, objects }
  const ours: Measured[] = []
  for (let rep = 0; rep < reps; rep++) ours.push(await measured(ask))
  return { ...once, ours }
}
