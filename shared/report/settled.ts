/** Reports that everybody has who was to have them when they left; nobody is sent one of these later. */
import * as z from 'zod'
import { sha256 } from '../store/chain.ts'
import type { Settings } from '../store/store.ts'

/** One report to one person: the address is hashed, since ids stand in keys and logs. */
export const reportParcel = (id: string, email: string) => ({
  kind: 'digest' as const,
  id: `report:${id}:${sha256(email).slice(0, 16)}`,
})

const nameOf = (id: string): string => `report-settled:${id}`

export const isSettled = async (settings: Pick<Settings, 'getSetting'>, id: string): Promise<boolean> => {
  const held = await settings.getSetting(nameOf(id))
  return held !== undefined && z.literal(true).parse(held.value)
}

/** Of several. */
export const settledOf = async (
  settings: Pick<Settings, 'getSettings'>,
  ids: readonly string[],
): Promise<ReadonlySet<string>> => {
  const held = await settings.getSettings(ids.map(nameOf))
  return new Set(ids.filter(id => held.has(nameOf(id)) && z.literal(true).parse(held.get(nameOf(id))!.value)))
}

/** Said by two at once it is said once. */
export const settle = async (settings: Pick<Settings, 'putSetting'>, id: string): Promise<void> => {
  await settings.putSetting(nameOf(id), true, 0)
}
