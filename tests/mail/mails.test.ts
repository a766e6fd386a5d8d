import { describe, expect, test } from 'vitest'
import { compose } from '../../infra/local/smtp/mime.ts'
import type { Day, Instant } from '../../shared/core/time.ts'
import type { digestMail } from '../../shared/mail/digest/mail.ts'
import { nextTold } from '../../shared/mail/next-told.ts'
import { noticeMail } from '../../shared/mail/notice-mail.ts'
import { noticeView } from '../../shared/mail/notice-view.ts'
import type { CaseStory } from '../../shared/mail/story.ts'
import { officeHours } from '../../shared/mail/window.ts'
import { resolve } from '../../shared/people/resolve.ts'
import { workflows } from '../../shared/workflows/index.ts'
import { readsWell } from '../support/as-read.ts'
import { weekdays } from '../support/calendar.ts'
import { digest, item } from '../support/digest.ts'
import { directory, notice, now, sender, story } from '../support/mail.ts'

const resolved = resolve(
  { role: 'headOfService' },
  { workflow: 'gas', title: 'Gas safety check' },
  directory,
  '2027-02-18' as Day,
)
const next = nextTold(story(), story().clocks[0], { directory, window: officeHours, calendar: weekdays(), now })
const lead = { email: 'asha@x.org', name: 'Asha Patel' }
const deeds = [{ purpose: 'ack' as const, text: 'I am dealing with it', url: 'https://dutyholder.x.org/link/abc' }]
const mailOf = (told: CaseStory = story(), more = {}, copy = false) =>
  noticeMail(noticeView(notice(more), told, { resolved, lead, copy, deeds, next }, sender, now))

describe('the mail of one notice', () => {
  test('the subject says how late, what, where and which', () => {
    expect(mailOf().subject).toBe('[Overdue 9 days] Gas safety check, 12 Example Street, Canterbury CT1 2AB (H00017)')
  })

  test('the text answers every question a manager asks', () => {
    const { text } = mailOf()
    for (const answer of [
      'OVERDUE 9 DAYS',
      '12 Example Street',
      'is 9 days late',
      'DO NOW: Get the engineer in',
      'https://dutyholder.x.org/cases/gas%3AH00017',
      'The law: Checked within 12 months of the last check (GSIUR 1998 reg 36(3)(a))',
      '12 months after: Tue 9 February 2027',
      'Accountable: Asha Patel, Compliance manager',
      'Asha Patel (Compliance manager), Wed',
      'Told next: Dee Okafor (Service director) and Asha Patel (Compliance manager), on Tue 23 February 2027, unless',
      'you are told as Head of service',
      'Head of service for Gas safety check: Kit Brown',
      'case gas:H00017',
    ])
      expect(text).toContain(answer)
  })

  test.each([
    ['an address', { where: '<script>alert(1)</script>"\'&' }],
    ['what a workflow shows', { view: { what: '<script>alert(1)</script>"\'&' } }],
    ['a state', { state: '<script>alert(1)</script>"\'&' }],
  ])('%s with a script in it is text', (_, more) => {
    const { html } = mailOf(story('H00017', more), { template: 'opened' })
    expect(html).not.toContain('<script')
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;')
  })

  test('an address cannot begin a header', () => {
    const { subject } = mailOf(story('H00017', { where: '1 High St\r\nBcc: all@x.org' }))
    expect(subject).not.toMatch(/[\r\n]/)
    expect(subject).toContain('1 High St Bcc: all@x.org')
  })

  test('the lead is named in the body and not in the subject', () => {
    const words = { overdue: { subject: '{lead}: {what}', body: '{lead}', act: 'Act.' } }
    const { subject, text } = mailOf(story('H00017', { words }))
    expect(subject).toBe('[Overdue 9 days] Compliance manager: Gas safety check (H00017)')
    expect(text).toContain('Asha Patel (Compliance manager)')
  })

  test('a second copy says that it is one, under the same reference', () => {
    const [first, second] = [mailOf(), mailOf(story(), {}, true)]
    expect(second.subject.startsWith('Copy: [Overdue 9 days]')).toBe(true)
    const reference = /reference (N-\w{4}-\w{4})/.exec(first.text)?.[1]
    expect(second.text).toContain(`copy of ${reference}`)
    expect(second.html).toContain(`copy of ${reference}`)
  })

  test.each([
    ['once', mailOf()],
    ['twice', mailOf(story(), {}, true)],
    [
      'without a clock',
      mailOf(story('H00017', { clocks: [] }), { template: 'opened', clock: undefined, due: undefined }),
    ],
  ])('told %s it reads well, in both parts', (_, mail) => readsWell(mail))

  test('a template that the workflow has not is a fault', () => {
    expect(() => mailOf(story(), { template: 'missing' })).toThrow('no words for the template missing')
  })

  test('a clock in hours is late in hours', () => {
    const told = story()
    const clock = { ...told.clocks[0]!, due: '2027-02-18T03:30:00.000Z' as Instant }
    expect(mailOf({ ...told, clocks: [clock] }, { urgency: 'emergency' }).subject).toMatch(
      /^\[Emergency, overdue 5 hours\]/,
    )
  })
})

