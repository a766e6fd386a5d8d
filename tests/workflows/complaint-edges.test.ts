/** Complaints that do not fit the form: who speaks, for whom, about what, and what came before. docs/edge-cases.md lists them. */
import { describe, expect, it } from 'vitest'
import { complaint } from '../../shared/workflows/complaint.ts'
import {
  ack,
  acknowledged,
  answer,
  answers,
  checked,
  checker,
  childDone,
  contact,
  due,
  extension,
  handler,
  head,
  lead,
  learnt,
  letter,
  logged,
  other,
  points,
  requested,
} from '../support/complaints.ts'
import { contractor, history, sha, staff } from '../support/history.ts'

const officer = staff('officer')
const assigned = (who: string) => ({ handler: who, conflictChecked: true })
const two = [...points, { id: '2', text: 'Nobody rang', responsible: 'landlord' }]
const answeredTwo = () => {
  const story = logged('2026-11-20').does('2026-11-20', 'complaint.acknowledged', ack('ack', { points: two }), handler)
  const findings = two.map(({ id }) => ({ point: id, finding: 'upheld', reason: 'The log shows it' }))
  return story
    .does('2026-12-01', 'response.drafted', { ...answer('2026-12-31'), findings }, handler)
    .does('2026-12-01', 'draft.qualityChecked', checked, checker)
    .does('2026-12-01', 'complaint.responded', { letter: letter('answer') }, handler)
}

describe('who speaks', () => {
  it('for somebody else without consent: it runs and is acknowledged; the answer waits for the consent (G78)', () => {
    const sought = { name: 'R. Friend', role: 'neighbour', consent: 'sought' }
    const story = logged('2026-11-20', { persons: [], speaker: 'representative', representative: sought })
    expect(due(story, 'ack1')).toBe('2026-11-27')
    story.does('2026-11-20', 'complaint.acknowledged', ack(), handler)
    expect(due(story, 'response1')).toBe('2026-12-04')
    story.does('2026-12-01', 'response.drafted', answer('2026-12-31'), handler)
    story.does('2026-12-01', 'draft.qualityChecked', checked, checker)
    const sent = { letter: letter('answer') }
    expect(story.refuses('2026-12-02', 'complaint.responded', sent, handler)).toMatchObject({
      codes: ['CONSENT_SOUGHT'],
    })
    expect(due(story, 'response1')).toBe('2026-12-04')
    story.does('2026-12-03', 'representative.recorded', { ...sought, consent: 'given' }, handler)
    story.does('2026-12-03', 'complaint.responded', sent, handler)
    expect(story.state).toBe('s1_responded')
    story.replays()
  })

  it('whoever acts for a resident who died goes on with the complaint, in the same time (G105)', () => {
    const story = acknowledged('2026-11-20')
    const executor = { name: 'E. Okonkwo', role: 'personal representative', consent: 'not_needed' }
    story.does('2026-11-25', 'representative.recorded', executor, handler)
    expect([story.state, due(story, 'response1')]).toEqual(['s1_acknowledged', '2026-12-04'])
    expect(answers(story, '2026-12-01').state).toBe('s1_responded')
    story.replays()
  })

  it('an applicant who never was a resident is heard, and keeps the Ombudsman who is theirs (G107)', () => {
    const story = logged('2026-11-20', { scheme: 'LGSCO', text: 'My application was lost' })
    expect(due(story, 'ack1')).toBe('2026-11-27')
    story.does('2026-11-20', 'complaint.acknowledged', ack(), handler)
    story.does('2026-11-30', 'point.added', { related: false, point: { ...two[1], text: 'The office' } }, handler)
    expect(story.errands.at(-1)?.open?.facts).toMatchObject({ scheme: 'LGSCO' })
    story.does('2026-12-01', 'ombudsman.notified', { reference: 'L-1' }, handler)
    expect(story.errands.at(-1)?.open).toMatchObject({ workflow: 'ombudsman', facts: { scheme: 'LGSCO' } })
  })

  it('what a person needs is kept and shown to whoever writes, and is a reason for more time (G109)', () => {
    const story = acknowledged('2026-11-20')
    story.does('2026-11-23', 'adjustment.recorded', { adjustment: { type: 'more time to answer' } }, handler)
    expect(story.case.facts.adjustments).toEqual([{ type: 'more time to answer', agreedOn: '2026-11-23' }])
    // a mail says that there is something and never what: it may be about health
    expect(complaint.view?.(story.case.facts as never)?.adjusted).toContain('adjustments are agreed')
    expect(complaint.view?.(story.case.facts as never)?.adjusted).not.toContain('more time')
    const more = { ...extension('2026-12-18'), reason: 'The resident asked for more time to answer our questions' }
    expect(due(story.does('2026-12-04', 'complaint.extended', more, handler), 'response1')).toBe('2026-12-18')
  })
})

