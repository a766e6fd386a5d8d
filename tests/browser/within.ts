/** A page of a landlord of its own, in a browser that all tests of a file share; what goes wrong in it fails the test. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { desktop, launch, noBrowser, phone, serve } from './chromium.ts'

let browser: Browser
beforeAll(async () => {
  if (!noBrowser) browser = await launch()
})
afterAll(async () => browser?.close())

export const ways: [string, BrowserContextOptions][] = [
  ['at a desk', desktop],
  ['on a telephone', phone],
  ['at a desk without scripts', { ...desktop, javaScriptEnabled: false }],
  ['on a telephone without scripts', { ...phone, javaScriptEnabled: false }],
]

export type World = Awaited<ReturnType<typeof serve>>

export const within = async (options: BrowserContextOptions, job: (page: Page, w: World) => Promise<void>) => {
  const w = await serve()
  const context = await browser.newContext({ ...options, baseURL: w.url })
  const wrong: string[] = []
  const page = await context.newPage()
  // Shorter than a test may take, so that the step that hangs is named.
  page.setDefaultTimeout(8_000)
  page.on('console', message => message.type() === 'error' && wrong.push(message.text()))
  page.on('pageerror', error => wrong.push(error.message))
  page.on(
    'request',
    request => request.url().startsWith(w.url) || request.url().startsWith('data:') || wrong.push(request.url()),
  )
  try {
    await job(page, w)
    expect(w.faults).toEqual([])
    // A refused form is answered with its status, which the browser writes to its console.
    expect(wrong.filter(text => !/status of 4\d\d/.test(text))).toEqual([])
  } finally {
    await context.close()
    await w.stop()
  }
}
