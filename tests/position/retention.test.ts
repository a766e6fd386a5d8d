/** Which rule says how long, from when, until when: by hand, for each kind of thing that is kept. */
import { describe, expect, test } from 'vitest'
import type { Case } from '../../shared/core/case.ts'
import { reckoner } from '../../shared/core/reckon.ts'
import { day, instant } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import { retentionCounter } from '../../shared/position/retention/count.ts'
import type { Hold } from '../../shared/position/retention/holds.ts'
import {
  isPast,
  messageGoes,
  type Retained,
  retainedOf,
  retainedPerson,
} from '../../shared/position/retention/retained.ts'
import { caseOf } from '../support/estate.ts'

const reckon = reckoner(england)
const sha = (letter: string) => letter.repeat(64)
const check = (on: string, letter?: string) => ({
  on,
  knownOn: on,
  nextDue: '2030-01-01',
  result: 'SATISFACTORY',
  ...(letter ? { sha256: [sha(letter)] } : {}),
})
const closed = (workflow: string, on: string, more: Partial<Case> = {}) =>
  caseOf(workflow, `${workflow}-1`, {}, { closedAt: instant.parse(`${on}T15:00:00Z`), ...more })
const duty = (workflow: string, checks: object[], facts: object = {}) =>
  caseOf(workflow, `${workflow}:H1`, { checks, ...facts }, { assetId: 'H1' })

const brief = ({ group, rule, from, until }: Retained) => [group, rule, from, until]
const [a, b, c] = [check('2018-05-01', 'a'), check('2019-05-01'), check('2020-05-01')]

describe('what is kept by rule', () => {
  test.each<[string, Case, { ownedTo?: string } | undefined, (string | undefined)[][]]>([
    [
      'a closed complaint, six years',
      closed('complaint', '2020-03-02'),
      undefined,
      [['complaints', 'retention.complaint', '2020-03-02', '2026-03-02']],
    ],
    [
      'one that was closed on 29 February, to 28 February',
      closed('complaint', '2020-02-29'),
      undefined,
      [['complaints', 'retention.complaint', '2020-02-29', '2026-02-28']],
    ],
    [
      'a closed hazard, as other cases',
      closed('hazard', '2020-03-02'),
      undefined,
      [['cases', 'retention.case', '2020-03-02', '2026-03-02']],
    ],
    ['an open complaint has no day', caseOf('complaint', 'CMP-1', {}), undefined, []],
    [
      'a gas record, until two further checks',
      duty('gas', [a, b, c]),
      undefined,
      [['evidence', 'gas.record.retention', '2018-05-01', '2020-05-01']],
    ],
    [
      'with one further check, no day is known',
      duty('gas', [a, b]),
      undefined,
      [['evidence', 'gas.record.retention', '2019-05-01', undefined]],
    ],
    [
      'of removed gas, two years from the last check',
      duty('gas', [a, b], { retiredOn: '2019-08-01' }),
      undefined,
      [['evidence', 'gas.record.retention.removed', '2019-05-01', '2021-05-01']],
    ],
    [
      'an electrical report, while the home is held',
      duty('eicr', [a, b, c]),
      {},
      [['evidence', 'retention.electrical', '2018-05-01', undefined]],
    ],
    [
      'and to the day on which it was given up',
      duty('eicr', [a, b, c]),
      { ownedTo: '2024-01-31' },
      [['evidence', 'retention.electrical', '2018-05-01', '2024-01-31']],
    ],
    [
      'asbestos, whatever came later, while the building is held',
      duty('asbestos', [a, b]),
      {},
      [['evidence', 'retention.asbestos', '2018-05-01', undefined]],
    ],
    [
      'another check, six years after the one that replaced it',
      duty('lifts', [a, b]),
      undefined,
      [['evidence', 'retention.case', '2019-05-01', '2025-05-01']],
    ],
    [
      'the newest, as long as nothing replaces it',
      duty('lifts', [a]),
      undefined,
      [['evidence', 'retention.case', '2018-05-01', undefined]],
    ],
    ['a check without documents keeps none', duty('lifts', [b, c]), undefined, []],
  ])('%s', (_, c, asset, expected) => {
    const held = asset && { ownedTo: asset.ownedTo === undefined ? undefined : day.parse(asset.ownedTo) }
    expect(retainedOf(c, held, reckon).map(brief)).toEqual(expected)
  })

  test('its last day is still kept, the next is past; without a day it never is', () => {
    const until = day.parse('2026-03-02')
    expect(['2026-03-02', '2026-03-03'].map(on => isPast({ until }, day.parse(on)))).toEqual([false, true])
    expect(isPast({}, day.parse('2099-01-01'))).toBe(false)
  })

  test('who has left is kept for as long as the audit; who is here has no day', () => {
    const leftOn = day.parse('2019-11-01')
    expect(retainedPerson({ email: 'x@y.example', leftOn }, reckon).map(brief)).toEqual([
      ['people', 'retention.audit', '2019-11-01', '2026-11-01'],
    ])
    expect(retainedPerson({ email: 'x@y.example' }, reckon)).toEqual([])
  })

  test('a landlord may keep longer', () => {
    const own = reckoner(england, { 'retention.complaint': 10 })
    expect(retainedOf(closed('complaint', '2020-03-02'), undefined, own)[0]?.until).toBe('2030-03-02')
  })

  test('a message goes two years after it came, and only where one lies', () => {
    const message = (key: string) => caseOf('triage', 'TRI-1', { original: { key, sha256: sha('d') } })
    expect(messageGoes(message('raw/abc'), reckon)).toBe('2026-04-01')
    expect(['order:1', 'flood:x'].map(key => messageGoes(message(key), reckon))).toEqual([undefined, undefined])
    expect(messageGoes(closed('complaint', '2020-03-02'), reckon)).toBeUndefined()
  })
})

