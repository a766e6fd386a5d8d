import { describe, expect, it } from 'vitest'
import { check } from '../../shared/core/check.ts'
import { allowedIn } from '../../shared/core/machine.ts'
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
  type Story,
  sorted,
} from '../support/complaints.ts'
import { contractor, history, sha, staff } from '../support/history.ts'

it('is sound', () => expect(check(complaint)).toEqual([]))

const always = [
  'contact.received',
  'person.identified',
  'representative.recorded',
  'letter.bounced',
  'reply.answered',
  'update.sent',
  'promise.made',
  'adjustment.recorded',
  'adjustment.reviewed',
  'info.requested',
  'info.received',
  'ombudsman.notified',
  'issue.linked',
]
const stage1 = [
  ...always,
  'merge.offered',
  'handler.assigned',
  'complaint.extended',
  'delay.told',
  'point.added',
  'response.drafted',
  'draft.qualityChecked',
  'compensation.approved',
  'complaint.responded',
  'escalation.requested',
  'complaint.withdrawn',
  'complaint.reclassified',
]
const stage2 = [
  ...stage1.filter(e => e !== 'escalation.requested' && e !== 'complaint.reclassified'),
  'survey.answered',
]
const ended = ['contact.received', 'ombudsman.notified']

describe('exactly these events are taken', () => {
  it.each([
    [
      'intake',
      [
        ...always,
        'merge.offered',
        'choice.offered',
        'classify.complaint',
        'classify.serviceRequest',
        'classify.enquiry',
        'classify.feedback',
        'complaint.refused',
        'complaint.withdrawn',
        'merge.requested',
        'complaint.merged',
        'merge.declined',
      ],
    ],
    [
      's1_logged',
      [
        ...always,
        'merge.offered',
        'complaint.refused',
        'complaint.acknowledged',
        'handler.assigned',
        'point.added',
        'escalation.requested',
        'complaint.withdrawn',
        'complaint.reclassified',
        'merge.requested',
        'complaint.merged',
        'merge.declined',
      ],
    ],
    ['s1_acknowledged', [...stage1, 'merge.requested', 'complaint.merged', 'merge.declined']],
    ['s1_extended', stage1],
    [
      's1_responded',
      [
        ...always,
        'merge.offered',
        'point.added',
        'response.drafted',
        'draft.qualityChecked',
        'compensation.approved',
        'response.corrected',
        'resident.satisfied',
        'escalation.requested',
        'complaint.reopened',
        'learning.recorded',
        'survey.sent',
        'survey.answered',
      ],
    ],
    [
      'follow_up',
      [
        ...always,
        'point.added',
        'escalation.requested',
        'complaint.reopened',
        'learning.recorded',
        'child.closed',
        'survey.sent',
        'survey.answered',
      ],
    ],
    [
      's1_closed',
      [...ended, 'letter.bounced', 'escalation.requested', 'complaint.reopened', 'survey.sent', 'survey.answered'],
    ],
    [
      's2_logged',
      [
        ...always,
        'merge.offered',
        'complaint.acknowledged',
        'handler.assigned',
        'point.added',
        'escalation.refused',
        'complaint.withdrawn',
        'survey.answered',
      ],
    ],
    ['s2_acknowledged', stage2],
    ['s2_extended', stage2],
    [
      's2_final',
      [
        ...always,
        'point.added',
        'response.drafted',
        'draft.qualityChecked',
        'compensation.approved',
        'response.corrected',
        'complaint.reopened',
        'learning.recorded',
        'child.closed',
        'survey.sent',
        'survey.answered',
      ],
    ],
    ['s2_closed', [...ended, 'letter.bounced', 'complaint.reopened', 'survey.sent', 'survey.answered']],
    ['s2_refused', [...ended, 'complaint.reopened']],
    ['refused', [...ended, 'complaint.reopened']],
    ['withdrawn', [...ended, 'escalation.requested']],
    ['merged', ['contact.received']],
    ['reclassified_sr', ended],
    ['sr_open', [...always, 'serviceRequest.dissatisfaction', 'serviceRequest.completed']],
    ['sr_closed', [...ended, 'serviceRequest.dissatisfaction']],
    ['enq_open', [...always, 'enquiry.dissatisfaction', 'enquiry.answered']],
    ['enq_closed', [...ended, 'enquiry.dissatisfaction']],
    ['feedback_closed', ended],
  ])('in %s', (state, events) => {
    expect(allowedIn(complaint, state).sort()).toEqual([...events].sort())
  })
  it('in every state there is a row', () => expect(Object.keys(complaint.states)).toHaveLength(22))
  it('two stages, and none before them', () =>
    expect(Object.keys(complaint.states).filter(s => /informal|stage_0|s3/.test(s))).toEqual([]))
})

