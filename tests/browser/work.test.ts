/** Letters, the registers, work orders, messages to sort: done by clicking, with and without scripts. */
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { apply } from '../../shared/apply.ts'
import type { Day } from '../../shared/core/time.ts'
import { listRuns } from '../../shared/intake/imports/runs.ts'
import { toTriage } from '../../shared/intake/to-triage.ts'
import { ordersOwed } from '../../shared/orders/owed.ts'
import { sha256 } from '../../shared/store/chain.ts'
import { sorted } from '../support/complaints.ts'
import { admin, staff } from '../support/history.ts'
import { axe } from './axe.ts'
import { noBrowser } from './chromium.ts'
import { type World, ways, within } from './within.ts'

const COMPLAINT = 'CMP-T'

/** Taken as a complaint and sorted: its acknowledgement is owed. */
const complaint = async (w: World) => {
  const by = staff('complaintHandler', 'hana.yusuf@northmere.example')
  const at = w.now()
  const facts = {
    text: 'The boiler has failed three times.',
    receivedAt: at,
    channel: 'email',
    persons: [{ name: 'Ms J. Okonkwo' }],
  }
  await w.apply.open('complaint', { id: COMPLAINT, facts, assetId: 'H00004', by, at })
  await w.apply.event(COMPLAINT, { type: 'choice.offered', at, by, data: { answer: 'complaint' } })
  const done = await w.apply.event(COMPLAINT, { type: 'classify.complaint', at, by, data: sorted })
  expect(done.kind).toBe('done')
}

/** An order of SureHeat that was given up on. */
const deadOrder = async (w: World): Promise<string> => {
  const deciding = apply({ ...w.engine, orders: ordersOwed([{ id: 'sureheat', streams: ['gas'] }]) })
  const facts = { stream: 'gas', description: 'Refit the flue', priority: 'P2', raisedOn: '2026-11-20' }
  const message = { source: 'test', id: 'one', bodyHash: 'one' }
  await deciding.open('action', { id: 'ACT-T', facts, assetId: 'H00004', by: admin, at: w.now() }, message)
  const [one] = (await w.store.ordersOf('ACT-T')).items
  await w.store.claimOrder(one!, w.now())
  await w.store.markOrder(one!, [{ at: w.now(), by: 'webhook', outcome: 'dead', why: 'they answered 410' }])
  return one!.order.id
}

const message = (w: World) =>
  toTriage({ apply: w.apply, now: w.now }, 'm-1', {
    reason: 'unplaced',
    source: 'mail:repairs',
    channel: 'email',
    receivedAt: w.now(),
    original: { key: 'raw/m-1', sha256: sha256('m-1') },
  })

const sendTwice = (page: Page, name: string) => page.getByRole('button', { name }).dblclick()

