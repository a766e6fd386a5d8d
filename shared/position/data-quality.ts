/**
 * What is wrong with the registers themselves: duties that a home should have and has not, doubles, dates that cannot
 * be, homes and blocks that do not find each other, sources that contradict. Each finding has an owner. It judges what
 * is written down; what is missing there is never taken for compliant.
 */
import type { Case } from '../core/case.ts'
import type { Day } from '../core/time.ts'
import type { Role } from '../law/roles.ts'
import { dutiesExpected } from './duties-expected.ts'
import { checkFindings } from './quality-checks.ts'
import {
  type Finding,
  type Found,
  type GroupId,
  groups,
  isHeld,
  type QualityQuestion,
  type Registered,
} from './quality-finding.ts'
import { doubles, lonely } from './quality-register.ts'

/** `count` is of all; `items` are all of them too, unless a reader cuts them. */
export type Group = { id: string; title: string; owner: Role; act: string; count: number; items: Finding[] }
export type DataQuality = { asAt: Day; assets: number; cases: number; findings: number; groups: Group[] }

const plain = (text: string | undefined): string => text ?? ''
const order = (a: Finding, b: Finding): number => {
  const [one, two] = [
    `${plain(a.assetId)} ${plain(a.caseId)} ${a.what}`,
    `${plain(b.assetId)} ${plain(b.caseId)} ${b.what}`,
  ]
  return one < two ? -1 : one > two ? 1 : 0
}

/** As at a day. Every group is there, empty ones too: that nothing was found is said, not left out. */
export const dataQuality = (
  assets: readonly Registered[],
  cases: Iterable<Case>,
  question: QualityQuestion,
): DataQuality => {
  const byId = new Map(assets.map(asset => [asset.id, asset]))
  const held = assets.filter(asset => isHeld(asset, question.asAt))
  const obligations = [...cases].filter(c => question.workflows[c.workflow]?.obligation)
  const found: Found[] = [
    ...dutiesExpected(held, obligations, question),
    ...doubles(held),
    ...lonely(held, byId),
    ...checkFindings(byId, obligations, question),
  ]
  const byGroup = Map.groupBy(found, ({ group }) => group)
  return {
    asAt: question.asAt,
    assets: assets.length,
    cases: obligations.length,
    findings: found.length,
    groups: Object.entries(groups).map(([id, [title, owner, act]]) => {
      const items = (byGroup.get(id as GroupId) ?? []).map(({ group: _, ...finding }) => finding).sort(order)
      return { id, title, owner, act, count: items.length, items }
    }),
  }
}
