/** Reported dangers and notices of October 2026, from cases as their workflows made them. */
import { describe, expect, it } from 'vitest'
import { reckoner } from '../../shared/core/reckon.ts'
import type { Day } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import { counter, isCounted } from '../../shared/position/count.ts'
import type { Question } from '../../shared/position/question.ts'
import { behindOf } from '../../shared/position/reports/report.ts'
import { reportableLists, reportableTable } from '../../shared/position/reports/reportable-table.ts'
import { action } from '../../shared/workflows/action.ts'
import { asbestos } from '../../shared/workflows/asbestos.ts'
import { fra } from '../../shared/workflows/fra.ts'
import { gas } from '../../shared/workflows/gas.ts'
import { workflows } from '../../shared/workflows/index.ts'
import { legionella } from '../../shared/workflows/legionella.ts'
import { lifts } from '../../shared/workflows/lifts.ts'
import { mandatoryOccurrence } from '../../shared/workflows/mandatory-occurrence.ts'
import { type history as begins, contractor, history, sha, staff, when } from '../support/history.ts'

const day = (text: string) => text as Day
const october: Question = {
  asAt: day('2026-10-31'),
  knownOn: day('2026-10-31'),
  from: day('2026-10-01'),
  before: day('2026-09-30'),
  reckon: reckoner(england),
  workflows,
}
const knownLater = { ...october, knownOn: day('2026-11-20') }
type Story = Pick<ReturnType<typeof begins>, 'case' | 'events'>

/** As the reader feeds them: the case, and of its history what is counted. */
const count = (stories: readonly Story[], asked = october) => {
  const counting = counter(asked, new Map())
  for (const { case: c, events } of stories) {
    counting.add(c)
    if (counting.wantsHistory(c)) counting.addHistory(c, events.slice(1).filter(isCounted))
  }
  return counting.done()
}
const rows = (stories: readonly Story[], asked = october) =>
  Object.fromEntries(
    reportableTable(count(stories, asked)).rows.map(row => [row.key, [row.number, row.open, row.before]]),
  )

const officer = staff('complianceOfficer')
const lead = staff('fireSafetyLead')
const documents = [{ name: 'a.pdf', sha256: sha('a') }]
const photo = { documents: [{ name: 'after.jpg', sha256: sha('after') }] }

const fault = (id: string, raisedOn: string, opened = raisedOn, kind = 'gas.id') =>
  history(action).opens(
    opened,
    { stream: 'gas', description: 'flue', priority: kind === 'gas.id' ? 'P0' : 'P1', kind, raisedOn },
    id,
  )
const mended = (story: ReturnType<typeof fault>, on: string) =>
  story.does(on, 'completion.claimed', photo, contractor()).does(on, 'completion.verified', photo, officer)

describe('ID and AR', () => {
  it('are of the day they were found, open until their repair is verified', () => {
    const list = [
      fault('ACT-open', '2026-10-31'),
      mended(fault('ACT-mended', '2026-10-01'), '2026-10-05'),
      mended(fault('ACT-mended-since', '2026-10-20'), '2026-11-01'),
      fault('ACT-claimed', '2026-10-21').does('2026-10-22', 'completion.claimed', photo, contractor()),
      fault('ACT-after', '2026-11-01'),
      fault('ACT-before', '2026-09-30'),
      mended(fault('ACT-before-mended', '2026-09-01'), '2026-09-30'),
      fault('ACT-ar', '2026-10-02', '2026-10-02', 'gas.ar'),
    ]
    expect(rows(list)).toMatchObject({ gasId: [4, 3, 1], gasAr: [1, 1, 0], samples: [0, 0, 0] })
    const counted = count([...list].reverse())
    expect(count(list).reportable).toEqual(counted.reportable)
    const report = {
      parts: [{ kind: 'table' as const, table: reportableTable(counted) }],
      lists: reportableLists(counted),
    }
    expect(behindOf(report, 'reportable.gasId.open')).toMatchObject({
      title: 'Gas: immediately dangerous (ID): Of these, not put right',
      shown: '3',
      behind: { of: 'cases', ids: ['ACT-claimed', 'ACT-mended-since', 'ACT-open'] },
    })
    expect(behindOf(report, 'reportable.gasId.before')?.behind.ids).toEqual(['ACT-before'])
    expect(behindOf(report, 'reportable.samples.number')).toBeUndefined()
  })
  it('heard of after the month’s end are its own as known later, and not as known then', () => {
    const list = [fault('ACT-late', '2026-10-30', '2026-11-03')]
    expect([rows(list).gasId, rows(list, knownLater).gasId]).toEqual([
      [0, 0, 0],
      [1, 1, 0],
    ])
  })
  it('recorded twice are one, which is put right with the other', () => {
    const twice = (survivor: string, on = '2026-10-12') =>
      fault('ACT-twice', '2026-10-11').does(on, 'action.duplicate', { survivor }, officer)
    const id = fault('ACT-first', '2026-10-10')
    expect(rows([twice('ACT-first'), id]).gasId).toEqual([1, 1, 0])
    // merged only after the day asked for: two, as was thought then
    expect(rows([twice('ACT-first', '2026-11-02'), id]).gasId).toEqual([2, 2, 0])
    // merged into one of another kind: it stays an ID, as open as that is
    const other = () => fault('ACT-other', '2026-10-10', '2026-10-10', 'gas.flue')
    expect(rows([twice('ACT-other'), other()]).gasId).toEqual([1, 1, 0])
    expect(rows([twice('ACT-other'), mended(other(), '2026-10-20')]).gasId).toEqual([1, 0, 0])
  })
})

