import { expect, onTestFinished, test } from 'vitest'
import { styles } from '../../functions/pages/styles.gen.ts'
import { stylePath } from '../../functions/pages/views/layout.ts'
import { startGateway } from '../../infra/local/http/gateway.ts'
import { localPages } from '../../infra/local/http/pages.ts'
import type { SentMail } from '../../infra/local/ses/mailbox.ts'
import { createClock } from '../../infra/local/time/clock.ts'
import { instant } from '../../shared/core/time.ts'
import { problem } from '../../shared/http/problem.ts'
import { routes as router } from '../../shared/http/router.ts'
import { stack } from '../../shared/http/stack.ts'
import { axe } from './axe.ts'
import { desktop, launch, noBrowser, phone } from './chromium.ts'

const mail: SentMail = {
  id: 'mail-1',
  at: instant.parse('2026-11-23T07:30:00Z'),
  from: 'compliance@x.org',
  to: ['asha@x.org'],
  subject: '[Overdue 9 days] Gas safety check, <b>12 Example Street</b>',
  text: 'OVERDUE 9 DAYS\nhttps://x.org/pages/cases/gas%3AH1',
  html: '<!doctype html><html lang="en-GB"><head><title>Mail</title></head><body><h1 style="color:#b10e1e">Overdue 9 days</h1><script>document.title = "taken over"</script><a href="/pages/local/clock">Open the case</a></body></html>',
  tags: { urgency: 'urgent' },
}

const machine = async () => {
  const clock = createClock({ startAt: instant.parse('2026-11-23T08:40:00Z'), real: () => 0 })
  const mails = [
    mail,
    ...Array.from({ length: 120 }, (_, n) => ({ ...mail, id: `mail-${n + 2}`, subject: `Digest ${n}` })),
  ]
  const own = localPages({
    landlord: 'Example Homes',
    clock,
    mailbox: {
      list: ({ to } = {}) => mails.filter(one => to === undefined || one.to.includes(to)),
      get: id => mails.find(one => one.id === id),
    },
    settle: async target => {
      clock.advanceTo(target)
      return { now: clock.now(), fired: 0 }
    },
  })
  const handler = stack(
    router(own, () => ({ ok: false, problem: problem(401, 'nobody is asked here') })),
    error => {
      throw error
    },
  )
  const gateway = await startGateway({
    now: clock.millis,
    routes: [
      // The style sheet is the pages' own; without it a page is judged as nobody sees it.
      {
        method: 'GET',
        path: stylePath,
        handler: async () => ({ statusCode: 200, headers: { 'content-type': 'text/css' }, body: styles }),
      },
      ...own.map(({ method, path }) => ({
        method,
        path,
        handler: (event: Parameters<typeof handler>[0]) =>
          handler(event, { getRemainingTimeInMillis: () => 29_000 } as never),
      })),
    ],
  })
  onTestFinished(gateway.stop)
  const browser = await launch()
  onTestFinished(() => browser.close())
  return { clock, gateway, browser }
}

test.skipIf(noBrowser)('the clock is pushed by a button and to a day, and never back', async () => {
  const { clock, gateway, browser } = await machine()
  const page = await browser.newPage({ ...desktop, baseURL: gateway.endpoint, javaScriptEnabled: false })
  await page.goto('/pages/local/clock')
  await page.getByRole('button', { name: 'One week on' }).click()
  await page.getByText('Mon 30 November 2026, 08:40').waitFor()
  await page.getByLabel('To a day').fill('2027-01-04')
  await page.getByRole('button', { name: 'Go there' }).click()
  await page.getByText('Mon 4 January 2027, 09:00').waitFor()
  await page.getByLabel('To a day').fill('2026-12-24')
  await page.getByRole('button', { name: 'Go there' }).click()
  await page.getByText('That day has passed here').waitFor()
  expect(clock.now()).toBe('2027-01-04T09:00:00.000Z')
})

test.skipIf(noBrowser)('a mail is read as it looks, and no script in it runs', async () => {
  const { gateway, browser } = await machine()
  const page = await browser.newPage({ ...phone, baseURL: gateway.endpoint })
  await page.goto('/pages/local/mail')
  await page.getByRole('link', { name: 'Next page' }).click()
  await page.getByRole('link', { name: 'Next page' }).click()
  await page.getByRole('link', { name: '[Overdue 9 days] Gas safety check, <b>12 Example Street</b>' }).click()
  const inside = page.frameLocator('iframe')
  const heading = inside.getByRole('heading', { name: 'Overdue 9 days' })
  await heading.waitFor()
  expect(
    await heading.evaluate(
      one =>
        (globalThis as unknown as { getComputedStyle: (e: unknown) => { color: string } }).getComputedStyle(one).color,
    ),
  ).toBe('rgb(177, 14, 30)')
  expect(await page.title()).toContain('[Overdue 9 days]')
  await page.getByText('https://x.org/pages/cases/gas%3AH1').waitFor()
  await inside.getByRole('link', { name: 'Open the case' }).click()
  await page.getByRole('heading', { name: 'The clock' }).waitFor()
})

test.skipIf(noBrowser)('both break no rule of WCAG', async () => {
  const { gateway, browser } = await machine()
  for (const options of [desktop, phone]) {
    const context = await browser.newContext({ ...options, baseURL: gateway.endpoint })
    const page = await context.newPage()
    for (const path of ['/pages/local/clock', '/pages/local/mail', '/pages/local/mail/mail-1']) {
      await page.goto(path)
      await axe(page, path, { outside: ['iframe'] })
    }
  }
})
