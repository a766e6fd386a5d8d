import { describe, expect, test } from 'vitest'
import type { Day } from '../../shared/core/time.ts'
import { axe, unfolded } from './axe.ts'
import { desktop, noBrowser, phone } from './chromium.ts'
import { everyKind, filled } from './walk.ts'
import { ways, within } from './within.ts'

if (noBrowser) console.warn(`The pages are not tried in a browser: ${noBrowser}`)

describe.skipIf(noBrowser)('the main jobs, by clicking', () => {
  describe.each(ways)('%s', (_, options) => {
    test('from what is worst to a note on its case', () =>
      within(options, async page => {
        await page.goto('/')
        // On a telephone too it is seen without scrolling, before the streams.
        const top = async (caption: string) => (await page.getByText(caption, { exact: true }).boundingBox())!.y
        expect(await top('What is worst')).toBeLessThan(700)
        expect(await top('What is worst')).toBeLessThan(await top('Position by stream'))
        await page.locator('table', { hasText: 'What is worst' }).getByText('Gas safety check').first().click()
        await expect(page.title()).resolves.toContain('Gas safety check')
        await page.getByRole('link', { name: 'Add a note' }).click()
        await page.getByLabel('Text').fill('Called twice, no answer. Going on Friday.')
        await page.getByRole('button', { name: 'Record it' }).click()
        await page.getByRole('alert').getByText('Note. The case is now:').waitFor()
        await page.getByText('Called twice, no answer. Going on Friday.').waitFor()
      }))

    test('from the homes not in date to one of them, and what is behind a red section written', () =>
      within(options, async (page, w) => {
        await w.night('2026-11-22' as Day)
        await page.goto('/')
        await page.getByRole('link', { name: 'homes not in date: Gas safety check' }).click()
        await page.getByRole('heading', { name: 'Gas safety check: homes in date' }).waitFor()
        await page.getByRole('link', { name: 'Tannery Yard' }).first().click()
        await page.getByText('Duties and open cases').first().waitFor()
        await page.getByRole('link', { name: 'Reports', exact: true }).click()
        await page.getByRole('link', { name: 'Monthly compliance report', exact: true }).click()
        await page.getByRole('link', { name: 'Write it: Gas safety check' }).click()
        for (const box of ['Current position', 'Corrective action required', 'Anticipated impact'])
          await page.getByLabel(box).fill(`${box}: three homes.`)
        await page.getByRole('button', { name: 'Save' }).click()
        await page.getByRole('link', { name: 'Write: progress on follow-up' }).click()
        await page.getByLabel('Progress on follow-up').fill('The court hears it on 3 December.')
        await page.getByRole('button', { name: 'Save' }).click()
        await page.getByText('The court hears it on 3 December.').waitFor()
      }))

    test('a failed visit, with what is missing said first', () =>
      within(options, async (page, w) => {
        await page.goto('/pages/cases/gas%3AH00015')
        await page.getByRole('link', { name: 'Visit: no access' }).click()
        await page.getByRole('button', { name: 'Record it' }).click()
        await page.getByRole('link', { name: 'Choose: Outcome' }).click()
        await page.getByLabel('No answer').check()
        await page.getByLabel('Yes').check()
        await page.getByLabel('Photo').fill('card-in-door.jpg')
        await page.getByRole('button', { name: 'Record it' }).click()
        await page.getByRole('alert').getByText('Visit: no access. The case is now:').waitFor()
        expect((await w.store.load('gas:H00015'))?.case.state).toBe('access_1')
      }))

    test('a certificate: added, submitted, and accepted by somebody else', () =>
      within(options, async (page, w) => {
        const be = async (name: string) => {
          await page.goto('/pages/personas')
          await page.getByRole('button', { name: `Be ${name}`, exact: true }).click()
          await page.getByText(`${name}, `).first().waitFor()
        }
        await be('Owen Clarke')
        await page.goto('/pages/cases/gas%3AH00013')
        await page.getByText('Add a document').click()
        await page
          .getByLabel('Certificate, photograph or letter')
          .setInputFiles({ name: 'LGSR-2026.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') })
        await page.getByRole('button', { name: 'Add the document' }).click()
        await page.getByText('LGSR-2026.pdf').first().waitFor()
        await page.getByRole('link', { name: 'Certificate submitted' }).click()
        await page.getByRole('group', { name: 'Documents (optional)' }).getByLabel('LGSR-2026.pdf').check()
        await page.getByRole('group', { name: 'Result' }).getByLabel('Satisfactory').check()
        await page.getByLabel('Registration number').first().fill('512345')
        await page.getByRole('button', { name: 'Record it' }).click()
        await page.getByRole('alert').getByText('The case is now: Evidence in review').waitFor()
        await be('Nia Morgan')
        await page.goto('/pages/cases/gas%3AH00013')
        await page.getByRole('link', { name: 'Certificate accepted' }).click()
        await page.getByLabel('Registration number').fill('512345')
        await page.getByRole('button', { name: 'Record it' }).click()
        await page.getByRole('alert').getByText('The case is now: Copy owed to the tenant').waitFor()
        expect((await w.store.load('gas:H00013'))?.case.facts.deadline).toBe('2027-11-23')
      }))

    test('being away, and finding a home by part of its address', () =>
      within(options, async (page, w) => {
        await page.goto('/pages/people')
        await page.getByRole('link', { name: 'Priya Shah' }).click()
        const fill = async (name: string, values: string[]) => {
          const group = page.getByRole('group', { name })
          for (const [index, part] of ['Day', 'Month', 'Year'].entries())
            await group.getByLabel(part).fill(values[index]!)
        }
        await fill('First day away', ['21', '12', '2026'])
        await fill('Last day away', ['4', '1', '2027'])
        await page.getByRole('button', { name: 'Save the absence' }).click()
        await page.getByText('Priya Shah is away Mon 21 December 2026 to Mon 4 January 2027.').waitFor()
        expect(await w.store.getPerson('priya.shah@northmere.example')).toMatchObject({ absentTo: '2027-01-04' })
        await page.getByRole('link', { name: 'Search', exact: true }).click()
        await page.getByRole('textbox').fill('priory road 4')
        await page.getByRole('button', { name: 'Search' }).click()
        await page.getByRole('link', { name: '4 Priory Road, Northmere' }).click()
        await page
          .getByRole('heading', { name: 'Duties and open cases' })
          .or(page.getByText('Duties and open cases'))
          .first()
          .waitFor()
      }))
  })

  test('two people at the same form: the second sees what changed and keeps what they typed', () =>
    within(desktop, async (page, w) => {
      const path = '/pages/cases/gas%3AH00004/do/visit.noAccess'
      await page.goto(path)
      await page.getByLabel('Refused').check()
      await page.getByLabel('Photo').fill('door.jpg')
      const by = { kind: 'contractor' as const, id: 'sureheat', roles: ['contractor' as const] }
      await w.apply.event('gas:H00004', {
        type: 'inspection.completed',
        at: w.now(),
        by,
        data: { result: 'SATISFACTORY' },
      })
      const priya = {
        kind: 'staff' as const,
        id: 'priya.shah@northmere.example',
        roles: ['complianceManager' as const],
      }
      const note = { type: 'note.added', at: w.now(), by: priya, data: { text: 'She is in hospital.' } }
      await w.apply.event('gas:H00004', note)
      await page.getByRole('button', { name: 'Record it' }).click()
      await page.getByText('The case has moved on since you opened this form').waitFor()
      await page.getByText('She is in hospital.').waitFor()
      await page.getByText('by Priya Shah, compliance manager').waitFor()
      expect(await page.getByLabel('Photo').inputValue()).toBe('door.jpg')
      expect(await page.getByLabel('Refused').isChecked()).toBe(true)
    }))

  test('on paper a link is its words, a fold is open, and there is nothing to press', () =>
    within(desktop, async page => {
      await page.emulateMedia({ media: 'print' })
      await page.goto('/pages/cases?workflow=gas')
      const after = `[...document.querySelectorAll('main a[href^="/"]')].map(a => getComputedStyle(a, '::after').content)`
      expect([...new Set(await page.evaluate<string[]>(after))]).toEqual(['none'])
      // Nobody opens a fold on paper, and nothing is recorded there.
      await page.goto('/pages/cases/gas%3AH00004')
      await page.getByText('gas.check.interval').first().waitFor({ state: 'visible' })
      expect(await page.getByText('What you can record now').isVisible()).toBe(false)
    }))

  test('a person with a keyboard alone skips to the page and on through it', () =>
    within(desktop, async page => {
      await page.goto('/')
      await page.keyboard.press('Tab')
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to main content')
      await page.keyboard.press('Enter')
      await page.keyboard.press('Tab')
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Cases overdue')
    }))
})

