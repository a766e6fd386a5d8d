/** The lists behind the position of a stream: which of them an obligation is on. The counts are counted with the same. */
import { type Day, daysBetween, longDay } from '../../core/time.ts'
import { isCompliant, type Position, type Status } from '../position.ts'

export const positionLists = [
  'compliant',
  'due30',
  'due60',
  'due90',
  'overdue',
  'neverInspected',
  'unknown',
  'suspended',
] as const
export type PositionList = (typeof positionLists)[number]

const within = { due30: 30, due60: 60, due90: 90 } as const
const byStatus: Partial<Record<Status, PositionList>> = {
  overdue: 'overdue',
  never_inspected: 'neverInspected',
  unknown_applicability: 'unknown',
  suspended: 'suspended',
}

/** `stands` is as at that day. Whoever is due in 30 days is due in 60 as well; what is due in no list is on none. */
export const listsOf = (stands: Position, asAt: Day): PositionList[] => {
  const own = byStatus[stands.status]
  if (own) return [own]
  if (!isCompliant(stands)) return []
  const left = stands.nextDue === undefined ? Number.POSITIVE_INFINITY : daysBetween(asAt, stands.nextDue)
  return ['compliant', ...(['due30', 'due60', 'due90'] as const).filter(list => left <= within[list])]
}

const definitions: Record<PositionList, string> = {
  compliant: 'Required, and an accepted check holds it in date at the end of that day; what is soon due is among them.',
  due30: 'In date, and its next check falls due within 30 days.',
  due60: 'In date, and its next check falls due within 60 days; those of the next 30 are among them.',
  due90: 'In date, and its next check falls due within 90 days; those of the next 60 are among them.',
  overdue: 'Required, checked before, and the date of the next check has passed.',
  neverInspected: 'Required, and no accepted check is on record. It counts as required and not as compliant.',
  unknown: 'Nobody has said whether the check is required. It counts as required and not as compliant.',
  suspended: 'Resting: void and capped, or withdrawn from use. Neither required nor compliant meanwhile.',
}
export const definitionOf = (list: PositionList, asAt: Day): string => `As at ${longDay(asAt)}. ${definitions[list]}`
