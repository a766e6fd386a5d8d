import { describe, expect, it } from 'vitest'
import { check } from '../../shared/core/check.ts'
import { allowedIn } from '../../shared/core/machine.ts'
import { promise } from '../../shared/workflows/promise.ts'
import { handler, lead } from '../support/complaints.ts'
import { contractor, history, sha, staff } from '../support/history.ts'

const open = () =>
  history(promise).opens(
    '2026-12-01',
    {
      complaint: 'CMP-1',
      stage: 1,
      what: 'Works to the bathroom',
      by: '2027-05-14',
      type: 'action',
      madeOn: '2026-12-01',
    },
    'PRO-1',
  )
const proof = { documents: [{ name: 'after.jpg', sha256: sha('after') }] }
const officer = staff('officer')

it('is sound', () => expect(check(promise)).toEqual([]))
it.each([
  ['open', ['promise.assigned', 'promise.claimed', 'date.agreed', 'promise.released']],
  [
    'claimed_done',
    ['promise.assigned', 'promise.claimed', 'promise.verified', 'promise.disputed', 'date.agreed', 'promise.released'],
  ],
  ['kept', []],
  ['kept_late', []],
  ['released', []],
])('in %s exactly these events are taken', (state, events) => expect(allowedIn(promise, state)).toEqual(events))

describe('a promise', () => {
  it('is its owner’s, who is told of it by name; given to somebody else, it is theirs', () => {
    const story = open()
    expect(story.case.assignee).toBeUndefined()
    story.does('2026-12-02', 'promise.assigned', { owner: 'Owner@landlord.example' }, handler)
    expect(story.case.assignee).toBe('owner@landlord.example')
    const persons = (on: string) => new Set(story.until(on).map(n => n.person))
    expect(persons('2027-05-14')).toEqual(new Set(['owner@landlord.example']))
    story.does('2027-05-14', 'promise.assigned', { owner: 'The repairs team' }, handler) // no address: whoever leads it
    expect(story.case.assignee).toBeUndefined()
    story.replays()
  })
  it('goes up to the head of service and the director when it is missed, and on until it is kept', () => {
    const story = open()
    const told = story.until('2027-07-05')
    const first = (role: string) => told.find(n => n.role === role)?.owedSince.slice(0, 10)
    expect(first('complaintHandler')).toBe('2027-05-07')
    expect(told.find(n => n.template === 'missed')?.owedSince.slice(0, 10)).toBe('2027-05-17')
    expect(first('headOfService')).toBe('2027-05-21')
    expect(first('director')).toBe('2027-05-28')
    expect(first('executive')).toBe('2027-05-28')
    expect(told.filter(n => n.role === 'director').length).toBeGreaterThan(4)
    story.does('2027-07-05', 'promise.claimed', proof, contractor())
    story.does('2027-07-06', 'promise.verified', { how: 'visited' }, handler)
    expect(story.state).toBe('kept_late')
    story.replays()
  })
  it('is verified by somebody else, on evidence', () => {
    const story = open().does('2027-05-10', 'promise.claimed', {}, handler)
    expect(story.refuses('2027-05-11', 'promise.verified', { how: 'said so' }, handler)).toMatchObject({
      codes: ['VERIFIER_SAME', 'EVIDENCE'],
    })
    story.does('2027-05-11', 'promise.verified', { how: 'visited', ...proof }, lead)
    expect(story.state).toBe('kept')
  })
  it('keeps its date: a later one agreed with the resident does not mend it', () => {
    const story = open().does(
      '2027-05-10',
      'date.agreed',
      { to: '2027-06-10', why: 'away', residentAgreed: true },
      handler,
    )
    story.does('2027-06-01', 'promise.claimed', proof, officer)
    story.does('2027-06-02', 'promise.verified', { how: 'visited' }, handler)
    expect(story.state).toBe('kept_late')
  })
  it.each([undefined, officer.id.toUpperCase()])(
    'does not take arrears off a payment without another who approves it (G116): %s',
    offsetApprovedBy =>
      expect(
        open().refuses(
          '2027-05-10',
          'promise.claimed',
          { ...proof, offsetAgainstArrears: true, ...(offsetApprovedBy ? { offsetApprovedBy } : {}) },
          officer,
        ),
      ).toMatchObject({ codes: ['OFFSET'] }),
  )
  it('says when it is claimed to have been done before a date already missed', () => {
    const story = open().does('2027-06-01', 'promise.claimed', { ...proof, doneOn: '2027-05-14' }, officer)
    expect(story.events.at(-1)?.notes).toEqual(['backdated past a missed promise'])
  })
})
