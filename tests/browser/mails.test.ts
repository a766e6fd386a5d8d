/** One mail of each kind in a real browser, as wide as a desk and as a telephone: WCAG, and nothing cut off. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mailKinds } from '../support/mail-kinds.ts'
import { axe } from './axe.ts'
import { launch, noBrowser } from './chromium.ts'

/** Some programs leave style sheets out: a mail stands without. */
const bare = (html: string): string => html.replace(/<style>[\s\S]*?<\/style>/g, '')

/** In the browser: bars whose two parts are not beside each other, and at a desk tables that hide their last columns. */
const faults = (atDesk: boolean): string => `[
  ...[...document.querySelectorAll('table.b')]
    .filter(bar => new Set([...bar.querySelectorAll('td')].map(one => one.getBoundingClientRect().top)).size > 1)
    .map(bar => 'a bar in pieces: ' + bar.parentElement.textContent),
  ...[...document.querySelectorAll('div[tabindex]')]
    .filter(one => ${atDesk} && one.scrollWidth > one.clientWidth)
    .map(one => 'cut off: ' + one.querySelector('tr').textContent),
]`

describe.skipIf(noBrowser)('a mail as it is seen', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser.close())

  test.each(mailKinds)(
    '%s: no rule of WCAG 2.2 AA is broken, nothing is wider than the screen',
    async (kind, mail) => {
      for (const [how, width, html] of [
        ['at a desk', 700, mail.html],
        ['on a telephone', 375, mail.html],
        ['on a telephone without style sheets', 375, bare(mail.html)],
      ] as const) {
        const context = await browser.newContext({ viewport: { width, height: 800 } })
        const page = await context.newPage()
        await page.setContent(html, { waitUntil: 'domcontentloaded' })
        // a letter begins with whom it is to, not with a heading
        await axe(page, `${kind}, ${how}`, {
          without: kind.startsWith('the letter') ? ['page-has-heading-one'] : [],
        })
        if (!how.includes('without')) expect(await page.evaluate(faults(how === 'at a desk')), how).toEqual([])
        await context.close()
      }
    },
    120_000,
  )
})
