import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Actor } from '../../shared/core/case.ts'
import { check } from '../../shared/core/check.ts'
import { allowedIn } from '../../shared/core/machine.ts'
import { triage } from '../../shared/workflows/triage.ts'
import { admin, contractor, history, sha, staff } from '../support/history.ts'
import { runs } from '../support/random.ts'

const system: Actor = { kind: 'system', id: 'system', roles: ['system'] }
const message = {
  reason: 'untrusted',
  source: 'mail:complaints@dutyholder.northmere.example',
  receivedAt: '2026-11-27T15:00:00Z',
  original: { key: 'raw/1', sha256: sha('a') },
  meant: 'complaint',
  sender: 'jo@example.org',
  text: 'The boiler has been broken for weeks and nobody answers.',
}

it('is sound', () => expect(check(triage)).toEqual([]))

const fromUs = ['triage.replayed', 'triage.replayFailed', 'triage.settled']
const live = ['triage.resolved', 'triage.discardProposed', ...fromUs]
it.each([
  ['to_sort', live],
  ['complaint_to_sort', live],
  ['discard_proposed', ['triage.resolved', 'triage.discarded', 'triage.discardRefused', ...fromUs]],
  ['resolved', []],
  ['replayed', []],
  ['settled', []],
  ['discarded', []],
])('in %s takes exactly its events', (state, events) => expect(allowedIn(triage, state)).toEqual(events))

describe('has a clock from when it reached us', () => {
  it.each([
    ['complaint', '2026-11-30', 'complaintsLead'],
    [undefined, '2026-11-30', 'complianceManager'],
    ['hazard', '2026-11-27T19:00:00.000Z', 'complianceManager'],
  ])('for %s: %s, led by %s', (meant, due, lead) => {
    const story = history(triage).opens('2026-11-27 15:10', { ...message, meant })
    expect(story.case.lead).toBe(lead)
    const told = story.until('2026-12-20')
    expect(new Set(told.map(n => n.due))).toEqual(new Set([due]))
    expect(told.map(n => n.role)).toContain('headOfService')
    expect(story.case.wake).toBeDefined()
    story.replays()
  })
})

describe('sorted', () => {
  it('starts a complaint that was received when the message was, not when it was sorted', () => {
    const story = history(triage).opens('2026-11-27 15:10', message)
    story.does('2026-12-01', 'triage.resolved', { as: 'complaint', assetId: 'H00017', name: 'Jo Bloggs' })
    expect(story.state).toBe('resolved')
    expect(story.errands).toMatchObject([
      {
        open: {
          workflow: 'complaint',
          assetId: 'H00017',
          facts: {
            receivedAt: '2026-11-27T15:00:00.000Z',
            channel: 'email',
            text: message.text,
            persons: [{ name: 'Jo Bloggs', contact: 'jo@example.org' }],
          },
        },
      },
    ])
    expect(story.errands[0]?.open?.parent).toBeUndefined()
    story.replays()
  })

  it('starts a hazard of which we have been aware since then', () => {
    const story = history(triage).opens('2026-11-27 15:10', message)
    story.does('2026-12-01', 'triage.resolved', { as: 'hazard', kind: 'mould', severity: 'emergency' })
    expect(story.errands[0]?.open).toMatchObject({
      workflow: 'hazard',
      facts: { awareAt: '2026-11-27T15:00:00.000Z', reportedAs: 'mould', severityHint: 'emergency' },
    })
  })

  it('as a part of a case leaves a note there and moves nothing', () => {
    const story = history(triage).opens('2026-11-27 15:10', message)
    story.does('2026-11-30', 'triage.resolved', {
      as: 'part_of',
      caseId: 'gas:H00017',
      note: 'asks when the engineer comes',
    })
    expect(story.errands).toMatchObject([{ to: 'gas:H00017', event: { type: 'note.added' } }])
    expect(story.errands[0]?.open).toBeUndefined()
  })

  it.each([
    [{ as: 'handled' }, 'NOTE_MISSING'],
    [{ as: 'part_of', note: 'x' }, 'CASE_MISSING'],
  ])('%j is not enough', (data, code) => {
    const story = history(triage).opens('2026-11-27 15:10', message)
    expect(story.refuses('2026-11-30', 'triage.resolved', data)).toMatchObject({ kind: 'guard', codes: [code] })
  })

  it('not by a contractor', () => {
    const story = history(triage).opens('2026-11-27 15:10', message)
    expect(story.refuses('2026-11-30', 'triage.resolved', { as: 'handled', note: 'x' }, contractor()).kind).toBe(
      'forbidden',
    )
  })
})