const opened = (more: object = {}) => history(complaint).opens('2026-11-20', contact('2026-11-20', more), 'CMP-TEST')

describe('intake', () => {
  it('offers the choice and looks at vulnerability before it logs (1.3, G77)', () => {
    const story = opened()
    expect(
      story.refuses('2026-11-20', 'classify.complaint', { ...sorted, vulnerabilityChecked: false }, handler),
    ).toMatchObject({
      codes: ['CHOICE_NOT_OFFERED', 'VULNERABILITY_UNCHECKED'],
    })
  })
  it('does not make a service request of what the resident wants as a complaint', () => {
    const asRequest = { reason: 'a repair', residentInformed: true, repeatWithDissatisfaction: false }
    const story = opened()
    expect(story.refuses('2026-11-20', 'classify.serviceRequest', asRequest, handler)).toMatchObject({
      codes: ['CHOICE_IS_COMPLAINT'],
    })
    story.does('2026-11-20', 'choice.offered', { answer: 'complaint' }, handler)
    expect(story.refuses('2026-11-20', 'classify.serviceRequest', asRequest, handler)).toMatchObject({
      codes: ['CHOICE_IS_COMPLAINT'],
    })
    story.does('2026-11-20', 'choice.offered', { answer: 'service_request' }, handler)
    expect(
      story.refuses(
        '2026-11-20',
        'classify.serviceRequest',
        { ...asRequest, repeatWithDissatisfaction: true },
        handler,
      ),
    ).toMatchObject({ codes: ['DISSATISFIED_AGAIN'] })
    story.does('2026-11-20', 'classify.serviceRequest', asRequest, handler)
    expect(story.state).toBe('sr_open')
    story.does('2026-11-25', 'serviceRequest.dissatisfaction', { text: 'Still nobody' }, contractor())
    expect(story.state).toBe('sr_open')
    expect(story.errands.at(-1)).toMatchObject({
      open: {
        workflow: 'complaint',
        facts: { receivedAt: '2026-11-25T09:00:00.000Z', origin: { caseId: 'CMP-TEST', kind: 'service_request' } },
      },
    })
    expect(story.case.facts.links).toEqual([expect.objectContaining({ caseId: story.errands.at(-1)?.to })])
    story.replays()
  })
  it('takes a dissatisfied member of parliament for a representative (G79)', () => {
    const story = opened({ speaker: 'mp' })
    expect(
      story.refuses('2026-11-20', 'classify.enquiry', { from: 'A. Member', expressesDissatisfaction: true }, handler),
    ).toMatchObject({ codes: ['DISSATISFIED'] })
    story.does('2026-11-20', 'classify.enquiry', { from: 'A. Member', expressesDissatisfaction: false }, handler)
    expect(due(story, 'enquiry')).toBe('2026-12-04')
  })
  it('shows who answered a survey how to complain (1.6)', () => {
    expect(
      opened().refuses('2026-11-20', 'classify.feedback', { what: 'survey', complaintRouteShown: false }, handler),
    ).toMatchObject({ codes: ['ROUTE_SHOWN'] })
  })
  it('is not received in the future', () =>
    expect(history(complaint).opensNot('2026-11-20', contact('2026-11-22'))).toMatchObject({
      codes: ['DATE_IN_FUTURE'],
    }))
  it('an anonymous one is logged without a letter, and with a definition all the same (G80)', () => {
    const story = logged('2026-11-20', { persons: [] })
    expect(
      story.refuses('2026-11-23', 'complaint.acknowledged', ack('a', { letter: undefined }), handler),
    ).toMatchObject({
      codes: expect.arrayContaining(['LETTER_SENT']),
    })
    story.does(
      '2026-11-23',
      'complaint.acknowledged',
      ack('a', { letter: undefined, note: 'No address is known' }),
      handler,
    )
    expect(story.state).toBe('s1_acknowledged')
  })
})

