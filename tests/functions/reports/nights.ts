/** The nightly job over a world in memory. */
import type { Deps as NightDeps } from '../../../functions/report/ports.ts'
import { takeSnapshot } from '../../../functions/report/snapshot.ts'
import type { Day } from '../../../shared/core/time.ts'
import { type KeptId, keptName, unpacked } from '../../../shared/report/kept.ts'
import type { world } from '../world.ts'

type World = ReturnType<typeof world>

/** `night` keeps a day's reports, `kept` opens one. */
export const nights = (w: World) => {
  const lying = new Map<string, Uint8Array>()
  const archive = {
    put: async (name: string, bytes: Uint8Array) => {
      if (lying.has(name)) return 'there' as const
      lying.set(name, bytes)
      return 'kept' as const
    },
  }
  const landlord = { name: 'Northmere District Council', roles: {}, contractors: [] }
  return {
    night: (asAt: Day) =>
      takeSnapshot({ ...w.deps, landlord, reports: archive, heads: archive } as unknown as NightDeps, asAt),
    bytes: async (name: string) => lying.get(name)!,
    kept: async (asAt: Day, id: KeptId) => unpacked(lying.get(keptName(asAt, id))!),
  }
}
