/** A contractor’s page for one job, as it is used at the door: a telephone, with scripts and without. */
import type { Page } from 'playwright-core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createHandler } from '../../functions/link/handler.ts'
import { startGateway } from '../../infra/local/http/gateway.ts'
import { newSecret } from '../../shared/intake/signature.ts'
import { makeLink } from '../../shared/links/link.ts'
import { mailWorld } from '../functions/doors/mail-world.ts'
import { axe } from './axe.ts'
import { launch, noBrowser, phone } from './chromium.ts'

const CASE = 'gas:H00017'

const jobPage = async (javaScriptEnabled: boolean) => {
  const w = await mailWorld()
  const facts = {
    contractorId: 'sureheat',
    deadline: '2026-11-10',
    checks: [{ on: '2025-11-10', knownOn: '2025-11-10', nextDue: '2026-11-10', result: 'SATISFACTORY' }],
  }
  await w.open('gas', CASE, facts)
  await w.apply.fire(CASE)
  const secret = newSecret()
  const handler = createHandler({
    ...w.deps,
    store: w.store,
    contractors: [{ id: 'sureheat', name: 'SureHeat Gas Services Ltd' }],
    landlord: 'Northmere District Council',
    secrets: { of: async () => [secret] },
    report: error => {
      throw error
    },
  })
  const handle = (event: Parameters<typeof handler>[0]) =>
    handler(event, { getRemainingTimeInMillis: () => 15_000 } as never)
  const gateway = await startGateway({
    now: () => Date.parse(w.now()),
    routes: (['GET', 'POST'] as const).map(method => ({ method, path: '/link/{token}', handler: handle })),
  })
  onTestFinished(gateway.stop)
  const browser = await launch()
  onTestFinished(() => browser.close())
  const page = await (await browser.newContext({ ...phone, javaScriptEnabled })).newPage()
  page.setDefaultTimeout(8_000)
  const job = { purpose: 'job' as const, caseId: CASE, about: 'o1', people: ['sureheat'] }
  await page.goto(`${gateway.endpoint}/link/${makeLink(secret, job, await w.load(CASE), w.now())}`)
  return { ...w, page }
}

const send = async (page: Page, name: string): Promise<void> => {
  const form = page.locator('form').filter({ has: page.getByRole('button', { name }) })
  await form.getByLabel('I am SureHeat').check()
  await form.getByRole('button', { name }).dblclick()
  await page.getByText('Thank you, it is recorded').waitFor()
}

const file = (name: string, mimeType: string) => ({ name, mimeType, buffer: Buffer.from('bytes of it') })

describe.skipIf(noBrowser)('a contractor’s page for one job, pressed twice', () => {
  test.each([true, false])('with scripts %s: no access with its photograph', async scripts => {
    const { page, store } = await jobPage(scripts)
    if (scripts) await axe(page, 'the job')
    await page.getByLabel('I left a card').check()
    await page.getByLabel('Photograph of the door').setInputFiles(file('door.jpg', 'image/jpeg'))
    await send(page, 'Record no access')
    const visits = (await store.history(CASE)).items.filter(({ event }) => event.type === 'visit.noAccess')
    expect(visits.map(({ event }) => event.data)).toMatchObject([{ outcome: 'no_answer', cardLeft: true }])
    expect((await store.documents(CASE)).items).toMatchObject([{ name: 'door.jpg', status: 'stored' }])
  })

  test.each([true, false])('with scripts %s: done, with its certificate', async scripts => {
    const { page, load, store } = await jobPage(scripts)
    await page.getByLabel('Certificate').setInputFiles(file('lgsr.pdf', 'application/pdf'))
    await page.getByLabel('Your registration number').fill('1234567')
    await send(page, 'Send the certificate')
    expect((await load(CASE)).state).toBe('evidence_review')
    expect((await store.documents(CASE)).items).toHaveLength(1)
  })

  test.each([true, false])('with scripts %s: unsafe', async scripts => {
    const { page, store } = await jobPage(scripts)
    await page.getByLabel('Code').selectOption('ID')
    await page.getByLabel('What you did').fill('Capped the supply')
    await page.getByLabel('It is isolated').check()
    await send(page, 'Report it now')
    const found = (await store.history(CASE)).items.filter(({ event }) => event.type === 'unsafe.found')
    expect(found.map(({ event }) => event.data)).toMatchObject([{ code: 'ID', isolated: true }])
  })
})
