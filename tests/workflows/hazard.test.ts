import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import observedSample from '../../events/contractor-callback/hazard.observed.json' with { type: 'json' }
import { check } from '../../shared/core/check.ts'
import { explain } from '../../shared/core/explain.ts'
import { allowedIn } from '../../shared/core/machine.ts'
import { addHours, at, type Day } from '../../shared/core/time.ts'
import type { Callback } from '../../shared/intake/contractors/callback.ts'
import { toEvent } from '../../shared/intake/contractors/callback-event.ts'
import { hazard } from '../../shared/workflows/hazard.ts'
import { inForce, kindOf, type Observed, observedFacts, schemeOn } from '../../shared/workflows/parts/hazard.ts'
import { asTold } from '../support/as-told.ts'
import { contractor, history, sha, staff, when } from '../support/history.ts'
import { runs } from '../support/random.ts'
import { unreadable } from '../support/samples.ts'

const proof = { documents: [{ name: 'photo.jpg', sha256: sha('photo') }] }
const triage = { kind: 'damp_mould', reasons: 'Black mould where a child sleeps', vulnerabilityChecked: true }
const found = { found: 'significant', mode: 'in_person', preventativeWork: true, ...proof }
const summary = {
  how: 'post and e-mail',
  whatWasFound: 'Mould from a leaking gutter',
  hazardIdentified: 'significant',
  safetyWork: [{ work: 'Clean and treat', targetOn: '2026-12-18' }],
  preventativeWork: [{ work: 'Mend the gutter', targetOn: '2027-02-26' }],
  contact: '0300 000 0000',
  howToComplain: 'Tell any of us, or the Housing Ombudsman',
  document: { name: 'summary.pdf', sha256: sha('summary') },
  deliveryProof: 'signed for',
}
const aware = (on: string, more: object = {}) => ({ awareAt: when(on), channel: 'call', ...more })
const dues = (story: ReturnType<typeof history>, now: string) =>
  Object.fromEntries(explain(hazard, story.case, story.reckon, {}, when(now)).map(({ name, due }) => [name, due]))
const officer = staff('housingOfficer')
const investigated = (on: string) =>
  history(hazard).opens(on, aware(on)).does(on, 'triage.significant', triage, officer)

it('is sound', () => expect(check(hazard)).toEqual([]))
test('its samples are accepted', () => expect(unreadable(hazard)).toEqual([]))

test('who is sent out at night reads what was reported and where in the home', () => {
  const facts = aware('2026-12-24 18:00', { kind: 'fire', severityHint: 'emergency', location: 'Kitchen' })
  const story = history(hazard).opens('2026-12-24 18:00', facts)
  const [notice] = story.until('2026-12-24 18:30').filter(one => one.template === 'emergencyNew')
  const mail = asTold(hazard, story.case, notice!, { reckon: story.reckon, policy: {} })
  for (const part of [mail.text, mail.html]) expect(part).toContain('Reported: fire, Kitchen.')
})

describe('the worked dates of the regulations', () => {
  it.each([
    ['2026-11-30', '2026-12-14', '2026-12-17', '2026-12-21', '2027-03-08'],
    ['2026-12-15', '2026-12-31', '2027-01-06', '2027-01-08', '2027-03-25'],
    ['2026-12-18', '2027-01-06', '2027-01-11', '2027-01-13', '2027-03-31'],
    ['2026-12-23', '2027-01-11', '2027-01-14', '2027-01-18', '2027-04-05'],
    ['2027-03-12', '2027-03-30', '2027-04-02', '2027-04-06', '2027-06-22'],
  ])('aware %s: investigate by %s, summary %s, safety %s, begin physically %s', (on, h2, h4, h5, h8) => {
    const story = investigated(on)
    expect(dues(story, on).investigate).toBe(h2)
    story.does(h2, 'investigation.concluded', found, officer)
    expect(story.state).toBe('summary_due')
    expect(dues(story, h2)).toMatchObject({
      summary: h4,
      safety: h5,
      preventativeBegin: h5,
      preventativeBackstop: h8,
      accommodation: h5,
    })
    expect((story.case.facts.investigation as { late: boolean }).late).toBe(false)
    story.replays()
  })

  test('an emergency over the clock change of spring: 24 elapsed hours, an hour later by the clock (G7)', () => {
    const story = history(hazard).opens('2027-03-27 15:00', aware('2027-03-27 15:00'))
    story.does('2027-03-27 15:05', 'triage.emergency', triage, officer)
    expect(dues(story, '2027-03-27 15:05').emergency).toBe(at('2027-03-28' as Day, '16:00'))
  })

  test('an emergency over the clock change of autumn: an hour earlier by the clock', () => {
    const story = history(hazard).opens('2027-10-30 15:00', aware('2027-10-30 15:00'))
    story.does('2027-10-30 15:05', 'triage.emergency', triage, officer)
    expect(dues(story, '2027-10-30 15:05').emergency).toBe(at('2027-10-31' as Day, '14:00'))
  })
})

