/**
 * What is wrong with the registers themselves: duties that a home should have and has not, doubles, dates that cannot
 * be, homes and blocks that do not find each other, sources that contradict. Each finding has an owner. It judges what
 * is written down; what is missing there is never taken for compliant.
 */
import type { Case } from '../../core/case.ts'
import type { Day } from '../../core/time.ts'
import type { Role } from '../../law/roles.ts'
import { dutiesExpected, dutyKeys } from './duties-expected.ts'
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

/** Every group is there, empty ones too: that nothing was found is said, not left out. */
const grouped = (found: readonly Found[]): Group[] => {
  const byGroup = Map.groupBy(found, ({ group }) => group)
  return Object.entries(groups).map(([id, [title, owner, act]]) => {
    const items = (byGroup.get(id as GroupId) ?? []).map(({ group: _, ...finding }) => finding).sort(order)
    return { id, title, owner, act, count: items.length, items }
  })
}

/** Judges one duty after another, so that no more is held than the register and what is wrong with it. */
export const qualityCounter = (assets: readonly Registered[], question: QualityQuestion) => {
  const byId = new Map(assets.map(asset => [asset.id, asset]))
  const held = assets.filter(asset => isHeld(asset, question.asAt))
  const there = new Set<string>()
  const found: Found[] = []
  let duties = 0
  return {
    /** Cases that are no duty are passed over. */
    add: (c: Case): void => {
      if (!question.workflows[c.workflow]?.obligation) return
      duties += 1
      for (const key of dutyKeys(c)) there.add(key)
      found.push(...checkFindings(byId, c, question))
    },
    done: (): DataQuality => {
      const all = [...dutiesExpected(held, there, question), ...doubles(held), ...lonely(held, byId), ...found]
      return { asAt: question.asAt, assets: assets.length, cases: duties, findings: all.length, groups: grouped(all) }
    },
  }
}

/** As at a day. */
export const dataQuality = (
  assets: readonly Registered[],
  cases: Iterable<Case>,
  question: QualityQuestion,
): DataQuality => {
  const counter = qualityCounter(assets, question)
  for (const c of cases) counter.add(c)
  return counter.done()
}