/** Pages that no link leads to, or a mistake does. */
const unlinked = [
  '/pages/cases?closed=true&workflow=lifts',
  '/pages/cases/gas%3AH00006/do/certificate.rejected',
  '/pages/reports/position?asAt=2026-13-01',
  '/pages/received?reference=nowhere',
  '/pages/rules?q=gas',
  '/pages/search?q=mill',
  '/pages/search?q=nowhere',
  '/pages/nothing-here',
]

/** Looked at as wide as a desk too: what stands side by side there. */
const widest = [
  '/',
  '/pages/cases?workflow=gas',
  '/pages/cases/gas%3AH00004',
  '/pages/reports/position',
  '/pages/look-ahead?days=90',
]

describe.skipIf(noBrowser)('accessibility', () => {
  test(
    'no kind of page that a link leads to breaks a rule of WCAG 2.2 AA or is wider than the screen',
    () =>
      within(phone, async (page, w) => {
        const pages = [...(await everyKind(await filled(w))), ...unlinked]
        expect(pages.length).toBeGreaterThan(50)
        for (const path of pages) {
          await page.goto(path)
          await unfolded(page)
          await axe(page, path)
        }
        await page.setViewportSize(desktop.viewport)
        for (const path of widest) {
          await page.goto(path)
          await axe(page, `${path} at a desk`)
        }
      }),
    240_000,
  )

  test('a form with mistakes says so to a screen reader, and still breaks no rule', () =>
    within(phone, async page => {
      await page.goto('/pages/cases/gas%3AH00004/do/appointment.made')
      await page.getByRole('button', { name: 'Record it' }).click()
      expect(await page.title()).toMatch(/^Error: /)
      await axe(page, 'a form with mistakes')
    }))
})
