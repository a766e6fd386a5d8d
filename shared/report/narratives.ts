/** What people write about a month, by section: kept beside the figures, never in them. */
import * as z from 'zod'
import { instant } from '../core/time.ts'
import type { Role } from '../law/roles.ts'
import { type Month, month } from '../position/reports/periods.ts'
import type { Narrative } from '../position/reports/report.ts'
import type { Settings } from '../store/store.ts'

/** Who answers for a section, and for the whole. */
export const narrativeWriters: readonly Role[] = [
  'complianceManager',
  'fireSafetyLead',
  'complaintsLead',
  'headOfService',
  'assistantDirector',
  'serviceDirector',
  'director',
  'administrator',
]

const words = z.string().trim().min(1).max(2_000)
export const narrativeWords = z.strictObject({ position: words, corrective: words, impact: words, progress: words })
export const section = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'a section of the report')
/** Sections of one month stay far below the 400 KB of an item. */
const MOST = 30

const kept = z.record(
  section,
  z.strictObject({ ...narrativeWords.shape, by: z.string(), at: instant, message: z.string(), hash: z.string() }),
)
type Kept = z.output<typeof kept>
const nameOf = (of: Month): string => `narratives:${month.parse(of)}`

type Reading = Pick<Settings, 'getSetting'>
const read = async (store: Reading, of: Month): Promise<{ value: Kept; rev: number }> => {
  const held = await store.getSetting(nameOf(of))
  return held ? { value: kept.parse(held.value), rev: held.rev } : { value: {}, rev: 0 }
}

export const narrativesOf = async (store: Reading, of: Month): Promise<Record<string, Narrative>> =>
  (await read(store, of)).value

export type Writing = Narrative & { month: Month; section: string; message: string; hash: string }
export type Wrote = 'written' | 'duplicate' | 'mismatch' | 'full' | 'busy'

/** The last words stand. The same message again changes nothing; the same id with other words is refused. */
export const writeNarrative = async (
  store: Settings,
  { month: of, section: name, ...said }: Writing,
): Promise<Wrote> => {
  for (let attempt = 0; attempt < 5; attempt++) {
    const { value, rev } = await read(store, of)
    const before = Object.values(value).find(one => one.message === said.message)
    if (before) return before.hash === said.hash ? 'duplicate' : 'mismatch'
    if (!(name in value) && Object.keys(value).length >= MOST) return 'full'
    if (await store.putSetting(nameOf(of), { ...value, [name]: said }, rev)) return 'written'
  }
  return 'busy'
}
