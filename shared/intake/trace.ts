/**
 * What became of a message, asked by the number that its sender gave it: what the log says, and what the histories say
 * of messages that are known to them.
 */
import * as z from 'zod'
import type { Logged } from '../store/arrived/logged.ts'
import type { Store } from '../store/store.ts'

export type TraceDeps = {
  store: Pick<Store, 'intakeOf' | 'seen' | 'history' | 'getSetting'>
  contractors: readonly { id: string }[]
  sources: readonly { source: string }[]
}

const kept = z.looseObject({ kept: z.string() })

/** An event's history says when it came and what it was; two doors of a form source number by themselves, or by the form. */
const fromHistory = async ({ store }: TraceDeps, door: string, reference: string): Promise<Logged | undefined> => {
  const seen = await store.seen(door, reference)
  if (!seen) return undefined
  const { items } = await store.history(seen.caseId, { from: seen.seq, limit: 1 })
  const event = items[0]?.event
  if (!event) return undefined
  const opened = event.seq === 1
  return {
    door: door.replace(/^hook:/, 'form:'),
    reference,
    at: event.received,
    outcome: opened ? 'opened' : 'told',
    caseId: seen.caseId,
    ...(opened ? {} : { event: event.type }),
  }
}

/** A contractor's message that was taken and found no job. */
const unplaced = async ({ store }: TraceDeps, door: string, reference: string): Promise<Logged | undefined> => {
  const held = await store.getSetting(`unplaced:${door}:${reference}`)
  const found = kept.safeParse(held?.value)
  if (!found.success) return undefined
  const { items } = await store.history(found.data.kept, { from: 1, limit: 1 })
  const at = items[0]?.event.received
  return at && { door, reference, at, outcome: 'triage', caseId: found.data.kept }
}

/** Oldest first; empty: no door has accepted a message of that number, as far as thirty-five days and more can tell. */
export const trace = async (deps: TraceDeps, reference: string): Promise<Logged[]> => {
  const contractors = deps.contractors.map(({ id }) => `contractor:${id}`)
  const forms = deps.sources.flatMap(({ source }) => [`hook:${source}`, `form:${source}`])
  const found = await Promise.all([
    ...[...contractors, ...forms].map(door => fromHistory(deps, door, reference)),
    ...contractors.map(door => unplaced(deps, door, reference)),
  ])
  const logged = await deps.store.intakeOf(reference)
  const all = [...found.filter(one => one !== undefined), ...logged]
  return all.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}
