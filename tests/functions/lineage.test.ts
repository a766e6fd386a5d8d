/** Homes that were made of others: each keeps its own history, and they find each other. */
import { expect, test } from 'vitest'
import { day } from '../../shared/core/time.ts'
import { qualityCounter } from '../../shared/position/quality/data-quality.ts'
import { apiWorld, home } from './api-world.ts'
import { createPages } from './pages/pages-world.ts'

const header = 'assetId,type,uprn,address,ownedFrom,ownedTo,status,madeFrom\n'

test('two flats become one with a new number: their duties end, its own begin, and its page leads back to them (G39)', async () => {
  const w = await apiWorld()
  const send = (text: string) => w.send('/imports/assets', { body: header + text, type: 'text/csv' })
  await send('F1,dwelling,1001,Flat 1 Mill House,,,occupied,\nF2,dwelling,1002,Flat 2 Mill House,,,occupied,\n')
  const opened = await w.send('/workflows/gas/cases', { body: { id: 'open-f1', assetId: 'F1', facts: home } })
  expect(opened.status).toBe(201)
  const joined =
    'F1,dwelling,1001,Flat 1 Mill House,,2026-11-20,disposed,\nF2,dwelling,1002,Flat 2 Mill House,,2026-11-20,disposed,\n' +
    'F12,dwelling,1003,Flat 1 and 2 Mill House,2026-11-21,,occupied,F1 F2\n'
  expect((await send(joined)).body).toMatchObject({ created: 1, changed: 2, rejected: [] })
  expect(await w.store.getAsset('F12')).toMatchObject({ uprn: '1003', madeFrom: ['F1', 'F2'] })
  expect((await w.store.load('gas:F1'))!.case).toMatchObject({ state: 'retired', facts: { retiredOn: '2026-11-20' } })
  const next = { id: 'open-f12', assetId: 'F12', facts: { dutyBeganOn: '2026-11-21' } }
  expect((await w.send('/workflows/gas/cases', { body: next })).body.case.facts.checks).toEqual([])
  const shown = (await createPages(w).send({ path: '/pages/assets/F12' })).text
  for (const before of ['F1', 'F2']) expect(shown).toContain(`href="/pages/assets/${before}"`)
})

test('a home made of one that is not on the register is found', () => {
  const asked = { asAt: day.parse('2026-11-22'), workflows: {}, reckon: undefined as never }
  const findings = (madeFrom: string[]) =>
    qualityCounter(
      [
        { id: 'F1', type: 'dwelling' },
        { id: 'F12', type: 'dwelling', madeFrom },
      ],
      asked,
    )
      .done()
      .groups.find(({ id }) => id === 'parent_unknown')?.items
  expect(findings(['F1'])).toEqual([])
  expect(findings(['F1', 'F2'])).toMatchObject([{ assetId: 'F12', what: 'F2 is not on the register' }])
})
