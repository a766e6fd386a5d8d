import { describe, expect, it } from 'vitest'
import { check } from '../../shared/core/check.ts'
import { shortId } from '../../shared/core/ids.ts'
import { incident, isIncident } from '../../shared/workflows/incident.ts'
import { acknowledged, due, handler, head, lead } from '../support/complaints.ts'
import { history, sha } from '../support/history.ts'

const id = shortId('INC', 'lift 4')
const opened = (more: object = {}) =>
  history(incident).opens('2026-11-20', { what: 'Lift 4 is out', beganOn: '2026-11-20', ...more }, id)
const letter = { letterSha256: sha('ombudsman') }

it('is sound', () => expect(check(incident)).toEqual([]))

describe('where the Code cannot be kept to (8.5)', () => {
  it('is not over before the Ombudsman and residents were told and it was published', () => {
    const story = opened({ cannotComply: true })
    expect(story.refuses('2026-11-23', 'incident.ended', { note: 'over' }, lead)).toMatchObject({ codes: ['NOT_TOLD'] })
    story.does('2026-11-23', 'ombudsman.told', letter, lead).does('2026-11-23', 'residents.told', { how: 'text' }, lead)
    expect(story.refuses('2026-11-23', 'incident.ended', { note: 'over' }, lead)).toMatchObject({ codes: ['NOT_TOLD'] })
    story.does('2026-11-24', 'incident.published', { link: 'https://x.example' }, lead)
    expect(story.case.facts).toMatchObject({ toldOn: '2026-11-24' })
    story.does('2026-11-24', 'incident.ended', { note: 'over' }, lead)
    expect(story.state).toBe('ended')
    story.replays()
  })
  it('tells the director when nobody is told', () => {
    const story = opened({ cannotComply: true })
    story.until('2026-12-14')
    expect(story.notices.filter(n => n.template === 'tell').map(n => n.role)).toContain('director')
  })
  it('a date that moves keeps the one before, with the reason', () => {
    const story = opened().does('2026-11-23', 'recovery.dated', { to: '2026-12-04', why: 'parts' }, lead)
    story.does('2026-12-01', 'recovery.dated', { to: '2026-12-18', why: 'wrong parts' }, lead)
    expect(story.case.facts).toMatchObject({
      recoveryOn: '2026-12-18',
      moved: [{ on: '2026-12-01', was: '2026-12-04', to: '2026-12-18', why: 'wrong parts' }],
    })
    expect(story.refuses('2026-12-02', 'recovery.dated', { to: '2026-12-01', why: 'x' }, lead)).toMatchObject({
      codes: ['DATE_PAST'],
    })
  })
})

describe('many complaints of one event (G82)', () => {
  it('each keeps its own clock; the incident knows them all, each once', () => {
    const story = acknowledged('2026-11-20')
    const before = due(story, 'response1')
    story.does('2026-11-23', 'issue.linked', { issue: id }, handler)
    expect(due(story, 'response1')).toBe(before)
    const errand = story.errands.at(-1)
    expect(errand).toMatchObject({ to: id, event: { type: 'complaint.joined', data: { caseId: 'CMP-TEST' } } })
    const joined = opened().does('2026-11-23', 'complaint.joined', { caseId: 'CMP-TEST' }, handler)
    expect(joined.case.facts.complaints).toEqual(['CMP-TEST'])
    expect(joined.refuses('2026-11-23', 'complaint.joined', { caseId: 'CMP-TEST' }, handler)).toMatchObject({
      codes: ['JOINED'],
    })
    joined.does('2026-11-24', 'incident.ended', { note: 'mended' }, head)
    joined.does('2026-11-25', 'complaint.joined', { caseId: 'CMP-LATE' }, handler)
    expect(joined.case.facts.complaints).toHaveLength(2)
  })
  it('a name that somebody gives to an issue is no incident, and is told to nobody', () => {
    expect([isIncident(id), isIncident('INC-1'), isIncident('Lift 4')]).toEqual([true, false, false])
    const story = acknowledged('2026-11-20').does('2026-11-23', 'issue.linked', { issue: 'Lift 4' }, handler)
    expect(story.case.facts).toMatchObject({ parentIssue: 'Lift 4' })
    expect(story.errands.filter(e => e.event?.type === 'complaint.joined')).toEqual([])
  })
})
