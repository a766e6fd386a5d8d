/**
 * What a later file says differently of an action. What it says has changed there since it came here; what somebody
 * changed here meanwhile is no difference of the file, and an old file sent again takes nothing back.
 */
import type { Case } from '../../../shared/core/case.ts'
import type { ActionRow } from '../../../shared/intake/imports/actions.ts'
import type { Deps } from '../ports.ts'
import type { Happening } from './judge.ts'

const compared = ['priority', 'dueOn', 'raisedOn', 'description'] as const
const severity = ['ADV', 'P4', 'P3', 'P2', 'P1', 'P0']

type Differences = { happenings: Happening[] } | { rejected: string; column: string }

/** A higher priority is taken over; whatever would relieve somebody is decided here, by a named person. */
export const differences = async ({ store }: Pick<Deps, 'store'>, c: Case, row: ActionRow): Promise<Differences> => {
  const differing = compared.filter(column => row[column] !== undefined && row[column] !== c.facts[column])
  if (differing.length === 0) return { happenings: [] }
  const [first] = (await store.history(c.id, { limit: 1 })).items
  const opened = (first?.event.data.facts ?? {}) as Record<string, unknown>
  const [column, ...others] = differing.filter(one => row[one] !== opened[one])
  if (column === undefined) return { happenings: [] }
  const higher = severity.indexOf(row.priority) > severity.indexOf(String(c.facts.priority))
  if (column === 'priority' && others.length === 0 && higher) {
    const reason = `${row.source} has it as ${row.priority}`
    return { happenings: [{ type: 'action.reclassified', data: { priority: row.priority, reason } }] }
  }
  const here = String(c.facts[column] ?? 'not given')
  return { rejected: `DIFFERS: here it is ${here}; change it here, at ${c.id}, if that is right`, column }
}