describe('RIDDOR reports', () => {
  const unsafe = (more: object) => ({ code: 'ID', actionTaken: 'capped', isolated: true, ...more })
  const home = (id: string) =>
    history(gas).opens(
      '2026-08-01',
      {
        deadline: '2026-11-10',
        checks: [{ on: '2025-11-10', knownOn: '2025-11-10', nextDue: '2026-11-10', result: 'SATISFACTORY' }],
      },
      id,
    )
  const reported = (id: string, on: string, known = on) =>
    home(id).does(on, 'riddor.reported', { reference: `R-${id}` }, officer, known)
  const disturbed = (id: string, riddor: object) =>
    history(asbestos)
      .opens('2026-08-01', {}, id)
      .does('2026-10-06', 'disturbance.reported', { area: 'riser' }, contractor('sparks'))
      .does('2026-10-06', 'area.sealed', { documents }, contractor('sparks'))
      .does('2026-10-07', 'incident.closed', { documents, riddor }, officer)

  it('are of the day they were made, whoever wrote their reference, and nothing of them is put right', () => {
    const byContractor = home('gas:H4').does(
      '2026-10-05',
      'unsafe.found',
      unsafe({ riddorRef: 'F2508-1' }),
      contractor(),
    )
    expect(
      rows([
        reported('gas:H1', '2026-10-31'),
        reported('gas:H2', '2026-09-30'),
        reported('gas:H3', '2026-11-01'),
        // the officer wrote down the one that the contractor gave
        byContractor.does('2026-10-06', 'riddor.reported', { reference: 'f2508-1' }, officer),
        home('gas:H5').does('2026-10-05', 'unsafe.found', unsafe({}), contractor()),
        disturbed('asbestos:H1', { reportable: true, reference: 'A-1' }),
        disturbed('asbestos:H2', { reportable: false, reference: 'none' }),
        history(lifts)
          .opens(
            '2026-08-01',
            { checks: [{ on: '2026-07-01', knownOn: '2026-07-01', nextDue: '2027-01-01', result: 'NO_DEFECTS' }] },
            'lifts:L1',
          )
          .does('2026-10-09', 'unsafe.found', unsafe({ code: 'A', riddorRef: 'L-1' }), contractor()),
      ]).riddor,
    ).toEqual([4, undefined, undefined])
  })
  it.each([
    ['the certificate is in review', home('gas:H1')],
    ['it waits for its copy', home('gas:H1')],
  ])('that a contractor gave are found while %s', (name, story) => {
    const done = { result: 'SATISFACTORY', operative: { name: 'A', regNo: '1234567' }, documents }
    story.does('2026-09-20', 'inspection.completed', done, contractor())
    if (name.includes('copy')) story.does('2026-09-21', 'certificate.accepted', {}, officer)
    story.does('2026-10-02', 'unsafe.found', unsafe({ riddorRef: 'F-9' }), contractor())
    expect(rows([story]).riddor?.[0]).toBe(1)
  })
  it('recorded late are as known later only', () => {
    const list = [reported('gas:H1', '2026-10-20', '2026-11-04')]
    expect([rows(list).riddor?.[0], rows(list, knownLater).riddor?.[0]]).toEqual([0, 1])
  })
})

it('positive samples are those that their system told of, open until their action is verified', () => {
  const system = history(legionella).opens(
    '2026-08-01',
    {
      rating: 'MEDIUM',
      checks: [{ on: '2026-01-15', knownOn: '2026-01-20', nextDue: '2028-01-15', result: 'MEDIUM' }],
    },
    'legionella:S1',
  )
  const sample = (on: string, outlet: string) => {
    system.does(on, 'sample.positive', { outlet, cfu: 300 }, contractor('lab'))
    const { to, open } = system.errands.findLast(one => one.open?.workflow === 'action')!
    const story = history(action).opens(on, open!.facts, to)
    return { case: { ...story.case, parent: open!.parent }, events: story.events }
  }
  const twoOfThem = [sample('2026-09-10', 'tap 1'), sample('2026-10-10', 'shower 3')]
  const by = history(action).opens('2026-10-11', { ...twoOfThem[0]!.case.facts, raisedOn: '2026-10-11' }, 'ACT-by-hand')
  expect(rows([system, ...twoOfThem, by]).samples).toEqual([1, 1, 1])
})