describe('the count of a night', () => {
  const asAt = day.parse('2026-11-22')
  const hold = (subject: Hold['subject'], more: Partial<Hold> = {}): Hold => ({
    subject,
    kind: 'disrepair',
    by: 'legal@x.example',
    at: instant.parse('2026-01-01T09:00:00Z'),
    reviewOn: day.parse('2027-01-01'),
    ...more,
  })
  const counted = (
    cases: Case[],
    {
      holds = [],
      erased = [],
    }: { holds?: Hold[]; erased?: { caseId: string; whole: boolean; documents: string[] }[] } = {},
  ) => {
    const counter = retentionCounter({ asAt, reckon, assets: new Map(), holds, erased })
    for (const one of cases) counter.add(one)
    const { lists } = counter.done([{ email: 'gone@x.example', leftOn: day.parse('2015-01-01') }])
    for (const { count, items } of lists) expect(count).toBe(items.length)
    const named = lists.map(({ id, items }) => [id, items.map(one => one.held ?? one.caseId ?? one.email)] as const)
    return Object.fromEntries(named.filter(([, items]) => items.length > 0))
  }
  const past = (id: string, more: Partial<Case> = {}) => ({ ...closed('complaint', '2019-03-02', more), id })
  const people = ['gone@x.example']

  test('what is past, and nothing that is not', () => {
    const recent = { ...closed('complaint', '2024-03-02'), id: 'CMP-2' }
    expect(counted([past('CMP-1'), recent, duty('gas', [a, b, c])])).toEqual({
      complaints: ['CMP-1'],
      evidence: ['gas:H1'],
      people,
    })
  })

  test('a recorded hold of the case or of its home keeps it, and says why', () => {
    const one = past('CMP-1', { assetId: 'H1' })
    for (const subject of [{ caseId: 'CMP-1' }, { assetId: 'H1' }])
      expect(counted([one], { holds: [hold(subject, { reference: 'K01 2231' })] })).toEqual({
        'complaints.held': ['a disrepair claim (K01 2231)'],
        people,
      })
    expect(counted([one], { holds: [hold({ caseId: 'CMP-9' })] })).toEqual({ complaints: ['CMP-1'], people })
  })

  test.each<[string, Case[], string]>([
    [
      'the Ombudsman’s open case',
      [caseOf('ombudsman', 'OMB-1', {}, { parent: 'CMP-1' })],
      'the Ombudsman: OMB-1 is open',
    ],
    ['an open part of it', [caseOf('promise', 'PRM-1', {}, { parent: 'CMP-1' })], 'PRM-1 of the same matter is open'],
    [
      'the open case that it came from',
      [
        caseOf(
          'hazard',
          'HAZ-1',
          {},
          { children: { 'CMP-1': { workflow: 'complaint', state: 'closed', closed: true } } },
        ),
      ],
      'HAZ-1 of the same matter is open',
    ],
  ])('%s keeps a closed complaint, in whatever order they are met', (_, others, why) => {
    expect(counted([past('CMP-1'), ...others])).toEqual({ 'complaints.held': [why], people })
    expect(counted([...others, past('CMP-1')])).toEqual({ 'complaints.held': [why], people })
  })

  test('what was erased whole is listed no more; documents that are gone neither, those that are left still', () => {
    const two = duty('gas', [{ ...a, sha256: [sha('a'), sha('b')] }, b, c])
    const gone = (caseId: string, whole: boolean, documents: string[] = []) => ({ caseId, whole, documents })
    expect(counted([past('CMP-1')], { erased: [gone('CMP-1', true)] })).toEqual({ people })
    expect(counted([past('CMP-1')], { erased: [gone('CMP-1', false)] })).toEqual({ complaints: ['CMP-1'], people })
    expect(counted([two], { erased: [gone('gas:H1', false, [sha('a')])] })).toEqual({ evidence: ['gas:H1'], people })
    expect(counted([two], { erased: [gone('gas:H1', false, [sha('a')]), gone('gas:H1', false, [sha('b')])] })).toEqual({
      people,
    })
  })

  test('a message that the bucket lets go soon, though its case is on hold, is told; and a hold whose day has come', () => {
    const message = caseOf(
      'triage',
      'TRI-1',
      { original: { key: 'raw/1', sha256: sha('e') } },
      {
        openedAt: instant.parse('2025-01-10T09:00:00Z'),
      },
    )
    const holds = [hold({ caseId: 'TRI-1' }, { reviewOn: asAt })]
    expect(counted([message], { holds })).toMatchObject({
      messages: ['a disrepair claim'],
      'holds.review': ['a disrepair claim'],
    })
    expect(counted([message])).toEqual({ people })
  })
})
