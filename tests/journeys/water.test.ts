/** The water of one block: an assessment, its monthly readings, and the day the laboratory rings. */
import { expect, it } from 'vitest'
import { running } from '../../shared/core/clocks.ts'
import { legionella } from '../../shared/workflows/legionella.ts'
import { waterTask } from '../../shared/workflows/water-task.ts'
import { contractor, history, sha, staff } from '../support/history.ts'

const officer = staff('complianceOfficer')
const waterco = contractor('waterco')
const lab = contractor('lab')
const paper = (name: string) => [{ name: `${name}.pdf`, sha256: sha(name) }]

it('an assessment opens its monitoring, a missed month stays missed, a positive sample ends in a review', () => {
  const system = history(legionella).opens(
    '2026-09-01',
    {
      rating: 'MEDIUM',
      checks: [{ on: '2024-12-15', knownOn: '2024-12-20', nextDue: '2026-12-15', result: 'MEDIUM' }],
    },
    'legionella:H1',
  )
  const shown = () => legionella.obligation?.checks(system.case.facts as never).at(-1)

  // Sixty days before its date the review is due; the assessment is made and waits for somebody else's acceptance.
  system.until('2026-10-16')
  expect(system.state).toBe('lra_review_due')
  system.does('2026-10-20', 'lra.completed', { riskRating: 'MEDIUM', documents: paper('lra') }, waterco)
  expect([system.state, shown()?.nextDue]).toEqual(['lra_qa', '2026-12-15'])

  // Without a reviewed written scheme and a responsible person it is not accepted (L8).
  expect(system.refuses('2026-10-22', 'lra.accepted', { schemeReviewed: false }, officer)).toMatchObject({
    codes: ['SCHEME_MISSING'],
  })
  const acceptance = { schemeReviewed: true, responsiblePerson: 'rp@landlord.example' }
  const monitoring = [{ outlet: 'sink 12', task: 'hot_sentinel' }]
  system.does('2026-10-22', 'lra.accepted', { ...acceptance, monitoring }, officer)
  expect([system.state, shown()]).toMatchObject(['lra_in_date', { on: '2026-10-20', nextDue: '2028-10-20' }])

  // The acceptance opened October's reading; in range, it closes and opens November's.
  const first = system.errands.find(e => e.open?.workflow === 'water-task')
  expect(first?.to).toBe('water-task:H1:sink 12:hot_sentinel:2026-10')
  const october = history(waterTask).opens('2026-10-22', first?.open?.facts ?? {}, first?.to)
  october.does('2026-10-27', 'monitoring.reading', { outlet: 'sink 12', temp: 52, timeToTemp: 40 }, waterco)
  expect(october.state).toBe('mon_done')
  const second = october.errands.find(e => e.open)
  expect(second?.to).toBe('water-task:H1:sink 12:hot_sentinel:2026-11')

  // Nobody comes in November. The month ends, is told, stays missed, and December opens all the same.
  const november = history(waterTask).opens('2026-11-01', second?.open?.facts ?? {}, second?.to)
  const told = november.until('2026-12-01')
  expect([november.state, told.map(n => n.template)]).toEqual(['mon_missed', expect.arrayContaining(['missed'])])
  const third = november.errands.find(e => e.open)
  expect(third?.to).toBe('water-task:H1:sink 12:hot_sentinel:2026-12')
  const reading = { outlet: 'sink 12', temp: 52, timeToTemp: 40 }
  expect(november.refuses('2026-12-02', 'monitoring.reading', reading, waterco)).toMatchObject({
    codes: ['PERIOD_WRONG'],
  })
  expect(november.state).toBe('mon_missed')

  // December's sample has legionella, over a thousand: the task tells the system the same day.
  const december = history(waterTask).opens('2026-12-01', third?.open?.facts ?? {}, third?.to)
  december.does(
    '2026-12-08',
    'monitoring.reading',
    { outlet: 'sink 12', result: 'SAMPLE_POSITIVE', cfu: 1500 },
    waterco,
  )
  const alarm = december.errands.find(e => e.event?.type === 'sample.positive')
  expect(alarm?.to).toBe('legionella:H1')
  system.does('2026-12-08', 'sample.positive', alarm?.event?.data ?? {}, lab)
  expect(system.state).toBe('incident')
  expect(system.notices.slice(-2).map(n => [n.role, n.urgency])).toEqual([
    ['complianceManager', 'emergency'],
    ['headOfService', 'emergency'],
  ])
  expect(system.errands.at(-1)?.open?.facts).toMatchObject({ priority: 'P0' })

  // Two clear samples in a row end the incident, and one of them told twice is one.
  system.does('2026-12-09', 'incident.planned', { plan: 'disinfect, flush, resample' }, officer)
  const clear = { outlet: 'sink 12', documents: paper('clear') }
  system.does('2026-12-16', 'resample.clear', clear, lab).does('2026-12-16', 'resample.clear', clear, lab)
  expect(system.state).toBe('incident')
  system.does('2026-12-23', 'resample.clear', clear, lab)

  // The assessment did not foresee it: it is to be reviewed within 28 days, and until then stands no longer than that.
  expect(system.state).toBe('lra_review_due')
  expect(system.case.facts.trigger).toMatchObject({ why: 'positive_sample', reviewBy: '2027-01-20' })
  expect(shown()?.nextDue).toBe('2027-01-20')
  system.does('2027-01-11', 'lra.completed', { riskRating: 'HIGH', documents: paper('lra 2') }, waterco)
  system.does('2027-01-13', 'lra.accepted', acceptance, officer)
  expect([system.state, shown()?.nextDue]).toEqual(['lra_in_date', '2028-01-11'])
  expect(running(legionella, system.case, system.reckon).map(c => c.due)).toEqual(['2028-01-11'])
  for (const story of [system, october, november, december]) story.replays()
})
