/** One passenger lift under LOLER: a defect with a date, a lift that stops itself, and one that stops at once. */
import { expect, it } from 'vitest'
import { running } from '../../shared/core/clocks.ts'
import { lifts } from '../../shared/workflows/lifts.ts'
import { contractor, history, sha, staff } from '../support/history.ts'

const officer = staff('complianceOfficer')
const insurer = contractor('insurer')
const mender = contractor('liftco')
const paper = (name: string) => [{ name: `${name}.pdf`, sha256: sha(name) }]

it('a lift is never in service past the date of its defect, and returns only when another has seen the repair', () => {
  const story = history(lifts).opens(
    '2026-09-01',
    { checks: [{ on: '2026-05-10', knownOn: '2026-05-12', nextDue: '2026-11-10', result: 'EXAMINED' }] },
    'lifts:L1',
  )
  const shown = () => lifts.obligation?.checks(story.case.facts as never).at(-1)

  // Six months after the last one the thorough examination is due; servicing does not stand in for it.
  story.until('2026-10-01')
  expect(story.state).toBe('exam_due')
  story.does('2026-10-05', 'service.completed', {}, mender)
  expect([story.state, shown()?.nextDue]).toEqual(['exam_due', '2026-11-10'])

  // The examiner finds the brake worn: usable until 10 December, no longer. The observation becomes an action.
  story.does(
    '2026-11-06',
    'exam.completed',
    { documents: paper('exam'), observations: [{ code: 'B', text: 'Brake lining', ref: 'D1', by: '2026-12-10' }] },
    insurer,
  )
  expect(story.state).toBe('in_service_time_limited')
  expect(story.errands.find(e => e.open?.workflow === 'action')?.open?.facts).toMatchObject({ kind: 'lift.b' })

  // The examination counts once its report is accepted; the defect is a second matter and stays open.
  story.does('2026-11-09', 'certificate.accepted', {}, officer)
  expect([story.state, shown()]).toMatchObject(['in_service_time_limited', { on: '2026-11-06', nextDue: '2027-05-06' }])

  // Nobody mends it. It is chased until its last day, and when that day ends the lift leaves service by itself.
  const chased = story.until('2026-12-10 23:59')
  expect(chased.map(n => n.template)).toEqual(expect.arrayContaining(['defectSoon', 'defectToday']))
  expect(story.state).toBe('in_service_time_limited')
  const taken = story.until('2026-12-11 00:00')
  expect(story.state).toBe('withdrawn')
  expect(taken.map(n => [n.template, n.role, n.urgency])).toEqual([
    ['takenOut', 'complianceManager', 'emergency'],
    ['takenOut', 'headOfService', 'emergency'],
  ])

  // A claim is not a repair: it needs its evidence, and somebody else's eyes.
  expect(story.refuses('2026-12-11', 'returned.toService', {}, mender)).toMatchObject({ codes: ['DEFECT_OPEN'] })
  expect(story.refuses('2026-12-14', 'repair.completed', {}, mender)).toMatchObject({ kind: 'guard' })
  story.does('2026-12-14', 'repair.completed', { actionRefs: ['D1'], documents: paper('brake') }, mender)
  expect(story.state).toBe('withdrawn')
  expect(story.refuses('2026-12-14', 'repair.verified', {}, staff('complianceOfficer', 'liftco')).ok).toBe(false)
  story.does('2026-12-15', 'repair.verified', {}, officer)
  expect(story.state).toBe('in_service')
  expect(story.case.facts.out).toMatchObject([{ from: '2026-12-11T00:00:00.000Z', why: 'defect_b' }])
  expect(story.errands.slice(-2).map(e => e.event?.type)).toEqual(['completion.claimed', 'completion.verified'])

  // In February, at a quarter past ten at night, a category A: out at once, told at once, and a P0.
  const night = story.notices.length
  story.until('2027-02-09')
  const asleep = story.notices.length
  expect(asleep - night).toBe(0)
  story.does('2027-02-09 22:15', 'unsafe.found', { code: 'A', actionTaken: 'locked off', isolated: true }, insurer)
  expect(story.state).toBe('withdrawn')
  expect(story.notices.slice(asleep).map(n => [n.role, n.urgency])).toEqual([
    ['complianceManager', 'emergency'],
    ['headOfService', 'emergency'],
  ])
  expect(story.errands.at(-1)?.open?.facts).toMatchObject({ kind: 'lift.a', priority: 'P0' })

  // The authority is owed a copy, the residents word, the file the proof of isolation; each is chased by name.
  const owed = story.until('2027-02-20').map(n => n.template)
  expect(owed).toEqual(expect.arrayContaining(['authorityOwed', 'residentsOwed', 'isolationMissing']))
  story.does('2027-02-22', 'authority.copied', { on: '2027-02-20', documents: paper('copy') }, insurer)
  story.does('2027-02-23', 'repair.completed', { documents: paper('gear') }, mender)
  story.does('2027-02-24', 'repair.verified', {}, officer)
  expect([story.state, story.case.facts.out]).toMatchObject(['in_service', [{ why: 'defect_b' }, {}]])

  // None of it moved the next examination.
  expect(shown()?.nextDue).toBe('2027-05-06')
  expect(running(lifts, story.case, story.reckon).map(c => c.due)).toEqual(['2027-05-06'])
  story.replays()
})
