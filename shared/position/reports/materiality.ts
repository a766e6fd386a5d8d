/**
 * What may have to be told to the regulator or the governing body: candidates with their facts, never a decision. The
 * decision, who made it and when are for people to write (domain: RSH expects prompt self-referral of material breaches).
 */
import { many } from '../../core/counted.ts'
import type { AccessRow } from '../access-list.ts'
import type { ActionRow } from '../actions.ts'
import type { Hazards } from '../hazards.ts'
import type { Overlooked } from '../overlooked.ts'
import type { Held } from '../projection.ts'
import type { Question } from '../question.ts'
import type { Failing } from '../streams/streams.ts'
import type { Rag } from './rag.ts'

export type Flag = { flag: string; facts: string; homes: readonly string[]; ids: readonly string[] }

/** Streams in which somebody may die of lateness. */
export const lifeSafety: readonly string[] = ['gas', 'eicr', 'fra', 'lifts', 'legionella', 'smoke-co', 'fire-check']

type Given = {
  failing: readonly Failing[]
  access: readonly AccessRow[]
  actions: readonly ActionRow[]
  hazards: Pick<Hazards, 'breached'>
  streams: readonly { workflow: string; title: string; rag: Rag; shown: string }[]
  /** homes that an item falls on */
  homesOf: (items: readonly { assetId?: string | undefined }[]) => readonly string[]
  stock: number
  /** overdue actions of the gravest kind: danger found and not made safe by its clock */
  dangers: readonly { caseId: string; assetId?: string | undefined }[]
  severe: readonly string[]
  /** of grave actions, hazards and the Ombudsman's cases, where they are */
  where: ReadonlyMap<string, string | undefined>
  overlooked: Overlooked
  /** checks made in the period */
  made: number
  /** duties that the register says are there and that have no case */
  missing: readonly Held[]
}

const idsOf = (items: readonly { caseId: string }[]): string[] => items.map(item => item.caseId)

export const materiality = (given: Given, { reckon }: Pick<Question, 'reckon'>): Flag[] => {
  const flags: Flag[] = []
  const placed = (ids: readonly string[]) => ids.map(caseId => ({ caseId, assetId: given.where.get(caseId) }))
  const flag = (name: string, items: readonly { caseId: string; assetId?: string | undefined }[], facts: string) => {
    if (items.length > 0) flags.push({ flag: name, facts, homes: given.homesOf(items), ids: idsOf(items) })
  }
  const days = reckon.policy('material.overdue')
  const tried = new Set(given.access.filter(row => row.attempts > 0).flatMap(row => row.assetId ?? []))
  const left = given.failing.filter(
    item =>
      lifeSafety.includes(item.workflow) &&
      (item.status === 'overdue' || item.status === 'never_inspected') &&
      item.daysOverdue > days &&
      item.attempts === 0 &&
      !tried.has(item.assetId ?? ''),
  )
  flag(
    'Life-safety item long overdue, nobody has tried',
    left,
    `${many(left.length, 'item')} more than ${days} days overdue without an access record`,
  )
  for (const stream of given.streams.filter(one => one.rag.state === 'red')) {
    const items = given.failing.filter(item => item.workflow === stream.workflow && item.status !== 'suspended')
    flag(`${stream.title} below the red threshold`, items, `${stream.shown} in date, target ${stream.rag.target} %`)
  }
  const fire = given.actions.filter(row => row.stream === 'fra' && row.priority === 'P1')
  const [open, overdue] = [fire.reduce((n, row) => n + row.openAtEnd, 0), fire.flatMap(row => row.ids.overdue)]
  if (open > 0 && overdue.length * 100 > reckon.policy('material.fraP1') * open)
    flag('Overdue P1 fire actions', placed(overdue), `${overdue.length} of ${open} open P1 fire actions are overdue`)
  flag('Danger not made safe within its clock', given.dangers, `${many(given.dangers.length, 'danger')} past the clock`)
  const unknown = given.failing.filter(item => item.status === 'unknown_applicability')
  const [unrecorded, unsaid] = [
    given.missing.filter(one => one.position.status === 'never_inspected'),
    given.missing.filter(one => one.position.status === 'unknown_applicability'),
  ]
  const homes = given.homesOf([...unknown, ...unsaid])
  if (homes.length * 100 > reckon.policy('material.unknown') * given.stock)
    flags.push({
      flag: 'Homes whose duty is unknown',
      facts: `${homes.length} of ${given.stock} homes`,
      homes,
      ids: idsOf(unknown),
    })
  if (unrecorded.length > 0)
    flags.push({
      flag: 'Duties that nobody recorded',
      facts: `${unrecorded.length} that the register says should be there, and no check on record`,
      homes: given.homesOf(unrecorded),
      ids: [],
    })
  const { missed, lost } = given.overlooked
  flag(
    'Water monitoring missed again',
    missed,
    `${many(missed.length, 'period')} missed in three months, at outlets with ${reckon.policy('material.missedMonitoring')} or more`,
  )
  if (lost.length * 100 > reckon.policy('material.lostCertificates') * (given.made + lost.length))
    flag('Certificates that belong nowhere', lost, `${lost.length} to be placed, beside ${given.made} accepted`)
  flag(
    'Awaab’s Law limit missed and still open',
    placed(given.hazards.breached),
    many(given.hazards.breached.length, 'case'),
  )
  flag('Severe maladministration found', placed(given.severe), many(given.severe.length, 'determination'))
  return flags
}
