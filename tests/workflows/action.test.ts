/** A remedial action: a claim is no completion, a date goes back and never slips forward, and nothing of it is lost. */
import { describe, expect, it } from 'vitest'
import { check } from '../../shared/core/check.ts'
import { running } from '../../shared/core/clocks.ts'
import { type Day, daysBetween } from '../../shared/core/time.ts'
import { action } from '../../shared/workflows/action.ts'
import { contractor, history, sha, staff } from '../support/history.ts'

const officer = staff('complianceOfficer')
const manager = staff('complianceManager')
const head = staff('headOfService')
const mender = contractor()
const photo = { documents: [{ name: 'after.jpg', sha256: sha('after') }] }
const facts = {
  stream: 'fra',
  description: 'Self-closer missing',
  priority: 'P2',
  raisedOn: '2026-11-02',
  owner: 'a@b.example',
}
const open = (more: object = {}) => history(action).opens('2026-11-02', { ...facts, ...more }, 'ACT-1')
type Story = ReturnType<typeof open>
const due = (story: Story, clock = 'due') => running(action, story.case, story.reckon).find(c => c.name === clock)?.due

it('is sound', () => expect(check(action)).toEqual([]))

describe('a claim', () => {
  it('without a photograph stays a claim: it is not verified, is chased, and counts as open (G61)', () => {
    const story = open().does('2026-11-10', 'completion.claimed', {}, mender)
    expect(story.state).toBe('claimed_complete')
    expect(story.refuses('2026-11-11', 'completion.verified', {}, officer)).toMatchObject({
      failed: ['there is evidence: a photograph or document with the claim or the verification; an invoice is none'],
    })
    expect(due(story, 'verify')).toBe('2026-11-17')
    const told = story.until('2027-02-10')
    expect(told.filter(n => n.clock === 'verify').map(n => n.role)).toContain('complianceManager')
    expect(told.filter(n => n.clock === 'due').map(n => n.template)).toContain('overdue')
    story.does('2027-02-10', 'completion.verified', photo, officer)
    expect(story.case).toMatchObject({ state: 'closed', facts: { completedOn: '2026-11-10', inTime: true } })
    story.replays()
  })

  it('that is disputed is work again, late since its first date and not since the dispute (G62)', () => {
    const story = open().does('2027-01-28', 'completion.claimed', photo, mender)
    expect(due(story)).toBe('2027-01-31')
    expect(story.refuses('2027-02-05', 'completion.verified', photo, mender)).toMatchObject({ kind: 'forbidden' })
    story.does('2027-02-10', 'completion.disputed', { reason: 'the door does not close' }, officer)
    expect([story.state, due(story)]).toEqual(['in_progress', '2027-01-31'])
    const late = story.until('2027-02-28').filter(n => n.clock === 'due')
    expect(new Set(late.map(n => n.due))).toEqual(new Set(['2027-01-31']))
    expect(daysBetween(late[0]?.due as Day, '2027-02-28' as Day)).toBe(28)
    story.does('2027-03-01', 'completion.claimed', photo, mender).does('2027-03-02', 'completion.verified', {}, officer)
    expect(story.case.facts).toMatchObject({ completedOn: '2027-03-01', inTime: false })
    story.replays()
  })

  it('on an invoice is no completion, whoever sends it and whoever verifies it (G63)', () => {
    const invoice = { documents: [{ name: 'Invoice 4711.pdf', sha256: sha('invoice') }] }
    const story = open().does('2026-11-10', 'completion.claimed', invoice, mender)
    expect(story.case.facts.claimed).toMatchObject({ sha256: [] })
    expect(story.refuses('2026-11-11', 'completion.verified', {}, officer)).toMatchObject({ kind: 'guard' })
    expect(story.refuses('2026-11-11', 'completion.verified', invoice, officer)).toMatchObject({ kind: 'guard' })
    expect(story.does('2026-11-12', 'completion.verified', photo, officer).state).toBe('closed')
  })
})

describe('its date', () => {
  it('comes earlier with a higher priority, at once; later only with an approver, the former date kept (G48)', () => {
    const story = open()
    expect(due(story)).toBe('2027-01-31')
    story.does('2026-11-03', 'action.reclassified', { priority: 'P1', reason: 'on the only stair' }, manager)
    expect(due(story)).toBe('2026-12-02')
    expect(
      story.refuses('2026-11-04', 'action.reclassified', { priority: 'P3', reason: 'not so bad' }, manager),
    ).toMatchObject({ failed: ['a lower priority has a named approver'] })
    expect(due(story)).toBe('2026-12-02')
    const lower = { priority: 'P3', reason: 'a second stair', approvedBy: head.id }
    story.does('2026-11-05', 'action.reclassified', lower, manager)
    expect(due(story)).toBe('2027-05-01')
    expect(story.case.facts.formerDue).toMatchObject([{ due: '2027-01-31' }, { due: '2026-12-02' }])
    const later = { dueOn: '2027-06-01', reason: 'scaffold', approvedBy: manager.id }
    expect(story.refuses('2026-11-06', 'due.changed', later, manager)).toMatchObject({ kind: 'guard' })
    story.replays()
  })

  it('stands while a risk is accepted for a time; when that is over the action is open and overdue (G73)', () => {
    const accepted = { until: '2027-02-20', mitigation: 'A waking watch' }
    expect(open().refuses('2026-11-10', 'risk.accepted', accepted, manager)).toMatchObject({ kind: 'forbidden' })
    const claimed = open().does('2026-11-09', 'completion.claimed', photo, mender)
    expect(claimed.refuses('2026-11-10', 'risk.accepted', accepted, head)).toMatchObject({ kind: 'not_allowed' })
    const story = open().does('2026-11-10', 'risk.accepted', accepted, head)
    expect([story.state, due(story)]).toEqual(['risk_accepted', '2027-01-31'])
    story.until('2027-02-20 23:00')
    expect(story.state).toBe('risk_accepted')
    const told = story.until('2027-02-21')
    expect(story.state).toBe('assigned')
    expect(told.filter(n => n.template === 'riskEnding').map(n => n.role)).toEqual([
      'complianceManager',
      'headOfService',
    ])
    expect(due(story)).toBe('2027-01-31')
    expect(story.until('2027-03-30').map(n => n.due)).toContain('2027-01-31')
    story.replays()
  })
})

it('the same fault in two streams: one is closed with a link to the one that survives, which is another (G64)', () => {
  const story = open()
  expect(story.refuses('2026-11-03', 'action.duplicate', {}, officer)).toMatchObject({ kind: 'invalid' })
  expect(story.refuses('2026-11-03', 'action.duplicate', { survivor: 'ACT-1' }, officer)).toMatchObject({
    failed: ['the surviving action is another one'],
  })
  expect(story.refuses('2026-11-03', 'action.duplicate', { survivor: 'ACT-2' }, mender)).toMatchObject({
    kind: 'forbidden',
  })
  story.does('2026-11-03', 'action.duplicate', { survivor: 'ACT-2' }, officer)
  expect(story.case).toMatchObject({ state: 'closed_duplicate', facts: { survivor: 'ACT-2' } })
  expect(story.until('2027-06-01')).toEqual([])
  story.replays()
})
