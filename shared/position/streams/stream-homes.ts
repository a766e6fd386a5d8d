/**
 * Each stream counted in homes, as residents live it: a home is in date when every check of the stream in it, in its
 * building and on what serves it is in date. The regulator's own measures (BS01 to BS05) are `projection.ts`.
 */
import { type Day, longDay } from '../../core/time.ts'
import { isCompliant, isRequired, type Position } from '../position.ts'
import { isStock, ownershipUnknown } from '../projection.ts'
import type { Places } from '../question.ts'
import { type Figure, share } from '../reports/figure.ts'

/** Of one workflow, by asset: whether everything required there is in date. An asset where nothing is required is absent. */
export type InDate = ReadonlyMap<string, ReadonlyMap<string, boolean>>

/** Takes positions one by one; what is kept grows with assets, not with checks. */
export const inDateTally = () => {
  const byWorkflow = new Map<string, Map<string, boolean>>()
  const add = (workflow: string, assetId: string, position: Pick<Position, 'status'>): void => {
    if (!isRequired(position)) return
    const byAsset = byWorkflow.get(workflow) ?? new Map<string, boolean>()
    byWorkflow.set(workflow, byAsset)
    byAsset.set(assetId, (byAsset.get(assetId) ?? true) && isCompliant(position))
  }
  return { add, done: (): InDate => byWorkflow }
}

/** `homes`: all that need it. */
export type StreamHomes = { workflow: string; required: number; inDate: number; homes: string[]; failing: string[] }

type Estate = { places: Places; falls: ReadonlyMap<string, ReadonlySet<string>>; inDate: InDate; asAt: Day }

/** Homes that we own on that day. Ids come sorted. */
export const streamHomes = ({ places, falls, inDate, asAt }: Estate): StreamHomes[] => {
  const homes = [...falls].filter(([id]) => isStock(places.get(id)!, asAt)).sort(([a], [b]) => (a < b ? -1 : 1))
  return [...inDate].map(([workflow, byAsset]) => {
    const found: StreamHomes = { workflow, required: 0, inDate: 0, homes: [], failing: [] }
    for (const [home, reached] of homes) {
      let stands: boolean | undefined
      for (const asset of reached) {
        const here = byAsset.get(asset)
        if (here !== undefined) stands = (stands ?? true) && here
      }
      if (stands === undefined) continue
      found.required += 1
      found.homes.push(home)
      if (stands && !ownershipUnknown(places.get(home)!)) found.inDate += 1
      else found.failing.push(home)
    }
    return found
  })
}

export const homesFigure = ({ workflow, required, inDate, failing }: StreamHomes, title: string, asAt: Day): Figure =>
  share(
    {
      id: `homes.${workflow}`,
      title: `${title}: homes in date`,
      definition: `Of the homes owned at the end of ${longDay(asAt)} that need this check in them, in their building or on what serves them, those with every such check in date. Unknown and never inspected are not in date.`,
      asAt,
      behind: { what: 'homes not in date', of: 'homes', ids: failing },
    },
    inDate,
    required,
  )