/** The whole message as it goes over the wire: Gmail cuts at 102 KB. */
const asSent = (written: ReturnType<typeof digestMail>): Buffer =>
  compose({
    ...written,
    messageId: 'm1',
    from: 'compliance@x.org',
    to: ['asha@x.org'],
    cc: [],
    replyTo: [],
    date: new Date(0),
    headers: [],
  })
describe('the digest', () => {
  // G70
  test.each([1, 400, 5000])('%i items stay under 100 KB, are counted whole and linked', count => {
    const { html, text, subject } = digest(count)
    expect(asSent(digest(count)).length).toBeLessThan(100_000)
    expect(subject).toMatch(new RegExp(`^${Math.ceil(count / 4)} overdue`))
    expect(html).toContain('cases?lead=me')
    const shown = html.split('/cases/gas%3A').length - 1
    const left = Number(/and (\d+) more/.exec(html)?.[1] ?? 0)
    expect(shown + left).toBe(count)
    expect(text).toContain(`${Math.ceil(count / 4)} overdue`)
  })

  test('the gravest come first and the oldest of them before the others', () => {
    const items = [
      { ...item(1), severity: 'later' as const, where: 'fourth' },
      { ...item(2), severity: 'overdue' as const, due: '2026-05-01' as Day, where: 'third' },
      { ...item(3), severity: 'overdue' as const, due: '2026-01-01' as Day, where: 'second' },
      { ...item(4), severity: 'emergency' as const, where: 'first' },
    ].map(one => ({ ...one, what: 'Gas safety check' }))
    const { html } = digest(0, { items })
    const order = ['first', 'second', 'third', 'fourth'].map(where => html.indexOf(`>${where}<`))
    expect(order).toEqual([...order].sort((a, b) => a - b))
    expect(order[0]).toBeGreaterThan(0)
  })

  test('groups stand in the order of their gravest item', () => {
    const items = [
      { ...item(0), what: 'Alpha', severity: 'week' as const },
      { ...item(1), what: 'Beta', severity: 'overdue' as const },
      { ...item(2), what: 'Alpha', severity: 'today' as const },
    ]
    const { text } = digest(0, { items })
    expect(text.indexOf('Beta (1)')).toBeLessThan(text.indexOf('Alpha (2)'))
    expect(text.split('Alpha')).toHaveLength(2)
  })

  test('its parts stand in the order of danger, and say which they are; the count is of all that belong there', () => {
    const late = { ...item(0), severity: 'overdue' as const, due: '2026-09-01' as Day }
    const items = [
      { ...late, what: 'Complaint', grade: 3, where: 'seventh' },
      { ...late, what: 'Remedial action', grade: 3, where: 'eighth', due: '2026-10-01' as Day },
      { ...late, what: 'Asbestos in a building', grade: 2, where: 'sixth', due: '2027-02-01' as Day },
      { ...late, what: 'Gas safety check', grade: 1, where: 'fourth', due: '2027-01-01' as Day },
      { ...late, what: 'Gas safety check', grade: 1, where: 'third', due: '2026-12-01' as Day },
      { ...late, what: 'Remedial action', grade: 0, where: 'second', due: '2027-02-17' as Day },
      { ...late, what: 'Remedial action', grade: 1, where: 'fifth', due: '2027-02-16' as Day },
      { ...late, what: 'Gas safety check', severity: 'week' as const, grade: 1, where: 'tenth' },
      { ...late, what: 'Gas safety check', severity: 'today' as const, grade: 1, where: 'ninth' },
      { ...late, what: 'Hazard in a home', severity: 'emergency' as const, grade: 0, where: 'first' },
    ]
    const { text, html } = digest(0, { items })
    const headings = [
      ['Emergencies', 'Hazard in a home (1)', 'first'],
      ['Overdue: safety of life', 'Remedial action (2)', 'second', 'fifth', 'Gas safety check (2)', 'third', 'fourth'],
      ['Overdue: dates set by law', 'Asbestos in a building (1)', 'sixth'],
      ['Overdue: the rest', 'Complaint (1)', 'seventh', 'Remedial action (1)', 'eighth'],
      ['Not yet overdue', 'Gas safety check (2)', 'ninth', 'tenth'],
    ]
    const said = new RegExp(
      headings
        .flat()
        .map(one => one.replaceAll(/[()]/g, '\\$&'))
        .join('[^]*'),
      'i',
    )
    expect(text).toMatch(said)
    expect(html.replaceAll(/<[^>]*>/g, '')).toMatch(said)
    expect(text.match(/^[A-Z][A-Z :]+$/gm)).toEqual(headings.map(([part]) => part!.toUpperCase()))
    const near = digest(0, { items: items.filter(one => one.severity === 'week') })
    expect(near.text).not.toContain('NOT YET OVERDUE')
  })

  test('its subject names the kinds of case where they are few and there is room, and its day always', () => {
    const long = { ...item(0), what: 'Smoke and carbon monoxide alarms' }
    const several = (['overdue', 'today', 'week', 'later'] as const).map(severity => ({ ...long, severity }))
    expect(digest(0, { items: [long] }).subject).toMatch(/^1 overdue · Smoke and carbon monoxide alarms · Thu 18 Feb/)
    expect(digest(0, { items: [...several, { ...item(1), what: 'Gas safety check' }] }).subject).toMatch(
      /^\d overdue[^·]* · Thu 18 February 2027$/,
    )
  })

  test('two at one place are told apart, and a clock other than the case’s own is named', () => {
    const apart = 'P1 Self-closer missing on the door of flat 4'
    const items = [
      { ...item(0), apart },
      { ...item(1), title: 'An owner for the action', apart: 'P3 Fit signs' },
    ]
    const over = [{ kind: 'right' as const, says: 'Verified', what: 'Remedial action', where: '9 Elm Row', apart }]
    const { text, html } = digest(0, { items, over })
    for (const part of [text, html]) {
      expect(part).toContain(` · ${apart}`)
      expect(part).toContain(' · P3 Fit signs · An owner for the action')
      expect(part).toContain(`Put right: 9 Elm Row · ${apart} · Remedial action, Verified`)
    }
    const facts = { stream: 'fra', description: 'x'.repeat(200), priority: 'P1', raisedOn: '2026-10-16' }
    expect(workflows.action!.apart!(facts)).toBe(`P1 ${'x'.repeat(69)}…`)
  })

  test('what changed since the digest before stands under the totals', () => {
    const items = [
      { ...item(0), change: 'new' as const },
      { ...item(1), change: 'worse' as const, taken: 'Sam Doyle' },
      item(2),
    ]
    const over = [
      { kind: 'right' as const, says: 'In date', what: 'Gas safety check', where: '9 Example Street' },
      { kind: 'gone' as const, says: 'now with Kit Brown', what: 'Gas safety check', where: '8 Example Street' },
    ]
    const { text, html } = digest(0, { items, over })
    expect(text).toContain('Since Wed 17 February 2027: 1 new, 1 worse, 1 put right, 1 no longer yours or moved.')
    expect(text).toContain('Put right: 9 Example Street · Gas safety check, In date')
    expect(text).toContain('Gone: 8 Example Street · Gas safety check, now with Kit Brown')
    expect(text).toContain('New: Overdue 128 days')
    expect(text).toContain('(Sam Doyle is dealing with it)')
    expect(html).toContain('<i>Worse</i>')
    expect(digest(3, { since: undefined }).text).not.toContain('Since')
  })

  test('the gravest can be acted on, by link and by number', () => {
    const { html, text } = digest(400)
    expect(html.split('/link/').length - 1).toBe(30)
    expect(text).toContain('I am dealing with it: https://dutyholder.example-landlord.gov.uk/link/')
    expect(text).toContain('- DONE, the number and the day (DONE gas:H')
    expect(text).toContain(' 18/02/2027)')
  })

  test.each([1, 7, 40, 400])('%i items read well, in both parts', count =>
    readsWell(digest(count), { shorter: true, layout: ['worse', 'new'] }),
  )

  test('who reads it for somebody else is told why', () => {
    const standsInFor = {
      name: 'Asha Patel',
      why: ['Asha Patel is absent until Sun 3 January 2027: deputy Sam <Doyle>'],
    }
    const { html } = digest(3, { standsInFor, name: 'Sam Doyle' })
    expect(html).toContain('You get this for Asha Patel: Asha Patel is absent')
    expect(html).toContain('Sam &lt;Doyle&gt;')
  })
})
