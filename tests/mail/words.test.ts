import { describe, expect, test } from 'vitest'
import type { Day, Instant } from '../../shared/core/time.ts'
import { html } from '../../shared/mail/html.ts'
import { badge, lateness, severityOf } from '../../shared/mail/lateness.ts'
import { digestId, idOfTag, referenceOf, tagOf } from '../../shared/mail/reference.ts'
import { fill, placeholdersOf, subjectLine, unknownPlaceholders } from '../../shared/mail/words.ts'

const words = { subject: '{what} {late}', body: '{what}: {jobRef} {nope}', act: 'Do {it}.' }

test('placeholders are found once each, and the unknown ones named', () => {
  expect(placeholdersOf(words)).toEqual(['what', 'late', 'jobRef', 'nope', 'it'])
  expect(unknownPlaceholders(words, ['jobRef'])).toEqual(['nope', 'it'])
})

test('filling does not fill what a value brings along', () => {
  expect(fill('{a} and {b}', { a: '{b}', b: '$&' })).toBe('{b} and $&')
})

test.each(['{nope}', '{constructor}', '{}'])('an unknown placeholder %s is a fault', text => {
  expect(() => fill(text, { what: 'x' })).toThrow('no value for the placeholder')
})

test.each([
  ['line breaks and controls', 'a\r\n\tb\u0000c\u2028d', 'a b c d'],
  ['length, without halving a letter', '😀'.repeat(200), `${'😀'.repeat(149)}…`],
  ['nothing to do', 'Gas safety check', 'Gas safety check'],
])('a subject is one line: %s', (_, given, expected) => expect(subjectLine(given)).toBe(expected))

const now = '2027-07-10T23:30:00.000Z' as Instant
describe('lateness, at half past midnight London time on 11 July', () => {
  test.each<[string, string, string, string]>([
    ['2027-07-11', 'due today', 'Due today', 'today'],
    ['2027-07-10', '1 day late', 'Overdue 1 day', 'overdue'],
    ['2027-07-02', '9 days late', 'Overdue 9 days', 'overdue'],
    ['2027-07-12', 'in 1 day', 'Due in 1 day', 'week'],
    ['2027-07-18', 'in 7 days', 'Due in 7 days', 'week'],
    ['2027-07-19', 'in 8 days', 'Due in 8 days', 'later'],
    ['2027-07-10T23:30:00.000Z', '1 minute late', 'Overdue 1 minute', 'overdue'],
    ['2027-07-10T23:31:00.000Z', 'in 1 minute', 'Due in 1 minute', 'today'],
    ['2027-07-09T17:30:00.000Z', '30 hours late', 'Overdue 30 hours', 'overdue'],
    ['2027-07-11T05:00:00.000Z', 'in 5 hours', 'Due in 5 hours', 'today'],
  ])('%s is %s', (due, late, tag, severity) => {
    expect(lateness(due as Day, now)).toBe(late)
    expect(badge('urgent', due as Day, now)).toBe(tag)
    expect(severityOf('urgent', due as Day, now)).toBe(severity)
  })

  test('an emergency says so in words and is the gravest', () => {
    expect(badge('emergency', '2027-07-10' as Day, now)).toBe('Emergency, overdue 1 day')
    expect(badge('emergency', undefined, now)).toBe('Emergency')
    expect(severityOf('emergency', '2027-07-20' as Day, now)).toBe('emergency')
  })
})

test('html escapes values, in lists and attributes too, and keeps its own', () => {
  const bad = `"><img onerror='x'>`
  const made = html`<a title="${bad}">${[bad, html`<b>${bad}</b>`, false, undefined, 0]}</a>`.markup
  const safe = '&quot;&gt;&lt;img onerror=&#39;x&#39;&gt;'
  expect(made).toBe(`<a title="${safe}">${safe}<b>${safe}</b>0</a>`)
})

test('tags hold what SES allows and lead back to the id; references are the same each time', () => {
  const id = 'complaint:CMP-7K3Q-9D#stage1#2027-02-09#0#headOfService ü'
  expect(tagOf(id)).toMatch(/^[A-Za-z0-9_-]{1,256}$/)
  expect(idOfTag(tagOf(id))).toBe(id)
  expect(referenceOf('notice', id)).toMatch(/^N-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
  expect(referenceOf('notice', id)).toBe(referenceOf('notice', id))
  expect(digestId('Asha@X.org', '2027-02-18')).toBe(digestId('asha@x.org', '2027-02-18'))
  expect(digestId('asha@x.org', '2027-02-18')).not.toContain('asha')
})
