/** Open complaints that a complaint may be a duplicate of: read, compared and suggested. Merging is for a person. */
import type { Case } from '../core/case.ts'
import type { Reckon } from '../core/reckon.ts'
import { type Day, dayOf } from '../core/time.ts'
import { duplicatesOf, type Heard } from '../position/complaints/duplicates.ts'
import type { Store } from '../store/store.ts'
import { wordsOf } from '../words.ts'
import type { Facts } from '../workflows/parts/complaint-facts.ts'

export type Suggestion = { caseId: string; why: string; receivedOn: Day; state: string }
type Deps = { store: Pick<Store, 'list' | 'words' | 'getAsset'>; reckon: Reckon }

/** Of more open complaints than this the soonest due are compared: a landlord of 50,000 homes has some hundreds. */
const MOST = 2000

const openComplaints = async ({ store }: Deps): Promise<Case[]> => {
  const found: Case[] = []
  let cursor: string | undefined
  do {
    const page = await store.list({ workflows: ['complaint'], closed: false }, { cursor, limit: 500 })
    found.push(...page.items)
    cursor = page.cursor
  } while (cursor !== undefined && found.length < MOST)
  return found
}

const ref = (value: unknown): string[] =>
  typeof value === 'object' && value !== null && 'words' in value && typeof value.words === 'string'
    ? [value.words]
    : []

const heardOf = async ({ store }: Deps, c: Case): Promise<Heard> => {
  const f = c.facts as Facts
  const values = [f.text, ...f.persons.flatMap(({ name, contact }) => [name, contact])]
  const told = await wordsOf(store, c.id, values.flatMap(ref))
  const text = (value: unknown) => (typeof value === 'string' ? value : told(ref(value)[0] ?? ''))
  const asset = f.uprn === undefined && c.assetId !== undefined ? await store.getAsset(c.assetId) : undefined
  return {
    caseId: c.id,
    receivedOn: dayOf(f.receivedAt),
    persons: f.persons.map(one => ({ ref: one.ref, name: text(one.name), contact: text(one.contact) })),
    uprn: f.uprn ?? asset?.uprn ?? c.assetId,
    messageId: f.messageId,
    text: text(f.text),
  }
}

/** The earliest first: that case would stay. Empty for what is no open complaint. */
export const suggestDuplicates = async (deps: Deps, c: Case): Promise<Suggestion[]> => {
  if (c.workflow !== 'complaint' || c.closedAt !== undefined) return []
  const most = deps.reckon.policy('complaint.dedupe')
  const { calendar } = deps.reckon
  const on = dayOf((c.facts as Facts).receivedAt)
  const near = (await openComplaints(deps)).filter(
    other => other.id !== c.id && Math.abs(calendar.between(dayOf((other.facts as Facts).receivedAt), on)) <= most,
  )
  const [fresh, ...others] = await Promise.all([c, ...near].map(one => heardOf(deps, one)))
  if (!fresh) return []
  const states = new Map(near.map(one => [one.id, one.state]))
  const days = new Map(others.map(one => [one.caseId, one.receivedOn]))
  return duplicatesOf(fresh, others, calendar, most).map(({ caseId, why }) => ({
    caseId,
    why,
    receivedOn: days.get(caseId) ?? on,
    state: states.get(caseId) ?? '',
  }))
}