describe('phases: kind and awareness decide what is statutory', () => {
  it.each([
    ['damp_mould', 'significant', '2025-10-26', false],
    ['damp_mould', 'significant', '2025-10-27', true],
    ['electrical', 'emergency', '2025-10-27', true],
    ['electrical', 'emergency', '2025-10-26', false],
    ['overcrowding', 'emergency', '2027-01-01', false],
    ['overcrowding', 'significant', '2027-01-01', false],
    ['excess_cold', 'significant', '2026-11-29', false],
    ['excess_cold', 'significant', '2026-11-30', true],
    ['noise', 'significant', '2026-11-30', false],
    ['noise', 'emergency', '2026-11-30', true],
    ['unknown', 'significant', '2026-12-01', false],
  ] as const)('%s, %s, aware %s: statutory %s', (kind, category, on, statutory) => {
    expect(inForce(kind, category, on as Day)).toBe(statutory)
  })

  test.each([
    ['2026-11-29', 'policy', '2026-12-11'],
    ['2026-11-30', 'statutory', '2026-12-14'],
  ])('excess cold reported on %s runs the same clocks, as %s', (on, kind, due) => {
    const story = history(hazard).opens(on, aware(on))
    story.does(on, 'triage.significant', { ...triage, kind: 'excess_cold' }, officer)
    const clock = explain(hazard, story.case, story.reckon, {}, when(on)).find(c => c.name === 'investigate')
    expect(clock).toMatchObject({ due, kind })
    expect(story.case.facts.statutory).toBe(kind === 'statutory')
    expect(clock?.why.some(why => why.includes('not statutory'))).toBe(kind === 'policy')
  })

  test('the scheme of a hazard stays that of its day', () => {
    expect([schemeOn('2026-06-22' as Day), schemeOn('2026-06-23' as Day)]).toEqual(['2006_29', '2026_21'])
  })
})

describe('exactly the events of each state', () => {
  const anywhere = [
    'hazard.observed',
    'awareness.corrected',
    'triage.emergency',
    'tenant.disputes',
    'visit.noAccess',
    'alternativeAccommodation.offered',
    'alternativeAccommodation.accepted',
    'alternativeAccommodation.declined',
    'alternativeAccommodation.notOffered',
    'occupants.decanted',
    'consent.refused',
    'rest.reviewed',
    'rest.ended',
    'asset.disposed',
  ]
  const without = (...events: string[]) => anywhere.filter(event => !events.includes(event))
  const duties = [
    'summary.sent',
    'tenant.told',
    'safetyWork.completed',
    'preventative.stepsTaken',
    'preventative.started',
    'preventative.completed',
    'remedial.completed',
  ]
  const table: Record<string, string[]> = {
    reported: [...anywhere, 'triage.significant', 'triage.notInScope'],
    emergency: [
      ...without('triage.emergency'),
      'emergency.investigated',
      'emergency.madeSafe',
      'summary.sent',
      'preventative.stepsTaken',
      'preventative.started',
      'remedial.completed',
    ],
    standard_investigation: [...anywhere, 'investigation.concluded'],
    renewed_investigation: [...without('tenant.disputes'), 'investigation.concluded', 'safetyWork.completed'],
    summary_due: [...anywhere, ...duties],
    make_safe: [...anywhere, ...duties],
    preventative: [...anywhere, ...duties],
    safe: [...anywhere, ...duties, 'followUp.visit'],
    monitoring: [...anywhere, ...duties, 'followUp.visit'],
    closed: ['tenant.disputes', 'hazard.recurred'],
    closed_no_hazard: ['tenant.disputes'],
    service_request: ['tenant.disputes'],
    disposed: [],
  }
  it.each(Object.keys(hazard.states))('%s', state =>
    expect(allowedIn(hazard, state).sort()).toEqual(table[state]?.sort()),
  )
})