it('mandatory occurrences are of the day of awareness, open until the whole report; none that was dismissed', () => {
  const aware = (id: string, on: string, opened = on) =>
    history(mandatoryOccurrence).opens(`${opened} 12:00`, { what: 'Smoke', awareAt: when(`${on} 10:00`) }, id)
  const reported = (id: string, on: string, reportedOn: string) =>
    aware(id, on)
      .does(`${on} 13:00`, 'occurrence.notified', { reference: 'N' }, lead)
      .does(reportedOn, 'occurrence.reported', { reference: 'R', documents }, lead)
  const none = { reason: 'a burnt pan', approvedBy: 'head@landlord.example' }
  const list = [
    aware('OCC-open', '2026-10-20'),
    reported('OCC-done', '2026-10-02', '2026-10-31'),
    reported('OCC-done-since', '2026-10-29', '2026-11-05'),
    reported('OCC-before', '2026-09-29', '2026-11-02'),
    aware('OCC-after', '2026-11-01'),
    aware('OCC-none', '2026-10-03').does('2026-10-04', 'occurrence.dismissed', none, lead),
    aware('OCC-none-since', '2026-10-30').does('2026-11-04', 'occurrence.dismissed', none, lead),
    aware('OCC-late', '2026-10-31', '2026-11-02'),
  ]
  expect(rows(list).occurrences).toEqual([4, 3, 1])
  // of what came to light since, one is more and one is none
  expect(rows(list, knownLater).occurrences).toEqual([4, 3, 1])
  expect(count(list, knownLater).reportable.occurrences.open).toEqual(['OCC-done-since', 'OCC-late', 'OCC-open'])
})

it('enforcement notices of fire safety are open until an assessment made since is accepted', () => {
  const block = (id: string) =>
    history(fra).opens(
      '2026-08-01',
      {
        buildingClass: 'medium',
        checks: [{ on: '2025-03-01', knownOn: '2025-03-10', nextDue: '2027-03-01', result: 'MODERATE' }],
      },
      id,
    )
  const notice = (id: string, on: string, known = on) =>
    block(id).does(known, 'trigger.event', { kind: 'enforcement_notice', on }, lead)
  const assessed = (story: ReturnType<typeof block>, on: string, acceptedOn = on) =>
    story
      .does(on, 'fra.commissioned', { assessor: { name: 'F. Assessor', competence: 'IFE register 4711' } }, lead)
      .does(on, 'site.visited', { on }, contractor('firesafe'))
      .does(
        on,
        'report.received',
        { documents, declaredActions: 0, rating: 'MODERATE', reference: on },
        contractor('firesafe'),
      )
      .does(acceptedOn, 'report.accepted', {}, lead)
  const list = [
    notice('fra:open', '2026-10-31'),
    assessed(notice('fra:done', '2026-10-01'), '2026-10-20'),
    assessed(notice('fra:done-since', '2026-10-02'), '2026-10-20', '2026-11-05'),
    // the day of its receipt, where none is printed
    block('fra:undated').does('2026-10-06', 'trigger.event', { kind: 'enforcement_notice' }, lead),
    notice('fra:before', '2026-09-30'),
    assessed(notice('fra:before-done-since', '2026-09-01'), '2026-11-03'),
    notice('fra:after', '2026-11-01'),
    notice('fra:late', '2026-10-30', '2026-11-02'),
    // another reason since has taken its place in the facts
    notice('fra:and-fire', '2026-10-03').does('2026-10-04', 'trigger.event', { kind: 'fire' }, lead),
    block('fra:fire').does('2026-10-05', 'trigger.event', { kind: 'fire' }, lead),
  ]
  expect(rows(list).fireNotices).toEqual([5, 4, 2])
  // the late one is known, and the report that was accepted late had been made in October
  expect(rows(list, knownLater).fireNotices).toEqual([6, 4, 2])
})

it('what nothing here can tell has no number', () => {
  const none = [undefined, undefined]
  expect(rows([])).toMatchObject({
    entrapments: ['not held here', ...none],
    riddorOther: ['not counted here', ...none],
    noticesOther: ['not held here', ...none],
  })
  expect(reportableLists(count([]))).toEqual({})
})
