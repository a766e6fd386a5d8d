/** The work order by e-mail, as a contractor reads it. */
import { describe, expect, test } from 'vitest'
import type { Instant } from '../../shared/core/time.ts'
import { dueOf, type Job } from '../../shared/orders/message.ts'
import { orderMail } from '../../shared/orders/order-mail.ts'
import { workflows } from '../../shared/workflows/index.ts'
import { readsWell } from '../support/as-read.ts'
import { history } from '../support/history.ts'
import { gasCase, now } from '../support/mail.ts'

const c = gasCase('H00017', {
  id: 'ACT-7K3Q-9D4H-2XMP',
  workflow: 'action',
  facts: {
    description: 'C1 at the electrical inspection of 2027-02-17, consumer unit: supply isolated at the main switch',
    priority: 'P0',
    location: 'cupboard in the hall',
    workOrder: 'WO-88',
  },
})
const job: Job = {
  order: { id: `${c.id}~1~issued~marlow`, caseId: c.id, contractorId: 'marlow', kind: 'issued', at: now },
  c,
  workflow: workflows.action!,
  asset: { id: 'H00017', type: 'dwelling', address: '12 Example Street', postcode: 'CT1 2AB' } as Job['asset'],
  due: '2027-06-20T14:20:00.000Z' as Instant,
  link: 'https://d.example/link/abc',
  again: false,
}
const sending = { landlord: 'Example Homes', reference: 'W-AAAA-BBBB', now }
const mail = (more: Partial<Job> = {}) => orderMail({ ...job, ...more }, sending)

describe('a work order', () => {
  test('says on a telephone what, where, by when and which, in London’s time', () =>
    expect(mail().subject).toBe(
      'Job: Remedial action, 12 Example Street, CT1 2AB, by Sun 20 June 2027 at 15:20 [ACT-7K3Q-9D4H-2XMP]',
    ))

  test('says by when before all else, then where exactly and what', () =>
    expect(mail().text.split('\n').slice(0, 9)).toEqual([
      'Job: Remedial action',
      '',
      'To be done by Sun 20 June 2027 at 15:20.',
      'Where: 12 Example Street, CT1 2AB',
      'Where exactly: cupboard in the hall',
      'What: C1 at the electrical inspection of Wed 17 February 2027, consumer unit: supply isolated at the main switch',
      'Priority: P0, immediate',
      'Work order: WO-88',
      'Our number: ACT-7K3Q-9D4H-2XMP',
    ]))

  test('that is late already says so, and by how much', () => {
    const late = mail({ due: '2027-02-09' as never })
    expect(late.subject).toContain('CT1 2AB, overdue [')
    expect(late.text).toContain('This is overdue: it was to be done by Tue 9 February 2027 (9 days late).')
  })

  test('is due by its own date, and not by when we want an owner for it', () => {
    const facts = {
      stream: 'fra',
      description: 'Fit signs',
      priority: 'P3',
      raisedOn: '2026-10-16',
      dueOn: '2027-01-20',
    }
    const { case: c, reckon } = history(workflows.action!).opens('2026-11-26', facts, 'ACT-1')
    expect(dueOf(workflows.action!, c, reckon)).toBe('2027-01-20')
  })

  test('that is withdrawn asks nobody to go, and has no link', () => {
    const { link: _, ...without } = job
    const gone = orderMail({ ...without, order: { ...job.order, kind: 'withdrawn' } }, sending)
    expect(gone.subject).toBe('Job withdrawn: Remedial action, 12 Example Street, CT1 2AB [ACT-7K3Q-9D4H-2XMP]')
    expect(gone.text).toContain('This job is no longer yours. Please do not go.')
    expect(gone.text).not.toContain('http')
    expect(gone.text).not.toContain('To be done')
  })

  test('that may have come before says that it is the same job', () => {
    expect(mail({ again: true }).subject).toMatch(/^\[may be a copy\] Job/)
    expect(mail({ again: true }).text).toContain('It is the same job.')
  })
})

const { link: _, ...withoutLink } = job
test.each<[string, Job]>([
  ['whole', job],
  ['late', { ...job, due: '2027-02-17' as never }],
  ['again', { ...job, again: true }],
  ['withdrawn', { ...withoutLink, order: { ...job.order, kind: 'withdrawn' } }],
  [
    'without anything known of it',
    { ...withoutLink, asset: undefined, due: undefined, c: { ...c, facts: {}, assetId: undefined } },
  ],
])('%s, it reads well in both parts', (_, given) => readsWell(orderMail(given, sending)))