describe('refusal (section 2)', () => {
  const refusal = (more: object) => ({
    exclusion: 'over_12_months',
    matter: 'A boiler of long ago',
    reason: 'The fault and the repair were in 2024',
    discretion: 'No new harm, no reason for the delay was given',
    evidence: [{ name: 'repair log', sha256: sha('log') }],
    proposedBy: handler.id,
    issueOn: '2024-05-01',
    awareOn: '2024-05-01',
    letter: letter('refusal'),
    ...more,
  })
  it.each([
    ['by a handler', {}, handler, { kind: 'forbidden' }],
    ['for a reason that is none of the Code', { exclusion: 'policy_decision' }, head, { kind: 'invalid' }],
    ['of a matter within twelve months', { awareOn: '2026-01-05' }, head, { codes: ['REFUSAL_WITHIN_12_MONTHS'] }],
    [
      'of a claim that is only threatened (G102)',
      { exclusion: 'legal_proceedings' },
      head,
      { codes: ['REFUSAL_NOT_FILED'] },
    ],
    [
      'with the claim form alone',
      { exclusion: 'legal_proceedings', claimFormFiledOn: '2026-11-01' },
      head,
      { codes: ['REFUSAL_NOT_FILED'] },
    ],
    [
      'as considered already, without saying where',
      { exclusion: 'already_considered' },
      head,
      { codes: ['REFUSAL_NO_EARLIER_CASE'] },
    ],
    ['without evidence', { evidence: [] }, head, { codes: ['REFUSAL_EVIDENCE'] }],
    ['by whoever proposed it', { proposedBy: head.id }, head, { codes: ['APPROVER_SAME'] }],
    [
      'nor by whoever proposed it in capitals',
      { proposedBy: head.id.toUpperCase() },
      head,
      { codes: ['APPROVER_SAME'] },
    ],
    [
      'without the right to go to the Ombudsman',
      { letter: letter('r', 'ombudsman') },
      head,
      { codes: ['LETTER_OMBUDSMAN'] },
    ],
    ['without a letter', { letter: undefined }, head, { codes: expect.arrayContaining(['LETTER_SENT']) }],
  ])('not %s', (_, more, by, expected) => {
    expect(opened().refuses('2026-11-23', 'complaint.refused', refusal(more), by)).toMatchObject(expected)
  })
  it('with all of it, and a reply is heard all the same', () => {
    const story = opened().does('2026-11-23', 'complaint.refused', refusal({}), head)
    expect(story.state).toBe('refused')
    expect(story.case.facts).toMatchObject({
      ended: 'refused',
      refusal: { exclusion: 'over_12_months', approvedBy: head.id },
    })
    story.does('2026-12-01', 'contact.received', { text: 'That is not right' }, staff('officer'))
    expect(story.state).toBe('follow_up')
    expect(due(story, 'reply')).toBe('2026-12-03')
    story.does('2026-12-02', 'complaint.reopened', { error: 'The fault came back in 2026', askedBy: handler.id }, head)
    expect(story.state).toBe('intake')
    expect(due(story, 'ack1')).toBe('2026-11-27')
    story.replays()
  })
})