describe('what it is about', () => {
  it('an insurance claim or a letter before action is no ground to refuse it (G103)', () => {
    const refusal = {
      matter: 'Disrepair',
      reason: 'A letter before action came',
      discretion: 'none',
      evidence: [{ name: 'letter', sha256: sha('letter') }],
      proposedBy: handler.id,
      letter: letter('refusal'),
    }
    const story = logged('2026-11-20')
    const refused = (exclusion: string) =>
      story.refuses('2026-11-23', 'complaint.refused', { ...refusal, exclusion }, head)
    expect(refused('insurance_claim')).toMatchObject({ kind: 'invalid' })
    expect(refused('disrepair_protocol')).toMatchObject({ kind: 'invalid' })
    expect(refused('legal_proceedings')).toMatchObject({ codes: ['REFUSAL_NOT_FILED'] })
  })

  it('about a hazard that is open: the case of the hazard is named, and no clock of either moves (G112)', () => {
    const story = acknowledged('2026-11-20')
    story.does('2026-11-23', 'issue.linked', { issue: 'HAZ-7K3Q-9DMX' }, handler)
    expect(story.case.facts).toMatchObject({ parentIssue: 'HAZ-7K3Q-9DMX' })
    expect(due(story, 'response1')).toBe('2026-12-04')
    expect(story.errands).toEqual([])
  })

  it('about how a complaint was handled: after the answer it is stage 2 or a complaint of its own (G100)', () => {
    const story = answers(acknowledged('2026-11-20'), '2026-12-01')
    story.does('2026-12-02', 'contact.received', { text: 'You took no notice of what I sent' }, officer)
    expect(due(story, 'reply')).toBe('2026-12-04')
    const twice = history(complaint)
    twice.opens('2026-12-02', contact('2026-12-02', { text: 'Nobody answers the complaints line' }), 'CMP-NEW')
    expect(due(twice as never, 'ack1')).toBe('2026-12-09')
    story.does('2026-12-03', 'reply.answered', { how: 'new_complaint', note: 'the handling' }, handler)
    expect(story.errands.at(-1)?.open).toMatchObject({
      workflow: 'complaint',
      facts: { receivedAt: '2026-12-02T12:00:00.000Z', origin: { caseId: 'CMP-TEST', kind: 'reply' } },
    })
    expect(requested(story, '2026-12-03').state).toBe('s2_logged')
  })
})

describe('who handles it is who is told', () => {
  it('by name from the day they are given it, at stage 2 somebody else, between them whoever handles complaints', () => {
    const story = logged('2026-11-20').does('2026-11-20', 'handler.assigned', assigned(handler.id), lead)
    expect(story.case.assignee).toBe(handler.id)
    const told = story.until('2026-11-26').filter(n => n.role === 'complaintHandler')
    expect(told.map(n => n.person)).toEqual([handler.id, handler.id])
    story.does('2026-11-26', 'complaint.acknowledged', ack(), handler)
    answers(story, '2026-12-01').does('2026-12-03', 'escalation.requested', {}, contractor())
    expect(story.case.assignee).toBeUndefined()
    story.does('2026-12-04', 'handler.assigned', assigned(other.id), lead)
    expect(story.case.assignee).toBe(other.id)
    story.does('2026-12-05', 'reassigned', { to: 'cover@landlord.example' }, lead)
    story.does('2026-12-07', 'complaint.acknowledged', ack('a2', { points: undefined }), other)
    expect(story.case.assignee).toBe('cover@landlord.example') // what somebody was given stays theirs
    story.replays()
  })
})

