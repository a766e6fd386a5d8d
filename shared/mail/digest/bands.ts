/** The parts of a digest: whoever reads no further than the first has read what is most dangerous to leave. */
import { ofLaw, ofLife } from '../../position/reports/gravest.ts'
import type { DigestItem } from './view.ts'

const titles = {
  emergency: 'Emergencies',
  life: 'Overdue: safety of life',
  law: 'Overdue: dates set by law',
  rest: 'Overdue: the rest',
  ahead: 'Not yet overdue',
  news: 'For information',
} as const
type Band = keyof typeof titles

const bandOf = ({ severity, grade }: Pick<DigestItem, 'severity' | 'grade'>): Band => {
  if (severity === 'emergency') return 'emergency'
  if (severity === 'none') return 'news'
  if (severity !== 'overdue') return 'ahead'
  return ofLife(grade) ? 'life' : ofLaw(grade) ? 'law' : 'rest'
}

/** What stands under one heading of its own. */
export const groupOf = (item: DigestItem): string => `${bandOf(item)} ${item.what}`

/** The rank among those shown decides how much is said of an item. */
export type Shown = { item: DigestItem; rank: number }
/** `count`: of all, however many are shown. */
export type Group = { what: string; count: number; shown: Shown[] }
/** `title` is absent where nothing is overdue and one part is all there is. */
export type Part = { title?: string; groups: Group[] }

/**
 * `items`: the gravest first, of which as many as `fit` are shown. Parts by danger; within one by workflow, in the order
 * of each one's gravest item.
 */
export const partsOf = (items: readonly DigestItem[], fit: number): Part[] => {
  const bands = new Set(items.map(bandOf))
  const plain = bands.size === 1 && (bands.has('ahead') || bands.has('news'))
  const counts = Map.groupBy(items, groupOf)
  const shown = items.slice(0, fit).map((item, rank): Shown => ({ item, rank }))
  return [...Map.groupBy(shown, one => bandOf(one.item))].map(([band, some]) => ({
    ...(plain ? {} : { title: titles[band] }),
    groups: [...Map.groupBy(some, one => one.item.what)].map(([what, group]) => ({
      what,
      count: counts.get(`${band} ${what}`)!.length,
      shown: group,
    })),
  }))
}
