/** CH01 and CH02 of a reporting year: by tenure, of homes of ours, with what both counts are made of. */
import type { Day } from '../../core/time.ts'
import { isNotSocial } from '../projection.ts'
import type { Places } from '../question.ts'
import type { Behind, Figure } from '../reports/figure.ts'
import { yearOf } from '../reports/periods.ts'
import { type HomesByTenure, homesByTenure, type Tenure, tenureOf } from '../tenure.ts'
import { ch01, ch02 } from './complaint-figures.ts'
import type { Answered, StageRow } from './complaint-rows.ts'
import { cohort } from './complaint-tally.ts'

/** What a figure's two counts are made of. */
export type Parts = { counted: Behind; whole: Behind }
export type Measured = { figure: Figure; parts?: Parts }
type Given = { asAt: Day; places: Places; stages: readonly StageRow[] }

export const inHomes = (of: string, ids: readonly string[]): Behind => ({ what: of, of: 'homes', ids })
export const inCases = (of: string, ids: readonly string[]): Behind => ({ what: of, of: 'cases', ids })

/** Of homes of ours; a leaseholder's complaint is answered like any other and is outside the measures. */
export const complaintMeasures = ({ asAt, places, stages }: Given, homes: HomesByTenure): Measured[] => {
  const { from } = yearOf(asAt)
  const placeOf = (row: StageRow) => (row.assetId === undefined ? undefined : places.get(row.assetId))
  const tenures = (['LCRA', 'LCHO'] as const).filter(tenure => tenure === 'LCRA' || homes.LCHO.length > 0)
  return ([1, 2] as const).flatMap(stage => {
    const all = cohort(stages, stage, { from, asAt }, 'received')
    const rows = all.filter(row => {
      const place = placeOf(row)
      return place === undefined || !isNotSocial(place, row.startedOn)
    })
    const said = { asAt, from, stage, others: all.length - rows.length }
    const of = (tenure: Tenure) => rows.filter(row => tenureOf(placeOf(row)) === tenure)
    const volume = (tenure: Tenure): Measured => {
      const figure = ch01(of(tenure), homes[tenure].length, said, tenure)
      return { figure, parts: { counted: figure.behind, whole: inHomes(`${tenure} homes`, homes[tenure]) } }
    }
    const inTime = (found: readonly StageRow[], tenure?: Tenure): Measured => {
      const ids = (...answers: Answered[]) =>
        found
          .filter(row => answers.includes(row.answered))
          .map(row => row.caseId)
          .sort()
      return {
        figure: ch02(found, said, tenure),
        parts: {
          counted: inCases('answered in time', ids('base', 'extension')),
          whole: inCases('answered, or past due', ids('base', 'extension', 'late', 'overdue')),
        },
      }
    }
    return [
      ...tenures.map(volume),
      inTime(rows),
      ...(tenures.length > 1 ? tenures.map(tenure => inTime(of(tenure), tenure)) : []),
    ]
  })
}

/** Those of complaints alone, as at another day. */
export const complaintFigures = (given: Given): Figure[] =>
  complaintMeasures(given, homesByTenure(given.places, given.asAt)).map(one => one.figure)