describe.skipIf(noBrowser)('beside the cases, by clicking', () => {
  describe.each(ways)('%s', (_, options) => {
    const checked = async (page: Page, where: string) =>
      options.javaScriptEnabled === false ? undefined : axe(page, where)

    test('a spreadsheet: shown with its mistakes, and taken once', () =>
      within(options, async (page, w) => {
        await page.goto('/pages/imports')
        await checked(page, 'sending a spreadsheet')
        await page.getByLabel('What is in it').selectOption('assets')
        const buffer = Buffer.from('assetId,type\nN1,dwelling\nN2,castle')
        await page.getByLabel('The file').setInputFiles({ name: 'homes.csv', mimeType: 'text/csv', buffer })
        await page.getByRole('button', { name: 'Show what it would do' }).click()
        await page.getByRole('heading', { name: 'What this file would do' }).waitFor()
        await checked(page, 'what a spreadsheet would do')
        await sendTwice(page, 'Take it')
        await page.getByRole('heading', { name: 'What came in', exact: true }).waitFor()
        const runs = (await listRuns(w.store)).filter(({ by }) => by.startsWith('administrator'))
        expect(runs.filter(({ rows }) => rows === 2)).toMatchObject([{ created: 1, rejectedRows: 1 }])
        expect(await w.store.getAsset('N1')).toBeDefined()
      }))

    test('a letter: refused with what it lacks named, drafted, and recorded as sent, once', () =>
      within(options, async (page, w) => {
        await complaint(w)
        await page.goto(`/pages/cases/${COMPLAINT}`)
        await page.getByRole('link', { name: 'Letters: write one, or read those sent' }).click()
        await page.getByRole('link', { name: 'Acknowledgement', exact: true }).click()
        await page.getByRole('button', { name: 'Record it as sent' }).click()
        await page.getByText('The letter was not sent').waitFor()
        await page.getByRole('heading', { name: 'Before it can be sent' }).waitFor()
        await checked(page, 'a letter with gaps')
        await page
          .getByLabel('The points of the complaint')
          .fill('The boiler is cold\nThe road is dark | The county lights it')
        await page.getByLabel('Outcomes sought').fill('Heat')
        await page.getByRole('group', { name: 'Handler' }).getByLabel('Name').fill('Hal Orme')
        await page.getByRole('group', { name: 'Handler' }).getByLabel('Contact').fill('01227 000001')
        await page.getByLabel('Post', { exact: true }).check()
        await page.getByRole('button', { name: 'See how it reads' }).click()
        await page.getByText('Dear Ms J. Okonkwo').waitFor()
        expect(await page.getByLabel('Outcomes sought').inputValue()).toBe('Heat')
        expect((await w.store.load(COMPLAINT))?.case.state).toBe('s1_logged')
        await sendTwice(page, 'Record it as sent')
        await page.getByText('The case is now: ').waitFor()
        const { case: c } = (await w.store.load(COMPLAINT))!
        expect([c.state, c.version]).toEqual(['s1_acknowledged', 4])
        await page.goto(`/pages/cases/${COMPLAINT}/letters`)
        await page.getByRole('link', { name: 'Acknowledgement', exact: true }).click()
        await page.getByText('Dear Ms J. Okonkwo').waitFor()
        await checked(page, 'a letter that was sent')
        // On paper it is the letter alone.
        await page.emulateMedia({ media: 'print' })
        expect((await page.locator('body').innerText()).trim()).toMatch(/^Skip to main content\s+Northmere[\s\S]+\)$/)
      }))

    test('a letter that somebody else sent meanwhile: what was typed is kept', () =>
      within(options, async (page, w) => {
        await complaint(w)
        await page.goto(`/pages/cases/${COMPLAINT}/letters/acknowledgement`)
        await page.getByLabel('Outcomes sought').fill('Heat by Friday')
        const theirs = await page.context().newPage()
        await theirs.goto(`/pages/cases/${COMPLAINT}/letters/acknowledgement`)
        await theirs.getByLabel('The points of the complaint').fill('The boiler is cold')
        await theirs.getByLabel('Outcomes sought').fill('Heat')
        await theirs.getByRole('button', { name: 'Record it as sent' }).click()
        await theirs.getByText('The case is now: ').waitFor()
        await page.getByRole('button', { name: 'Record it as sent' }).click()
        await page.getByText('The case has moved on since you opened this form').waitFor()
        await page.getByText('Heat by Friday').waitFor()
        await checked(page, 'a letter that is no longer sent')
        await page.getByRole('button', { name: 'Carry it over: Update' }).click()
        await page.getByRole('heading', { name: 'Update', exact: true }).waitFor()
      }))

    test('the registers: from what is wrong to the home that it is wrong with', () =>
      within(options, async (page, w) => {
        await w.night('2026-11-22' as Day)
        await page.goto('/')
        await page.getByRole('link', { name: 'Data quality', exact: true }).click()
        await checked(page, 'data quality')
        await page.getByRole('link', { name: 'Duties that should be there and are not' }).click()
        await checked(page, 'a list of findings')
        await page.getByRole('link', { name: '4 Priory Road' }).first().click()
        await page.getByText('Duties and open cases').first().waitFor()
      }))

    test('a work order that did not arrive is sent again, once, however often it is clicked', () =>
      within(options, async (page, w) => {
        const id = await deadOrder(w)
        await page.goto('/')
        await page.getByRole('link', { name: 'Orders', exact: true }).click()
        await page.getByRole('link', { name: 'Not delivered' }).click()
        await page.getByText('1 step so far').click()
        await page.getByText('they answered 410').waitFor()
        await checked(page, 'orders not delivered')
        await sendTwice(page, 'Send again')
        await page
          .getByRole('heading', { name: /On its way again|Nothing was sent/ })
          .or(page.getByText(/On its way again|Nothing was sent/))
          .first()
          .waitFor()
        await page.getByRole('link', { name: 'On their way' }).or(page.getByText('On their way')).first().waitFor()
        await page.getByText('SureHeat Gas Services Ltd').first().waitFor()
        const order = await w.store.order('ACT-T', id)
        expect([order?.status, order?.log.filter(one => one.outcome === 'again').length]).toEqual(['pending', 1])
        await checked(page, 'orders on their way')
      }))

    test('a message to sort: why, by when, whose, and what came of it when it was sorted', () =>
      within(options, async (page, w) => {
        const { caseId } = await message(w)
        await page.goto('/')
        await page.getByRole('link', { name: 'To sort', exact: true }).click()
        await checked(page, 'to sort')
        await page.getByRole('link', { name: 'It does not say which case it is about' }).click()
        await page.getByRole('link', { name: 'Triage resolved' }).click()
        await page.getByLabel('Handled').check()
        await page.getByLabel('Note').fill('Rang them: it was for another landlord.')
        await sendTwice(page, 'Record it')
        await page.getByText('The case is now: Sorted').waitFor()
        await page.getByText('Rang them: it was for another landlord.').first().waitFor()
        const { case: c } = (await w.store.load(caseId))!
        expect([c.state, c.version]).toEqual(['resolved', 2])
      }))
  })
})