describe('the answer', () => {
  const drafted = (data: object = answer('2026-12-18')) =>
    acknowledged('2026-11-20').does('2026-11-30', 'response.drafted', data, handler)
  const sent = { letter: letter('answer') }
  it('a holding letter is none: every point has a finding with a reason (G96)', () => {
    const story = drafted({ findings: [] }).does('2026-11-30', 'draft.qualityChecked', checked, checker)
    expect(story.refuses('2026-12-01', 'complaint.responded', sent, handler)).toMatchObject({
      codes: ['LETTER_DECISION', 'LETTER_REASONS', 'LETTER_REMEDIES'],
    })
  })
  it('an upheld point has a remedy, and a remedy a date', () => {
    const story = drafted({ ...answer('2026-12-18'), remedies: [] }).does(
      '2026-11-30',
      'draft.qualityChecked',
      checked,
      checker,
    )
    expect(story.refuses('2026-12-01', 'complaint.responded', sent, handler)).toMatchObject({
      codes: ['LETTER_REMEDIES'],
    })
    expect(
      acknowledged('2026-11-20').refuses(
        '2026-11-30',
        'response.drafted',
        { ...answer('2026-12-18'), remedies: [{ what: 'soon' }] },
        handler,
      ),
    ).toMatchObject({ kind: 'invalid' })
  })
  it('is checked by somebody else, this very draft, in every respect', () => {
    const story = drafted()
    expect(story.refuses('2026-12-01', 'complaint.responded', sent, handler)).toMatchObject({
      codes: ['QUALITY_CHECK'],
    })
    expect(story.refuses('2026-12-01', 'draft.qualityChecked', checked, handler)).toMatchObject({
      codes: ['CHECKER_SAME'],
    })
    expect(story.refuses('2026-12-01', 'draft.qualityChecked', { passed: true }, checker)).toMatchObject({
      codes: ['CHECKLIST'],
    })
    story.does('2026-12-01', 'draft.qualityChecked', checked, checker)
    story.does('2026-12-01', 'response.drafted', answer('2026-12-20'), handler)
    expect(story.refuses('2026-12-01', 'complaint.responded', sent, handler)).toMatchObject({
      codes: ['QUALITY_CHECK'],
    })
  })
  it('tells the way to stage 2 and to the Ombudsman', () => {
    const story = drafted().does('2026-11-30', 'draft.qualityChecked', checked, checker)
    expect(
      story.refuses('2026-12-01', 'complaint.responded', { letter: letter('a', 'escalate', 'ombudsman') }, handler),
    ).toMatchObject({ codes: ['LETTER_ESCALATE', 'LETTER_OMBUDSMAN'] })
  })
  it('a point added to it must be answered, too; an unrelated one is a complaint of its own (6.8)', () => {
    const story = drafted().does('2026-11-30', 'draft.qualityChecked', checked, checker)
    story.does(
      '2026-11-30',
      'point.added',
      { related: true, point: { id: '2', text: 'Nobody rang', responsible: 'landlord' } },
      handler,
    )
    story.does('2026-11-30', 'draft.qualityChecked', checked, checker)
    expect(story.refuses('2026-12-01', 'complaint.responded', sent, handler)).toMatchObject({
      codes: ['LETTER_REASONS'],
    })
    story.does(
      '2026-12-01',
      'point.added',
      { related: false, point: { id: '3', text: 'The lift', responsible: 'landlord' } },
      handler,
    )
    expect(story.case.facts.points).toHaveLength(2)
    expect(story.errands.at(-1)?.open).toMatchObject({ workflow: 'complaint', facts: { text: 'The lift' } })
  })
  it('is out of our hands only where the acknowledgement said so', () => {
    const data = { ...answer('2026-12-18', 'out_of_jurisdiction'), remedies: [] }
    expect(acknowledged('2026-11-20').refuses('2026-11-30', 'response.drafted', data, handler)).toMatchObject({
      codes: ['OURS'],
    })
  })
  it('the acknowledgement explains what is not ours (5.7)', () => {
    const notOurs = [{ id: '1', text: 'The road', responsible: 'other' }]
    expect(
      logged('2026-11-20').refuses('2026-11-23', 'complaint.acknowledged', ack('a', { points: notOurs }), handler),
    ).toMatchObject({ codes: ['LETTER_NOT_OURS'] })
  })
  it('whom it is about neither handles nor writes it (G101)', () => {
    const story = history(complaint).opens('2026-11-20', contact('2026-11-20'))
    story.does('2026-11-20', 'choice.offered', { answer: 'complaint' }, handler)
    story.does('2026-11-20', 'classify.complaint', { ...sorted, about: [handler.id] }, other)
    story.does('2026-11-20', 'complaint.acknowledged', ack(), other)
    expect(
      story.refuses('2026-11-23', 'handler.assigned', { handler: handler.id, conflictChecked: true }, lead),
    ).toMatchObject({ codes: ['CONFLICT'] })
    expect(story.refuses('2026-11-23', 'response.drafted', answer('2026-12-18'), handler)).toMatchObject({
      codes: ['CONFLICT'],
    })
  })
  it('may go with the acknowledgement, on one day (G99)', () => {
    const story = answers(acknowledged('2026-11-20'), '2026-11-20')
    expect(story.case.facts.s1).toMatchObject({
      acknowledgedOn: '2026-11-20',
      respondedOn: '2026-11-20',
      outcome: 'upheld',
    })
  })
  it('that came back was not sent: the clock is where it was (G95)', () => {
    const story = answers(acknowledged('2026-11-20'), '2026-12-01')
    const kept = Object.keys(story.case.children)
    story.does('2026-12-03', 'letter.bounced', { sha256: sha('answer s1_acknowledged') }, staff('officer'))
    expect(story.state).toBe('s1_acknowledged')
    expect(due(story, 'response1')).toBe('2026-12-04')
    expect(story.case.facts.s1).not.toHaveProperty('respondedOn')
    story.does('2026-12-04', 'complaint.responded', { letter: letter('again') }, handler)
    expect(Object.keys(story.case.children)).toEqual(kept)
    story.replays()
  })
  it('an acknowledgement that came back buys no time', () => {
    const story = acknowledged('2026-11-20').does(
      '2026-11-25',
      'letter.bounced',
      { sha256: sha('ack') },
      staff('officer'),
    )
    expect(story.state).toBe('s1_logged')
    expect(due(story, 'ack1')).toBe('2026-11-27')
    expect(due(story, 'response1')).toBe('2026-12-04')
    story.does('2026-11-26', 'complaint.acknowledged', ack('by hand'), handler)
    expect(due(story, 'response1')).toBe('2026-12-04')
  })
})