test('from report to resolved, with every duty in time', () => {
  const story = investigated('2026-12-01')
  story.does('2026-12-08', 'investigation.concluded', found, staff('complianceOfficer'))
  story.does('2026-12-10', 'summary.sent', summary, officer)
  expect(story.state).toBe('make_safe')
  story.does('2026-12-11', 'preventative.stepsTaken', { what: 'roofer ordered' }, officer)
  story.does('2026-12-15', 'safetyWork.completed', proof, contractor('dryhomes'))
  expect(story.state).toBe('preventative')
  story.does('2027-01-20', 'preventative.started', {}, contractor('dryhomes'))
  story.does('2027-02-10', 'preventative.completed', proof, contractor('dryhomes'))
  expect(story.state).toBe('monitoring')
  expect(dues(story, '2027-02-10')).toEqual({ followUp: '2027-04-07' })
  expect(story.refuses('2027-02-24', 'followUp.visit', { resolved: true, ...proof }, officer)).toMatchObject({
    codes: ['TOO_EARLY'],
  })
  expect(
    story.refuses('2027-04-01', 'followUp.visit', { resolved: true, ...proof }, contractor('dryhomes')),
  ).toMatchObject({ kind: 'guard', failed: ['seen by somebody other than who did the work'] })
  story.does('2027-04-01', 'followUp.visit', { resolved: true, ...proof }, officer)
  expect([story.state, story.case.wake]).toEqual(['closed', undefined])
  expect(story.notices.filter(n => n.urgency !== 'digest')).toEqual([])
  story.replays()
})

test('a contractor’s observation opens it: awareness is the visit, whenever the message came', () => {
  const seen = toEvent(observedSample as unknown as Callback)
  expect(seen).toMatchObject({ opens: 'hazard', at: observedSample.occurredAt })
  const facts = observedFacts(seen.data as Observed, when('2026-11-20 10:40'))
  expect(facts).toMatchObject({ kind: 'damp_mould', channel: 'contractor', hhsrsScheme: '2026_21' })
  const story = history(hazard).opens('2026-11-23', facts)
  expect(dues(story, '2026-11-23')).toEqual({ triage: '2026-11-23', investigate: '2026-12-04' })
})

test.each([
  ['Damp and mould', 'damp_mould'],
  ['excess cold', 'excess_cold'],
  ['EXCESS-COLD', 'excess_cold'],
  ['Loose wiring in the hall', 'electrical'],
  ['falls', 'falls_level'],
  ['Falls on stairs', 'falls_stairs'],
  ['falls between levels', 'falls_between_levels'],
  ['Falling elements', 'structural_collapse'],
  ['something odd', 'unknown'],
])('%s is %s', (words, kind) => expect(kindOf(words)).toBe(kind))

test('a hint of emergency runs the 24 hours before anybody triages, at any hour', () => {
  const story = history(hazard).opens('2026-12-05 22:00', aware('2026-12-05 22:00', { severityHint: 'emergency' }))
  const told = story.until('2026-12-06 23:00')
  expect(told.filter(n => n.clock === 'emergency').map(n => n.at)).toContain(addHours(when('2026-12-05 22:00'), 24))
  expect(told.some(n => n.template === 'elsewhere')).toBe(true)
})

test('vulnerability must be looked up, and the kind said', () => {
  const story = history(hazard).opens('2026-12-01', aware('2026-12-01'))
  const { kind: _, ...kindless } = triage
  expect(story.refuses('2026-12-01', 'triage.significant', { ...triage, vulnerabilityChecked: false })).toMatchObject({
    codes: ['VULNERABILITY_UNCHECKED'],
  })
  expect(story.refuses('2026-12-01', 'triage.significant', kindless)).toMatchObject({ kind: 'guard' })
  expect(story.refuses('2026-12-01', 'triage.significant', triage, contractor())).toMatchObject({ kind: 'forbidden' })
})

test('the summary must say all that it must say', () => {
  const story = investigated('2026-12-01').does('2026-12-08', 'investigation.concluded', found, officer)
  for (const field of ['whatWasFound', 'contact', 'howToComplain', 'document', 'deliveryProof', 'hazardIdentified']) {
    const lacking = Object.fromEntries(Object.entries(summary).filter(([key]) => key !== field))
    expect(story.refuses('2026-12-09', 'summary.sent', lacking)).toMatchObject({ kind: 'invalid' })
  }
  expect(story.refuses('2026-12-09', 'summary.sent', { ...summary, preventativeWork: [] })).toMatchObject({
    kind: 'invalid',
    issues: [{ path: 'noWorkBecause' }],
  })
  expect(story.refuses('2026-12-09', 'summary.sent', { ...summary, hazardIdentified: 'none' })).toMatchObject({
    failed: ['it says what the investigation found'],
  })
  expect(story.refuses('2026-12-07', 'summary.sent', summary, officer, '2026-12-09')).toMatchObject({ kind: 'guard' })
})