describe('discarded', () => {
  const proposed = (by = staff('complaintHandler')) =>
    history(triage)
      .opens('2026-11-27 15:10', message)
      .does('2026-11-30', 'triage.discardProposed', { reason: 'advertising' }, by)

  it('by a second person alone', () => {
    const story = proposed(staff('complaintHandler', 'a@x.org'))
    expect(story.refuses('2026-11-30', 'triage.discarded', {}, staff('complaintsLead', 'a@x.org'))).toMatchObject({
      codes: ['FOUR_EYES'],
    })
    story.does('2026-11-30', 'triage.discarded', {}, staff('complaintsLead', 'b@x.org'))
    expect(story.state).toBe('discarded')
    story.replays()
  })

  it('not when the second person disagrees, and the clock has run on', () => {
    const story = proposed()
    expect(story.until('2026-12-10').length).toBeGreaterThan(0)
    story.does('2026-12-10', 'triage.discardRefused')
    expect(story.state).toBe('complaint_to_sort')
  })
})

describe('read again', () => {
  it('is closed by the case that came of it, and stays open when it still does not fit', () => {
    const story = history(triage).opens('2026-11-27 15:10', { ...message, reason: 'unmapped' })
    story.does('2026-11-28', 'triage.replayFailed', { reason: 'unmapped', detail: 'uprn: 12 digits' }, system)
    expect(story.state).toBe('complaint_to_sort')
    expect(story.refuses('2026-11-28', 'triage.replayed', { ledTo: 'x' }, staff('officer')).kind).toBe('forbidden')
    story.does('2026-11-28', 'triage.replayed', { ledTo: 'CMP-1' }, system)
    expect(story.case.facts).toMatchObject({ replays: 2, ledTo: 'CMP-1' })
    story.replays()
  })
})

it('is settled without a person when it was about something of ours alone, and by the system alone', () => {
  const opened = (reason: string) => history(triage).opens('2026-11-27 15:10', { ...message, reason })
  const data = { because: 'it went out at another try' }
  expect(opened('unmapped').refuses('2026-11-28', 'triage.settled', data, system).kind).toBe('guard')
  const story = opened('undelivered')
  expect(story.refuses('2026-11-28', 'triage.settled', data, staff('officer')).kind).toBe('forbidden')
  story.does('2026-11-28', 'triage.settled', data, system)
  expect([story.state, story.case.wake]).toEqual(['settled', undefined])
  story.replays()
})

it('never falls silent, whatever happens to it', () => {
  const step = fc.constantFrom<[string, object, Actor]>(
    ['triage.resolved', { as: 'complaint' }, admin],
    ['triage.resolved', { as: 'part_of' }, admin],
    ['triage.discardProposed', { reason: 'x' }, admin],
    ['triage.discarded', {}, staff('officer')],
    ['triage.discardRefused', {}, staff('officer')],
    ['triage.replayed', { ledTo: 'x' }, system],
    ['triage.replayFailed', { reason: 'unmapped' }, system],
    ['acknowledged', {}, admin],
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 6 }), fc.constantFrom('complaint', 'hazard', undefined), (steps, meant) => {
      const story = history(triage).opens('2026-11-27 15:10', { ...message, meant })
      steps.forEach(([type, data, by], index) => {
        story.until(`2026-12-0${index + 1}`)
        try {
          story.does(`2026-12-0${index + 1}`, type, data, by)
        } catch (error) {
          expect(String(error)).toContain('expected a decision')
        }
      })
      expect(story.case.closedAt === undefined).toBe(story.case.wake !== undefined)
      story.replays()
    }),
    { numRuns: runs(60) },
  )
})
