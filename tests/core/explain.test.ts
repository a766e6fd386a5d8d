/** What an inspector reads when she asks why a date is what it is. */
import { expect, it } from 'vitest'
import { explain } from '../../shared/core/explain.ts'
import { regimeOf, regimes } from '../../shared/core/regimes.ts'
import type { AnyWorkflow } from '../../shared/core/workflow.ts'
import { england } from '../../shared/core/working-days.ts'
import { eicr } from '../../shared/workflows/eicr.ts'
import { fra } from '../../shared/workflows/fra.ts'
import { gas } from '../../shared/workflows/gas.ts'
import { history, when } from '../support/history.ts'

const why = (workflow: AnyWorkflow, clock: string, facts: object, policy: object = {}) => {
  const story = history(workflow, policy).opens('2026-11-02', facts)
  return explain(workflow, story.case, story.reckon, policy, when('2026-11-02')).find(c => c.name === clock)?.why
}
const unsatisfactory = {
  subType: 'dwelling',
  checks: [{ on: '2026-11-02', knownOn: '2026-11-02', nextDue: '2031-11-02', result: 'UNSATISFACTORY' }],
  remedial: { from: '2026-11-02' },
}

it('names the law where the landlord keeps to it', () => {
  expect(why(eicr, 'remedial', unsatisfactory)?.join('\n')).toContain('[SI 2020/312 reg 3(4)')
})

it('names the landlord, and the law beside it, where the landlord is stricter', () => {
  expect(why(eicr, 'remedial', unsatisfactory, { 'eicr.remedial': 21 })).toEqual([
    'inspected on 2026-11-02 (its first day)',
    expect.stringMatching(
      /^eicr\.remedial: 21 days.*\[landlord policy: electrical remedial work; 28 days.* by SI 2020\/312/,
    ),
    '21 days beginning with 2026-11-02 is 2026-11-22',
  ])
})

it('says of a fire risk assessment which maximum was applied, and that the class was not known', () => {
  const checks = [{ on: '2026-01-10', knownOn: '2026-01-10', nextDue: '2027-01-10', result: 'MODERATE' }]
  expect(why(fra, 'review', { checks, rating: 'MODERATE' })).toEqual([
    'last accepted assessment 2026-01-10, rated MODERATE',
    'class of the building not recorded: taken for the strictest',
    expect.stringContaining('fra.review.hrb: 12 months'),
    '12 months after 2026-01-10 is 2027-01-10',
  ])
})

it('says so where the date was set by other facts than today’s', () => {
  const checks = [{ on: '2026-01-10', knownOn: '2026-01-10', nextDue: '2026-12-01', result: 'MODERATE' }]
  expect(why(fra, 'review', { checks, buildingClass: 'low' })?.at(-1)).toBe(
    'kept as it was set when accepted: 2026-12-01',
  )
})

it('names the policy version that a date is reckoned under, where it is not today’s', () => {
  const then = regimeOf({ 'eicr.remedial': 21 }, england)
  const known = regimes(regimeOf({}, england), england)
  known.learn(then)
  const { case: opened } = history(eicr, { 'eicr.remedial': 21 }).opens('2026-11-02', unsatisfactory)
  const under = (id: string) =>
    explain(eicr, { ...opened, under: id }, known.reckon, {}, when('2026-11-02')).find(one => one.name === 'remedial')
  expect(under(then.id)).toMatchObject({ due: '2026-11-22', regime: { id: then.id, whole: false } })
  expect(under(then.id)?.why.at(-1)).toMatch(
    new RegExp(`${then.id}.*not been moved to today’s \\(${known.current.id}\\)`),
  )
  expect(under(known.current.id)).toMatchObject({ due: '2026-11-29' })
  expect(under(known.current.id)).not.toHaveProperty('regime')
})

it('a leap day that a record of gas prints is said to be its own, and not what twelve months give', () => {
  const record = { applicability: 'required', lastDoneOn: '2027-02-20', dueOn: '2028-02-29' } as never
  const { reckon } = history(gas).opens('2027-03-02', {})
  const story = history(gas).opens('2027-03-02', gas.obligation!.fromRecord(record, reckon))
  const said = explain(gas, story.case, story.reckon, {}, when('2027-03-02')).find(c => c.name === 'deadline')
  expect(said?.due).toBe('2028-02-29')
  expect(said?.why.slice(-2)).toEqual(['12 months after 2027-02-28 is 2028-02-28', 'its record gives 2028-02-29'])
})