test('no summary is owed where all is done within its three days, but the tenant is told', () => {
  const story = investigated('2026-12-01').does('2026-12-08', 'investigation.concluded', found, officer)
  const told = { how: 'letter', document: summary.document }
  expect(story.refuses('2026-12-10', 'tenant.told', told)).toMatchObject({ codes: ['WORK_OPEN'] })
  story.does('2026-12-10', 'safetyWork.completed', proof, contractor())
  story.does('2026-12-11', 'preventative.completed', proof, contractor())
  story.does('2026-12-11', 'tenant.told', told, officer)
  expect(story.state).toBe('monitoring')
})

test('an emergency found by an investigation has 24 hours from there', () => {
  const story = investigated('2026-12-01')
  story.does('2026-12-09 16:30', 'investigation.concluded', { ...found, found: 'emergency' }, officer)
  expect(story.state).toBe('emergency')
  expect(dues(story, '2026-12-09 17:00').emergency).toBe(when('2026-12-10 16:30'))
  story.does('2026-12-10 09:00', 'emergency.madeSafe', proof, contractor())
  expect(story.state).toBe('safe')
  story.does('2026-12-11', 'summary.sent', { ...summary, hazardIdentified: 'emergency' }, officer)
  expect(story.state).toBe('preventative')
})

test('late safety work asks for other accommodation, and the case cannot close without the record of it', () => {
  const story = investigated('2026-12-01').does(
    '2026-12-08',
    'investigation.concluded',
    { ...found, preventativeWork: false },
    officer,
  )
  story.does(
    '2026-12-09',
    'summary.sent',
    { ...summary, preventativeWork: [], noWorkBecause: 'a spill, not a leak' },
    officer,
  )
  const told = story.until('2026-12-18')
  expect(told.filter(n => n.clock === 'accommodation').map(n => n.template)).toContain('elsewhereLate')
  story.does('2026-12-18', 'safetyWork.completed', proof, contractor())
  expect(story.events.at(-1)?.notes).toEqual(['late'])
  const visit = { resolved: true, ...proof }
  expect(story.refuses('2027-02-05', 'followUp.visit', visit, officer)).toMatchObject({
    codes: ['ACCOMMODATION_MISSING'],
  })
  story.does(
    '2027-02-05',
    'alternativeAccommodation.notOffered',
    { why: 'nobody asked in time' },
    staff('headOfService'),
  )
  story.does('2027-02-05', 'followUp.visit', visit, officer)
  expect(story.state).toBe('closed')
  story.replays()
})

test('a failed visit stops no clock and tells the access case', () => {
  const story = investigated('2026-12-01')
  const before = dues(story, '2026-12-02')
  story.does('2026-12-02', 'visit.noAccess', { outcome: 'no_answer', photo: 'card.jpg' }, contractor())
  expect(dues(story, '2026-12-02')).toEqual(before)
  expect(story.errands).toMatchObject([{ to: 'access:H1', event: { data: { due: '2026-12-15', stream: 'hazard' } } }])
})

test('the duty rests when the household moves out before the time is over, and not after', () => {
  const story = history(hazard).opens('2026-12-05 22:00', aware('2026-12-05 22:00'))
  story.does('2026-12-05 22:30', 'triage.emergency', triage, officer)
  const moved = { reason: 'hotel', ...proof }
  expect(story.refuses('2026-12-07', 'occupants.decanted', moved)).toMatchObject({ codes: ['TOO_LATE'] })
  story.does('2026-12-06 10:00', 'occupants.decanted', moved, staff('complianceManager'))
  expect(dues(story, '2026-12-06 10:00')).toEqual({ rest: '2027-01-03' })
})

describe('renewed investigation', () => {
  test('within the ten days of the first awareness, in person', () => {
    const story = investigated('2026-12-01')
    story.does('2026-12-03', 'investigation.concluded', { ...found, mode: 'remote', found: 'none' }, officer)
    story.does(
      '2026-12-04',
      'summary.sent',
      { ...summary, hazardIdentified: 'none', noWorkBecause: 'none found' },
      officer,
    )
    expect(story.state).toBe('closed_no_hazard')
    story.does('2026-12-07', 'tenant.disputes', { reasons: 'You never came' }, officer)
    expect([story.state, story.case.closedAt, dues(story, '2026-12-07')]).toEqual([
      'renewed_investigation',
      undefined,
      { renewed: '2026-12-15' },
    ])
    expect(story.refuses('2026-12-08', 'investigation.concluded', { ...found, mode: 'remote' }, officer)).toMatchObject(
      { failed: ['it is made in person'] },
    )
    story.does('2026-12-08', 'investigation.concluded', found, officer)
    expect(story.state).toBe('summary_due')
    story.replays()
  })
  test('when they are over: at once, and it says so', () => {
    const story = investigated('2026-12-01').does('2026-12-14', 'investigation.concluded', found, officer)
    story.does('2026-12-21', 'tenant.disputes', { reasons: 'wrong room' }, officer)
    expect(dues(story, '2026-12-21').renewed).toBe('2026-12-21')
    expect(story.events.at(-1)?.notes).toEqual(['the ten working days are over: as soon as it can be done'])
  })
})

