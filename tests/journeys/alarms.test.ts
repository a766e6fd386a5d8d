/** The alarms of one home: a form that forgets a storey, an alarm that is not fixed, and a form that cannot be read. */
import { expect, it } from 'vitest'
import type { Day } from '../../shared/core/time.ts'
import { gaps, smokeCo } from '../../shared/workflows/smoke-co.ts'
import { contractor, history, sha, staff } from '../support/history.ts'

const tester = contractor('sureheat')
const officer = staff('complianceOfficer')
const documents = [{ name: 'form.pdf', sha256: sha('form') }]
const ground = { type: 'smoke', storey: 'ground', result: 'PRESENT_WORKING', replaceBy: '2033-05-01' }
const first = { type: 'smoke', storey: 'first', result: 'PRESENT_WORKING', replaceBy: '2033-05-01' }
const kitchen = { type: 'co', room: 'kitchen', result: 'PRESENT_WORKING', replaceBy: '2032-05-01' }

it('a home is compliant when every storey and room is spoken for, and says what is missing when it is not', () => {
  const story = history(smokeCo).opens(
    '2026-11-02',
    {
      livingStoreys: ['ground', 'first'],
      rooms: [
        { name: 'kitchen', appliance: 'gas boiler' },
        { name: 'lounge', appliance: 'gas cooker' },
      ],
      dutyBeganOn: '2022-10-01',
    },
    'smoke-co:H1',
  )
  const shown = () => (story.case.facts.checks as { on: string; nextDue: string }[]).at(-1)
  const missing = (on: string) => gaps(story.case.facts as never, on as Day)

  // A form that leaves out the first floor is no test of this home: it is refused, and the refusal names the storey.
  const forgot = story.refuses('2026-11-10', 'alarm.tested', { alarms: [ground, kitchen], documents }, tester)
  expect(forgot).toMatchObject({ kind: 'guard', codes: ['STOREY_MISSING'] })
  expect((forgot as { failed: string[] }).failed[0]).toContain('(first)')
  expect([story.state, shown()]).toEqual(['test_due', undefined])

  // The full form is one. A gas cooker alone needs no carbon monoxide alarm (SI 2015/1693 reg 4).
  story.does('2026-11-12', 'alarm.tested', { alarms: [ground, first, kitchen], documents }, tester)
  expect([story.state, shown()]).toMatchObject(['compliant', { on: '2026-11-12', nextDue: '2027-11-12' }])
  expect(missing('2026-11-12')).toEqual([])

  // In March one alarm upstairs is gone and is not replaced on the visit: the home is non-compliant from that day.
  const gone = { ...first, result: 'MISSING_NOT_FITTED' }
  story.does('2027-03-01', 'alarm.tested', { alarms: [ground, gone, kitchen], documents }, tester)
  expect(story.state).toBe('non_compliant_remedial')
  expect(story.events.at(-1)?.notes).toEqual(['smoke first: alarm missing'])
  expect(missing('2027-03-01')).toEqual([{ type: 'smoke', place: 'first', why: 'alarm_missing' }])
  expect(shown()).toMatchObject({ on: '2027-03-01', nextDue: '2027-02-28' })
  const raised = story.errands.filter(e => e.open?.workflow === 'action')
  expect(raised.map(e => e.open?.facts)).toMatchObject([{ kind: 'alarm.smoke', raisedOn: '2027-03-01' }])
  expect(story.until('2027-03-05').map(n => n.role)).toEqual(['complianceOfficer'])

  // The action, once done and verified, puts it right from that day.
  const [child] = Object.keys(story.case.children)
  expect(child).toBe(raised[0]?.to)
  story.does('2027-03-08', 'child.closed', { child, workflow: 'action', state: 'closed', outcome: 'done' })
  expect([story.state, missing('2027-03-08')]).toEqual(['compliant', []])
  expect(shown()).toMatchObject({ on: '2027-03-08', nextDue: '2028-03-01' })

  // In June the office finds that the form cannot be read for the first floor. That is a gap in what is known, not an
  // alarm that is gone: the home is not shown as compliant either way, but nobody is sent to fit what hangs there.
  story.does('2027-06-01', 'data.missing', { places: ['first'] }, officer)
  expect(story.state).toBe('test_due')
  expect(missing('2027-06-01')).toEqual([{ type: 'smoke', place: 'first', why: 'data_missing' }])
  expect(shown()?.nextDue).toBe('2027-05-31')
  expect(story.errands.filter(e => e.open?.workflow === 'action')).toHaveLength(1)
  expect(story.until('2027-06-28').map(n => n.template)).toContain('dataMissing')

  // The test is made again, every place is spoken for, and the year begins from it.
  story.does('2027-06-29', 'alarm.tested', { alarms: [ground, first, kitchen], documents }, tester)
  expect([story.state, shown()?.nextDue, missing('2027-06-29')]).toEqual(['compliant', '2028-06-29', []])
  expect(story.until('2028-03-01')).toEqual([])
  story.replays()
})
