/** How far the stock is surveyed, and what the surveys found against the Decent Homes Standard; each with its homes. */
import { longDay } from '../../core/time.ts'
import type { Counted } from '../count.ts'
import { criteria, decentStanding } from '../decent.ts'
import { type HomeSurvey, surveyStanding } from '../surveys.ts'
import { type Behind, percent } from './figure.ts'
import { number, type Table } from './report.ts'
import { rowLists } from './row-lists.ts'

type Given = Pick<Counted, 'surveys' | 'asked'>
type Surveyed = HomeSurvey & { assetId?: string | undefined }

const homesOf = ({ surveys }: Given): Surveyed[] => surveys.map(one => ({ ...one.facts, assetId: one.assetId }))

const surveyRows = (counted: Given) => {
  const { asAt: asOf, knownOn, reckon } = counted.asked
  const least = reckon.policy('scs.attempts.min')
  const { stock, surveyed, attempted, remaining } = surveyStanding(homesOf(counted), { asOf, knownOn, least })
  return [
    ['surveyed', 'surveyed, and the survey is valid', surveyed],
    ['attempted', `not surveyed, and tried ${least} times or more`, attempted],
    ['both', 'surveyed or tried', [...surveyed, ...attempted]],
    ['remaining', 'remaining', remaining],
    ['stock', 'with a survey duty', stock],
  ] as const
}

/** Two decimals, as landlords publish the three numbers. */
const shareOf = (part: number, whole: number): string | undefined => {
  const value = percent(part, whole, 2)
  return value === undefined ? undefined : `${value.toFixed(2)} %`
}

export const surveyTable = (counted: Given): Table => {
  const rows = surveyRows(counted)
  const stock = rows.at(-1)![2].length
  return {
    id: 'surveys',
    title: 'Stock condition surveys',
    definition: `Homes at the end of ${longDay(counted.asked.asAt)}. Surveyed, tried and remaining make up the stock; only the first of them is a survey. Cloned data is none.`,
    columns: [{ key: 'what', title: 'Homes' }, number('number', 'Number'), { key: 'share', title: 'Of the stock' }],
    rows:
      stock === 0
        ? []
        : rows.map(([key, what, { length }]) => ({ key, what, number: length, share: shareOf(length, stock) })),
    empty: 'No home has a survey duty.',
  }
}

const decentRows = (counted: Given) => {
  const { asAt, knownOn } = counted.asked
  const found = decentStanding(homesOf(counted), asAt, knownOn)
  return [
    ['stock', 'with a survey duty', found.stock],
    ['assessed', 'judged by a valid survey', found.assessed],
    ['unknown', 'not judged: nothing is known', found.unknown],
    ['failing', 'that do not meet the standard', found.nonDecent],
    ...criteria.map(key => [key, `failing criterion ${key}`, found.failing[key]] as const),
    ['unsaid', 'failing, by which criterion is not recorded', found.unsaid],
  ] as const
}

export const decentTable = (counted: Given): Table => ({
  id: 'decent',
  title: 'Decent homes',
  definition: `From valid surveys alone, as at ${longDay(counted.asked.asAt)}. A home that fails two criteria is one home; nothing is assumed of a home that no survey has judged.`,
  columns: [{ key: 'what', title: 'Homes' }, number('number', 'Number')],
  rows: decentRows(counted).map(([key, what, homes]) => ({ key, what, number: homes.length })),
  empty: 'No surveys are recorded.',
})

const listed = (table: string, rows: readonly (readonly [string, string, readonly Surveyed[]])[]) =>
  rows.map(([key, what, homes]) =>
    rowLists(table, key, [['number', `homes ${what}`, homes.flatMap(home => home.assetId ?? []).sort(), 'homes']]),
  )

export const surveyLists = (counted: Given): Record<string, Behind> =>
  Object.assign({}, ...listed('surveys', surveyRows(counted)), ...listed('decent', decentRows(counted)))
