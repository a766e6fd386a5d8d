import { describe, expect, it } from 'vitest'
import { checkPolicy } from '../../shared/law/policy.ts'
import { acknowledged, answer, checked, checker, handler, head, lead, letter } from '../support/complaints.ts'
import { staff } from '../support/history.ts'

const director = staff('serviceDirector', 'sd@landlord.example')
const officer = staff('officer', 'o@landlord.example')
const peer = staff('complaintHandler', 'h3@landlord.example')
const payment = (amount: number) => ({
  what: 'A payment',
  by: '2026-12-18',
  type: 'financial',
  amount,
  impact: 'Weeks without hot water',
})
const drafted = (...amounts: number[]) =>
  acknowledged('2026-11-20').does(
    '2026-11-25',
    'response.drafted',
    { ...answer('2026-12-18'), remedies: amounts.map(payment) },
    handler,
  )
const send = { letter: letter('answer') }

describe('payments (7.2, 7.4)', () => {
  it.each([
    [20, 'below the Ombudsman’s bands'],
    [50, '“minor”, from £50'],
    [100, '“maladministration”, from £100'],
    [599, '“maladministration”, from £100'],
    [600, '“a significant effect”, from £600'],
    [1000, '“severe and long”, from £1,000'],
  ])('£%s is told with its band', (amount, said) => {
    expect(drafted(amount).events.at(-1)?.notes?.join()).toContain(said)
  })
  it('a draft without any has no note', () => expect(drafted().events.at(-1)?.notes ?? []).toEqual([]))

  it.each([
    ['within the handler’s limit', [60, 40], peer],
    ['above it, checked by a team leader', [100, 200], checker],
    ['above hers, checked by the complaints lead', [601], lead],
    ['above theirs, checked by the head of service', [1001], head],
    ['above everybody’s, checked by a director', [5001], director],
  ] as const)('%s: it may leave', (_, amounts, by) => {
    const story = drafted(...amounts).does('2026-11-26', 'draft.qualityChecked', checked, by)
    story.does('2026-11-26', 'complaint.responded', send, handler)
    expect(story.state).toBe('s1_responded')
    story.replays()
  })

  it.each([
    ['101', [101], peer],
    ['601', [300, 301], checker],
    ['1,001', [1001], lead],
    ['5,001', [5001], head],
  ] as const)('£%s is more than who checked it may approve', (sum, amounts, by) => {
    const story = drafted(...amounts).does('2026-11-26', 'draft.qualityChecked', checked, by)
    const refused = story.refuses('2026-11-26', 'complaint.responded', send, handler)
    expect(refused).toMatchObject({ codes: ['COMPENSATION_UNAPPROVED'] })
    expect(JSON.stringify(refused)).toContain(`£${sum} in all`)
    story.does('2026-11-26', 'compensation.approved', { amount: amounts.reduce((a, b) => a + b, 0) }, director)
    story.does('2026-11-26', 'complaint.responded', send, handler)
    expect(story.state).toBe('s1_responded')
  })

  it('is approved for this very sum, within the limit, by another than the author, once it was checked', () => {
    const story = drafted(700)
    const approve = (by: typeof head, amount = 700) =>
      story.refuses('2026-11-26', 'compensation.approved', { amount }, by)
    expect(approve(head)).toMatchObject({ codes: ['NOT_CHECKED'] })
    story.does('2026-11-26', 'draft.qualityChecked', checked, checker)
    expect(approve(checker)).toMatchObject({ codes: ['OVER_LIMIT'] })
    expect(approve(head, 70)).toMatchObject({ codes: ['AMOUNT'] })
    expect(approve(handler)).toMatchObject({ kind: 'forbidden' })
    expect(approve({ ...head, id: handler.id })).toMatchObject({ codes: ['APPROVER_SAME'] })
  })
  it('a new draft needs a new approval', () => {
    const story = drafted(700)
      .does('2026-11-26', 'draft.qualityChecked', checked, head)
      .does('2026-11-27', 'response.drafted', { ...answer('2026-12-18'), remedies: [payment(900)] }, handler)
      .does('2026-11-27', 'draft.qualityChecked', checked, checker)
    expect(story.refuses('2026-11-27', 'complaint.responded', send, handler)).toMatchObject({
      codes: ['COMPENSATION_UNAPPROVED'],
    })
  })
  it('a promise outside an answer has the same limits', () => {
    const story = acknowledged('2026-11-20')
    const promise = (amount: number, by: typeof head) =>
      story.refuses('2026-11-25', 'promise.made', { promise: payment(amount) }, by)
    expect(promise(101, handler)).toMatchObject({ codes: ['COMPENSATION_UNAPPROVED'] })
    expect(promise(1, officer)).toMatchObject({ codes: ['COMPENSATION_UNAPPROVED'] })
    story.does('2026-11-25', 'promise.made', { promise: payment(1001) }, head)
    expect(
      story.refuses('2026-11-25', 'promise.made', { promise: { ...payment(5), impact: undefined } }, head),
    ).toMatchObject({ codes: ['IMPACT'] })
  })
  it('a landlord may set the limits within bounds', () => {
    expect(checkPolicy({ 'compensation.limit.handler': 0 }).ok).toBe(true)
    expect(checkPolicy({ 'compensation.limit.handler': 1001 })).toMatchObject({ ok: false })
  })
})
