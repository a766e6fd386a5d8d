import { describe, expect, it } from 'vitest'
import { check } from '../../shared/core/check.ts'
import { allowedIn } from '../../shared/core/machine.ts'
import { restriction } from '../../shared/workflows/restriction.ts'
import { handler, head, lead } from '../support/complaints.ts'
import { history, sha } from '../support/history.ts'

it('is sound', () => expect(check(restriction)).toEqual([]))
it.each([
  ['proposed', ['restriction.imposed', 'restriction.declined']],
  ['in_force', ['appeal.received', 'restriction.reviewed']],
  ['appealed', ['restriction.reviewed']],
  ['ended', []],
  ['declined', []],
])('in %s exactly these events are taken', (state, events) => expect(allowedIn(restriction, state)).toEqual(events))

const facts = {
  personRef: 'P1',
  kind: 'single_contact',
  reason: 'Threats to two officers',
  evidence: [{ name: 'call notes', sha256: sha('c') }],
  equality: 'No disability is known; asked on 1 December',
  proportionate: 'Everything can still be raised, with one officer',
  proposedBy: handler.id,
  startsOn: '2026-12-01',
}
const imposed = { letterSha256: sha('l'), appealExplained: true, rightToComplainKept: true }
const proposed = () => history(restriction).opens('2026-12-01', facts, 'RES-1')

describe('a restriction', () => {
  it('has evidence, and regard to the Equality Act', () => {
    expect(history(restriction).opensNot('2026-12-01', { ...facts, evidence: [] })).toMatchObject({
      codes: ['EVIDENCE'],
    })
    expect(history(restriction).opensNot('2026-12-01', { ...facts, endsOn: '2026-11-30' })).toMatchObject({
      codes: ['DATE_ORDER'],
    })
    expect(history(restriction).opensNot('2026-12-01', { ...facts, equality: undefined })).toMatchObject({
      kind: 'invalid',
    })
  })
  it('is decided by somebody else, explains the appeal, and never takes away the right to complain (G108)', () => {
    const self = history(restriction).opens('2026-12-01', { ...facts, proposedBy: head.id })
    expect(self.refuses('2026-12-02', 'restriction.imposed', imposed, head)).toMatchObject({ codes: ['APPROVER_SAME'] })
    expect(
      proposed().refuses(
        '2026-12-02',
        'restriction.imposed',
        { ...imposed, appealExplained: false, rightToComplainKept: false, reviewOn: '2027-09-01' },
        head,
      ),
    ).toMatchObject({ codes: ['APPEAL', 'RIGHT_TO_COMPLAIN', 'REVIEW_DATE'] })
  })
  it('is reviewed within six months, again and again, until it ends', () => {
    const story = proposed().does('2026-12-02', 'restriction.imposed', imposed, head)
    const told = story.until('2027-06-17').filter(n => n.clock === 'review')
    // loud on the first day that it is told as late; the same again goes into the digest
    expect(told.map(n => `${n.owedSince.slice(0, 10)} ${n.role} ${n.urgency}`)).toEqual([
      '2027-05-19 complaintHandler digest',
      '2027-06-02 complaintHandler digest',
      '2027-06-09 complaintHandler urgent',
      '2027-06-09 complaintsLead urgent',
      '2027-06-16 complaintHandler digest',
      '2027-06-16 complaintsLead digest',
    ])
    const review = { decision: 'kept', reason: 'it goes on', equality: 'asked again' }
    story.does('2027-06-17', 'restriction.reviewed', review, lead)
    expect(story.case.wake?.slice(0, 10)).toBe('2027-12-03')
    expect(story.refuses('2027-08-01', 'restriction.reviewed', { ...review, decision: 'ended' }, lead)).toMatchObject({
      codes: ['RESIDENT_TOLD'],
    })
    story.does('2027-08-01', 'restriction.reviewed', { ...review, decision: 'ended', letterSha256: sha('e') }, lead)
    expect(story.state).toBe('ended')
    story.replays()
  })
  it('an appeal is decided by somebody other than who imposed it', () => {
    const story = proposed().does('2026-12-02', 'restriction.imposed', imposed, head)
    story.does('2026-12-10', 'appeal.received', {}, handler)
    expect(
      story.refuses('2026-12-12', 'restriction.reviewed', { decision: 'kept', reason: 'r', equality: 'e' }, head),
    ).toMatchObject({ kind: 'guard' })
    story.does('2026-12-12', 'restriction.reviewed', { decision: 'kept', reason: 'r', equality: 'e' }, lead)
    expect(story.state).toBe('in_force')
  })
})