describe('going on to stage 2', () => {
  it('over the compensation alone: all of the complaint is looked at again (G90)', () => {
    const story = answeredTwo().does('2026-12-03', 'escalation.requested', { reason: 'compensation' }, contractor())
    expect(story.state).toBe('s2_logged')
    expect(story.case.facts.s2).toMatchObject({ requestReason: 'compensation' })
    story.does('2026-12-04', 'handler.assigned', { handler: other.id, conflictChecked: true }, lead)
    story.does('2026-12-04', 'complaint.acknowledged', ack('a2', { points: undefined }), other)
    story.does('2026-12-07', 'response.drafted', answer('2027-01-15'), other)
    story.does('2026-12-07', 'draft.qualityChecked', checked, checker)
    // point 2 was not named by the resident, and is answered all the same
    expect(story.refuses('2026-12-08', 'complaint.responded', { letter: letter('f') }, other)).toMatchObject({
      codes: ['LETTER_REASONS'],
    })
  })

  it('over some points: stage 2 is of those, and is answered without the others (G91)', () => {
    const story = answeredTwo().does('2026-12-03', 'escalation.requested', { unresolvedPoints: ['1'] }, officer)
    story.does('2026-12-04', 'handler.assigned', { handler: other.id, conflictChecked: true }, lead)
    story.does('2026-12-04', 'complaint.acknowledged', ack('a2', { points: undefined }), other)
    expect(answers(story, '2026-12-07', other).state).toBe('s2_final')
  })

  it('with a matter that is new: that is a complaint of its own at stage 1, from when it was said (G92)', () => {
    const story = answeredTwo().does('2026-12-03', 'escalation.requested', {}, officer)
    const lift = { id: '9', text: 'The lift', responsible: 'landlord' }
    story.does('2026-12-04', 'point.added', { related: false, point: lift }, handler)
    expect(story.case.facts.points).toHaveLength(2)
    expect(story.errands.at(-1)?.open).toMatchObject({
      workflow: 'complaint',
      facts: { receivedAt: '2026-12-04T09:00:00.000Z', text: 'The lift' },
    })
  })

  it('more than a year after the answer: it is taken, and discretion is to be considered (G88)', () => {
    const story = answers(acknowledged('2026-11-20'), '2026-12-01').does(
      '2026-12-02',
      'learning.recorded',
      learnt,
      handler,
    )
    childDone(story, '2026-12-03').does('2026-12-03', 'resident.satisfied', {}, handler)
    story.does('2027-12-02', 'escalation.requested', {}, officer)
    expect(story.state).toBe('s2_logged')
    expect(story.events.at(-1)?.notes).toEqual([
      'more than 12 months after the answer: discretion is to be considered (Code 2.3)',
    ])
  })
})

describe('when it was sent and received', () => {
  it('at half past midnight in summer it is of that day, though UTC has the day before (G4)', () => {
    const story = history(complaint).opens('2027-07-02', { receivedAt: '2027-07-01T23:30:00.000Z' })
    expect(due(story as never, 'ack1')).toBe('2027-07-09')
    const evening = history(complaint).opens('2027-07-02', { receivedAt: '2027-07-01T22:59:30.000Z' })
    expect(due(evening as never, 'ack1')).toBe('2027-07-08')
  })

  it('an answer by post was sent on the day on which it left, whenever that is recorded (G94)', () => {
    const story = acknowledged('2026-11-20')
    story.does('2026-12-04', 'response.drafted', answer('2026-12-31'), handler)
    story.does('2026-12-04', 'draft.qualityChecked', checked, checker)
    const posted = { letter: { ...letter('answer'), channel: 'post' } }
    expect(story.refuses('2026-12-04 15:00', 'complaint.responded', { note: 'posted' }, handler)).toMatchObject({
      codes: expect.arrayContaining(['LETTER_SENT']),
    })
    story.does('2026-12-04 15:00', 'complaint.responded', posted, handler, '2026-12-08')
    expect(story.case.facts.s1).toMatchObject({ respondedOn: '2026-12-04' })
    expect(story.case.facts.letters).toContainEqual(
      expect.objectContaining({ on: '2026-12-04', channel: 'post', sha256: sha('answer') }),
    )
  })
})