test('a hazard that comes back within twelve months is a linked case, counted as recurrence', () => {
  const story = investigated('2026-12-01').does(
    '2026-12-08',
    'investigation.concluded',
    { ...found, preventativeWork: false },
    officer,
  )
  story.does('2026-12-09', 'summary.sent', { ...summary, preventativeWork: [], noWorkBecause: 'a spill' }, officer)
  story.does('2026-12-14', 'safetyWork.completed', proof, contractor())
  story.does('2027-01-26', 'followUp.visit', { resolved: true, ...proof }, officer)
  expect(story.refuses('2028-01-27', 'hazard.recurred', {}, officer)).toMatchObject({ kind: 'guard' })
  story.does('2027-06-01', 'hazard.recurred', {}, officer)
  expect(story.state).toBe('closed')
  expect(story.errands.at(-1)).toMatchObject({ open: { workflow: 'hazard', facts: { recurrenceOf: 'hazard:H1' } } })
})

test('an earlier report moves awareness back; a later one is counted (G17)', () => {
  const story = investigated('2026-12-01')
  story.does('2026-12-02', 'hazard.observed', { type: 'mould' }, contractor())
  expect(story.case.facts).toMatchObject({ reports: 2, awareAt: when('2026-12-01') })
  story.does('2026-11-26', 'hazard.observed', { type: 'mould' }, contractor(), '2026-12-03')
  expect(dues(story, '2026-12-03').investigate).toBe('2026-12-10')
})

test('whatever happens, it is replayed, led, and never silent', () => {
  const documents = proof.documents
  const pieces: [string, object][] = [
    ['triage.emergency', triage],
    ['triage.significant', triage],
    ['triage.notInScope', triage],
    ['emergency.investigated', found],
    ['emergency.investigated', { ...found, found: 'emergency' }],
    ['emergency.madeSafe', proof],
    ['investigation.concluded', found],
    ['investigation.concluded', { ...found, found: 'none' }],
    ['investigation.concluded', { ...found, found: 'emergency', preventativeWork: false }],
    ['summary.sent', summary],
    ['summary.sent', { ...summary, hazardIdentified: 'none', noWorkBecause: 'none' }],
    ['summary.sent', { ...summary, hazardIdentified: 'emergency', noWorkBecause: 'none' }],
    ['safetyWork.completed', proof],
    ['preventative.stepsTaken', { what: 'ordered' }],
    ['preventative.started', {}],
    ['preventative.completed', proof],
    ['remedial.completed', proof],
    ['followUp.visit', { resolved: true, documents }],
    ['followUp.visit', { resolved: false, documents }],
    ['tenant.disputes', { reasons: 'no' }],
    ['hazard.observed', { severityHint: 'emergency' }],
    ['occupants.decanted', { reason: 'hotel', documents }],
    ['rest.ended', { reason: 'back' }],
    ['alternativeAccommodation.offered', {}],
    ['visit.noAccess', { outcome: 'no_answer' }],
  ]
  const actors = [officer, staff('headOfService'), contractor()]
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(pieces.length - 1), fc.nat(2), fc.nat(120)), { maxLength: 10 }), steps => {
      const story = history(hazard).opens('2026-11-30', aware('2026-11-30'))
      let now = when('2026-11-30')
      for (const [piece, who, hours] of steps) {
        now = addHours(now, hours)
        story.until(now)
        const [type, data] = pieces[piece]!
        story.tries(now, type, data, actors[who]!)
        expect(story.case.lead).toBeTruthy()
        if (!hazard.states[story.state as keyof typeof hazard.states].final) expect(story.case.wake).toBeTruthy()
        if (story.state === 'closed')
          expect(story.case.facts.followUps).toContainEqual(expect.objectContaining({ resolved: true }))
      }
      story.replays()
    }),
    { numRuns: runs(40) },
  )
})
