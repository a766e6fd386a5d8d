/** Duties against the register: dates that cannot be, duties that nobody can place, sources that contradict. */
import type { Case } from '../../core/case.ts'
import { type Day, isDayText } from '../../core/time.ts'
import { position } from '../position.ts'
import { type Found, type GroupId, isHeld, type QualityQuestion, type Registered } from './quality-finding.ts'

const dayIn = (value: unknown): Day | undefined => (typeof value === 'string' && isDayText(value) ? value : undefined)

const recordOf = (c: Case): Readonly<Record<string, unknown>> =>
  typeof c.facts.record === 'object' && c.facts.record !== null ? { ...c.facts.record } : {}

type Say = (group: GroupId, what: string) => Found

const dates = (say: Say, lastDone: Day | undefined, asset: Registered | undefined, asAt: Day): Found[] => {
  if (lastDone === undefined) return []
  const { builtYear, ownedTo } = asset ?? {}
  return [
    ...(lastDone > asAt ? [say('impossible_date', `last done on ${lastDone}, which is to come`)] : []),
    ...(builtYear !== undefined && Number(lastDone.slice(0, 4)) < builtYear
      ? [say('impossible_date', `last done on ${lastDone}, before it was built in ${builtYear}`)]
      : []),
    ...(ownedTo !== undefined && lastDone > ownedTo
      ? [say('impossible_date', `last done on ${lastDone}, after it was given up on ${ownedTo}`)]
      : []),
  ]
}

const wherever: Readonly<Record<string, readonly Registered['type'][]>> = {
  lifts: ['lift'],
  'smoke-co': ['dwelling'],
  survey: ['dwelling'],
}

const conflicts = (say: Say, c: Case, nextDue: Day | undefined, asset: Registered, asAt: Day): Found[] => {
  const printed = dayIn(recordOf(c).dueOn)
  const required = c.facts.applicability === 'required'
  const types = wherever[c.workflow]
  return [
    ...(printed && nextDue && printed !== nextDue
      ? [say('conflicting_sources', `the record prints ${printed}, the rule gives ${nextDue}`)]
      : []),
    ...(c.workflow === 'gas' && required && asset.hasGas === 'no'
      ? [say('conflicting_sources', 'a gas check is required of a home that has no gas')]
      : []),
    ...(c.workflow === 'gas' && c.facts.applicability === 'not_required' && asset.hasGas === 'yes'
      ? [say('conflicting_sources', 'no gas check is required of a home that has gas')]
      : []),
    ...(types && !types.includes(asset.type)
      ? [say('conflicting_sources', `a duty of a ${types.join(' or ')} stands on a ${asset.type}`)]
      : []),
    ...(required && c.closedAt === undefined && !isHeld(asset, asAt)
      ? [say('conflicting_sources', 'a duty is open on what is not, or no longer, the landlord’s')]
      : []),
  ]
}

/** One duty, by its facts as they are now. A duty whose asset nobody knows is found too. */
export const checkFindings = (
  byId: ReadonlyMap<string, Registered>,
  c: Case,
  { asAt, workflows, reckon }: QualityQuestion,
): Found[] => {
  const workflow = workflows[c.workflow]
  if (!workflow) return []
  const say: Say = (group, what) => ({ group, assetId: c.assetId, caseId: c.id, workflow: c.workflow, what })
  const { status, nextDue, lastDone } = position(workflow, c.facts, asAt, { reckon })
  const asset = c.assetId === undefined ? undefined : byId.get(c.assetId)
  return [
    ...(status === 'unknown_applicability'
      ? [say('unknown_applicability', 'nobody knows whether it is required')]
      : []),
    ...dates(say, dayIn(recordOf(c).lastDoneOn) ?? lastDone, asset, asAt),
    ...(asset
      ? conflicts(say, c, nextDue, asset, asAt)
      : [say('parent_unknown', `${c.assetId ?? 'no asset'} is not on the register`)]),
  ]
}