describe('after the answer', () => {
  const answered = () => answers(acknowledged('2026-11-20'), '2026-12-01', handler, '2027-01-15')
  it('is open until what was promised is done, each with its date and a case of its own (G115)', () => {
    const story = answered().does('2026-12-02', 'resident.satisfied', {}, handler)
    expect(story.state).toBe('follow_up')
    expect(due(story, 'learning')).toBe('2026-12-15')
    expect(due(story, 'promises')).toBe('2027-01-15')
    story.does('2026-12-03', 'learning.recorded', learnt, handler)
    expect(story.state).toBe('follow_up')
    childDone(story, '2027-01-20', 0, 'kept_late')
    expect(story.state).toBe('s1_closed')
    expect(story.case.wake).toBeUndefined()
    story.replays()
  })
  it('closes by silence after twenty working days, once nothing is owed', () => {
    const story = answered().does('2026-12-02', 'learning.recorded', learnt, handler)
    story.until('2027-01-10')
    expect(story.state).toBe('s1_responded')
    childDone(story, '2027-01-14')
    story.until('2027-01-14')
    expect(story.state).toBe('s1_closed')
    expect(story.case.facts.s1).toMatchObject({ outcome: 'upheld' })
    story.replays()
  })
  it.each(['2026-12-02', '2027-08-02', '2028-03-01'])(
    'goes to stage 2 without a reason or a form, on %s (G87, G88)',
    on => {
      const story = answered().does('2026-12-02', 'resident.satisfied', {}, handler)
      story.does('2026-12-02', 'learning.recorded', learnt, handler)
      childDone(story, '2026-12-02')
      expect(story.state).toBe('s1_closed')
      story.does(on, 'escalation.requested', {}, staff('officer'))
      expect(story.state).toBe('s2_logged')
      expect(story.case.closedAt).toBeUndefined()
      expect(story.case.wake).toBeDefined()
      story.replays()
    },
  )
  it('not before stage 1 is due; at once when that is past (G89)', () => {
    const story = acknowledged('2026-11-20')
    expect(story.refuses('2026-12-04', 'escalation.requested', {}, handler)).toMatchObject({
      codes: ['STAGE1_NOT_DUE'],
    })
    story.does('2026-12-07', 'escalation.requested', {}, handler)
    expect(story.state).toBe('s2_logged')
    expect(story.refuses('2026-12-08', 'escalation.refused', {}, head)).toMatchObject({ kind: 'invalid' })
  })
  it('stage 2 is of the points that are not resolved, by somebody else (6.13, G91, G93)', () => {
    const story = answered().does('2026-12-02', 'escalation.requested', { unresolvedPoints: ['1'] }, other)
    expect(story.refuses('2026-12-02', 'complaint.acknowledged', ack('a2'), other)).toMatchObject({
      codes: ['STAGE2_OTHER_PERSON'],
    })
    expect(
      story.refuses('2026-12-02', 'handler.assigned', { handler: handler.id, conflictChecked: true }, lead),
    ).toMatchObject({ codes: ['STAGE2_OTHER_PERSON'] })
    story.does('2026-12-02', 'handler.assigned', { handler: other.id, conflictChecked: true }, lead)
    story.does('2026-12-02', 'complaint.acknowledged', ack('a2'), other)
    expect(story.refuses('2026-12-03', 'response.drafted', answer('2027-01-15'), handler)).toMatchObject({
      codes: ['STAGE2_OTHER_PERSON'],
    })
    story.does('2026-12-03', 'response.drafted', answer('2027-01-15'), other)
    expect(story.refuses('2026-12-03', 'draft.qualityChecked', checked, handler)).toMatchObject({
      codes: ['STAGE2_OTHER_PERSON'],
    })
    story.does('2026-12-03', 'draft.qualityChecked', checked, checker)
    expect(story.refuses('2026-12-03', 'complaint.responded', { letter: letter('f') }, handler)).toMatchObject({
      codes: ['STAGE2_OTHER_PERSON'],
    })
    expect(
      story.refuses('2026-12-03', 'complaint.responded', { letter: letter('f', 'ombudsman') }, other),
    ).toMatchObject({
      codes: ['LETTER_OMBUDSMAN'],
    })
  })
  it('stage 2 withdrawn can be asked for again; a withdrawn stage 1 becomes a new complaint (6.10)', () => {
    const words = { words: 'Leave it', by: 'resident', letter: letter('w') }
    const back = (story: Story) =>
      story
        .does('2026-12-04', 'complaint.withdrawn', words, other)
        .does('2026-12-07', 'contact.received', { text: 'I want it looked at after all' }, other)
    const second = back(answered().does('2026-12-02', 'escalation.requested', {}, other))
    expect([second.state, second.case.facts.ended]).toEqual(['follow_up', 'withdrawn'])
    second.does('2026-12-07', 'escalation.requested', {}, other)
    expect([second.state, due(second, 'ack2')]).toEqual(['s2_logged', '2026-12-14'])
    expect([second.case.facts.ended, second.case.facts.withdrawal]).toEqual([undefined, undefined])
    second.replays()
    const first = back(acknowledged('2026-11-20'))
    expect(first.refuses('2026-12-07', 'escalation.requested', {}, other)).toMatchObject({ codes: ['STAGE1_ANSWERED'] })
    expect(
      first.refuses('2026-12-07', 'complaint.reopened', { error: 'resumed', askedBy: handler.id }, lead),
    ).toMatchObject({ codes: ['NOTHING_TO_REOPEN'] })
  })
  it('is not reclassified any more (G85)', () => {
    expect(
      answered().refuses(
        '2026-12-02',
        'complaint.reclassified',
        { residentAgreed: true, evidence: 'x', reason: 'y' },
        handler,
      ),
    ).toMatchObject({ kind: 'not_allowed' })
  })
  it('a reply after closure is never lost: it waits with a clock, and a new matter becomes a complaint (G86)', () => {
    const story = answered().does('2026-12-02', 'learning.recorded', learnt, handler)
    childDone(story, '2026-12-03').does('2026-12-03', 'resident.satisfied', {}, handler)
    expect(story.state).toBe('s1_closed')
    story.does('2027-02-01', 'contact.received', { text: 'And now the lift' }, contractor())
    expect(story.state).toBe('follow_up')
    expect(due(story, 'reply')).toBe('2027-02-03')
    story.does('2027-02-02', 'reply.answered', { how: 'new_complaint', note: 'the lift' }, handler)
    expect(story.state).toBe('s1_closed')
    expect(story.errands.at(-1)?.open).toMatchObject({
      facts: { receivedAt: '2027-02-01T12:00:00.000Z', text: 'And now the lift' },
    })
    expect(story.case.facts).not.toHaveProperty('replyText')
    story.replays()
  })
  it('is reopened only to correct an error, by an approver; the first date stands', () => {
    const story = answered().does('2026-12-02', 'learning.recorded', learnt, handler)
    expect(story.refuses('2026-12-04', 'response.drafted', answer('2027-01-20'), handler)).toMatchObject({
      kind: 'guard',
    })
    const reopen = { error: 'The wrong address was looked at', askedBy: handler.id }
    expect(story.refuses('2026-12-04', 'complaint.reopened', reopen, handler)).toMatchObject({ kind: 'forbidden' })
    story.does('2026-12-04', 'complaint.reopened', reopen, lead)
    expect(due(story, 'correction')).toBe('2026-12-11')
    story.does('2026-12-07', 'response.drafted', answer('2027-01-20', 'partially_upheld'), handler)
    story.does('2026-12-07', 'draft.qualityChecked', checked, checker)
    story.does('2026-12-07', 'response.corrected', { letter: letter('corrected') }, handler)
    expect(story.case.facts.s1).toMatchObject({
      respondedOn: '2026-12-01',
      correctedOn: '2026-12-07',
      outcome: 'partially_upheld',
    })
    expect(Object.keys(story.case.children)).toHaveLength(2)
    story.replays()
  })
  it('the final answer, sent again or corrected, is the end when nothing of it is owed any more', () => {
    const story = requested(answered(), '2026-12-02').does('2026-12-02', 'complaint.acknowledged', ack('a2'), other)
    answers(story, '2026-12-03', other).does('2026-12-04', 'learning.recorded', learnt, other)
    childDone(childDone(story, '2026-12-07', 0), '2026-12-07', 1)
    expect(story.state).toBe('s2_closed')
    story.does('2026-12-09', 'letter.bounced', { sha256: sha('answer s2_acknowledged') }, staff('officer'))
    expect(story.state).toBe('s2_acknowledged')
    story.does('2026-12-10', 'complaint.responded', { letter: letter('again') }, other)
    expect([story.state, story.case.wake]).toEqual(['s2_closed', undefined])
    story.does('2026-12-14', 'complaint.reopened', { error: 'The wrong year', askedBy: other.id }, lead)
    story.does('2026-12-14', 'response.drafted', { ...answer('2027-01-20', 'not_upheld'), remedies: [] }, other)
    story.does('2026-12-14', 'draft.qualityChecked', checked, checker)
    story.does('2026-12-14', 'response.corrected', { letter: letter('corrected') }, other)
    expect([story.state, story.case.wake]).toEqual(['s2_closed', undefined])
    story.replays()
  })
  it('a survey is sent once (G117)', () => {
    const story = answered().does('2026-12-02', 'survey.sent', { survey: 'handling' }, handler)
    expect(story.refuses('2026-12-03', 'survey.sent', { survey: 'handling' }, handler)).toMatchObject({
      codes: ['SURVEY_SENT'],
    })
  })
  it('what a survey brought is kept once, also when stage 2 has begun meanwhile', () => {
    const given = { survey: 'handling', answer: 'fairly_dissatisfied' }
    const story = answered().does('2026-12-02', 'survey.sent', { survey: 'handling' }, handler)
    story.does('2026-12-03', 'escalation.requested', { channel: 'phone', text: 'no' }, handler)
    story.does('2026-12-04', 'survey.answered', given, handler)
    expect(story.case.facts.surveyAnswers).toEqual([{ ...given, on: '2026-12-04' }])
    expect(story.refuses('2026-12-05', 'survey.answered', given, handler)).toMatchObject({ codes: ['SURVEY_ANSWERED'] })
    story.replays()
  })
  it('learning is an improvement with an owner and a date, or a reason why there is none', () =>
    expect(
      answered().refuses('2026-12-02', 'learning.recorded', { rootCause: 'delay', improvement: 'do better' }, handler),
    ).toMatchObject({ codes: ['LEARNING_EMPTY'] }))
})

describe('other ends', () => {
  it('withdrawn by the resident in their own words, never by the landlord; promises stay (G84)', () => {
    const words = { words: 'It is done, thank you', by: 'resident', letter: letter('w') }
    const story = acknowledged('2026-11-20')
    expect(story.refuses('2026-11-24', 'complaint.withdrawn', { ...words, by: 'landlord' }, handler)).toMatchObject({
      codes: ['NOT_BY_LANDLORD'],
    })
    story.does('2026-11-24', 'promise.made', { promise: { what: 'Paint', by: '2026-12-10' } }, handler)
    story.does('2026-11-24', 'complaint.withdrawn', words, handler)
    expect(story.state).toBe('follow_up')
    childDone(story, '2026-12-10')
    expect(story.state).toBe('withdrawn')
    expect(story.case.facts.ended).toBe('withdrawn')
    story.replays()
  })
  it('reclassified with the agreement of the resident; the request goes on as a case of its own', () => {
    const story = acknowledged('2026-11-20')
    const data = { residentAgreed: false, evidence: 'call note', reason: 'a first report' }
    expect(story.refuses('2026-11-24', 'complaint.reclassified', data, handler)).toMatchObject({
      codes: ['RESIDENT_AGREED'],
    })
    story.does('2026-11-24', 'complaint.reclassified', { ...data, residentAgreed: true }, handler)
    expect(story.state).toBe('reclassified_sr')
    expect(story.errands.at(-1)?.open).toMatchObject({ facts: { kind: 'service_request' } })
    expect(story.errands.at(-1)?.to).toMatch(/^CMP-/)
    const request = history(complaint).opens('2026-11-24', story.errands.at(-1)?.open?.facts ?? {})
    expect(request.state).toBe('sr_open')
  })
  it('merges what is the same people’s same matter, and keeps the earliest receipt (G114)', () => {
    const duplicate = history(complaint).opens('2026-11-24', contact('2026-11-20'), 'CMP-B')
    const stays = history(complaint).opens('2026-11-24', contact('2026-11-23'), 'CMP-A')
    duplicate.does('2026-11-24', 'merge.requested', { into: 'CMP-A', sameMatter: true }, handler)
    expect(duplicate.state).toBe('intake')
    const offer = duplicate.errands.at(-1)?.event
    stays.does('2026-11-24', 'merge.offered', offer?.data ?? {}, handler)
    expect(due(stays, 'ack1')).toBe('2026-11-27')
    duplicate.does('2026-11-24', 'complaint.merged', stays.errands.at(-1)?.event?.data ?? {}, handler)
    expect(duplicate.state).toBe('merged')
    duplicate.does('2026-12-01', 'contact.received', { text: 'Hello?' }, staff('officer'))
    expect(duplicate.errands.at(-1)).toMatchObject({ to: 'CMP-A', event: { type: 'contact.received' } })
  })
  it('never merges two residents’ complaints, nor what nobody knows to be one person’s', () => {
    const duplicate = history(complaint).opens('2026-11-24', contact('2026-11-20'), 'CMP-B')
    duplicate.does('2026-11-24', 'merge.requested', { into: 'CMP-A', sameMatter: true }, handler)
    const neighbour = history(complaint).opens(
      '2026-11-24',
      contact('2026-11-23', { persons: [{ name: 'A. Neighbour', ref: 'P2' }] }),
      'CMP-A',
    )
    neighbour.does('2026-11-24', 'merge.offered', duplicate.errands.at(-1)?.event?.data ?? {}, handler)
    expect(neighbour.case.facts.links).toEqual([])
    expect(
      duplicate.refuses('2026-11-24', 'complaint.merged', { into: 'CMP-A', persons: ['P2'] }, handler),
    ).toMatchObject({ codes: ['TWO_RESIDENTS'] })
    // who asked is told, and may ask again of the right one
    const answer = neighbour.errands.at(-1)
    expect(answer).toMatchObject({ to: 'CMP-B', event: { type: 'merge.declined' } })
    duplicate.does('2026-11-24', 'merge.declined', answer?.event?.data ?? {}, handler)
    expect(duplicate.notices.at(-1)).toMatchObject({ template: 'mergeDeclined', role: 'complaintHandler' })
    expect(duplicate.case.facts).not.toHaveProperty('mergeInto')
    expect(
      history(complaint)
        .opens('2026-11-24', contact('2026-11-20', { persons: [{ name: 'Somebody' }] }))
        .refuses('2026-11-24', 'merge.requested', { into: 'CMP-A', sameMatter: true }, handler),
    ).toMatchObject({ codes: ['PERSON_UNKNOWN'] })
  })
  it('shows agreed adjustments to the handler and reviews them (5.10)', () => {
    const story = acknowledged('2026-11-20')
    story.does(
      '2026-11-23',
      'adjustment.recorded',
      { adjustment: { type: 'large print', reviewOn: '2027-03-01' } },
      handler,
    )
    expect(complaint.view?.(story.case.facts as never)).toMatchObject({
      adjusted: expect.stringContaining('adjustments'),
    })
    expect(due(story, 'adjustments')).toBe('2027-03-01')
  })
  it('the Ombudsman may be asked at any time; the case goes on (G104)', () => {
    const story = acknowledged('2026-11-20').does('2026-11-25', 'ombudsman.notified', { reference: 'HO-1' }, handler)
    expect(story.state).toBe('s1_acknowledged')
    expect(Object.values(story.case.children)).toEqual([
      expect.objectContaining({ workflow: 'ombudsman', closed: false }),
    ])
  })
  it('has points and a second stage of the same reference', () => {
    const story = requested(answers(acknowledged('2026-11-20'), '2026-12-01'), '2026-12-03')
    expect(story.case.facts.points).toEqual(points)
    expect(story.refuses('2026-12-04', 'complaint.extended', extension('2027-01-15'), other)).toMatchObject({
      kind: 'not_allowed',
    })
  })
})
