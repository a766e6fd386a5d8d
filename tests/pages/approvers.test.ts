/** A page offers the people who may approve, and says at the question why somebody else may not. */
import { expect, test } from 'vitest'
import { createPages, formOf, landlord } from '../functions/pages/pages-world.ts'
import { world } from '../functions/world.ts'
import { admin } from '../support/history.ts'

const path = '/pages/cases/ACT-1/do/due.changed'
const priya = 'priya.shah@northmere.example'

test('whoever may is a choice, whoever asks is not among them, and what is sent by hand is judged alike', async () => {
  const w = await landlord()
  const facts = { stream: 'fra', description: 'Riser door missing', priority: 'P1', raisedOn: '2026-11-21' }
  await w.apply.open('action', { id: 'ACT-1', facts, assetId: 'B001', by: admin, at: w.now() })
  const { text } = await w.send({ path, as: priya })
  const offered = [...text.matchAll(/<option value="([^"]+@[^"]+)">([^<]*)</g)].map(([, value, said]) => [value, said])
  expect(offered).toContainEqual(['marcus.reid@northmere.example', 'Marcus Reid, Head of service'])
  expect(offered.map(([value]) => value)).not.toContain(priya)
  const fill = { 'data.dueOn-day': '1', 'data.dueOn-month': '3', 'data.dueOn-year': '2027', 'data.reason': 'scaffold' }
  const send = (approvedBy: string) =>
    w.send({ path, as: priya, body: formOf(text, { ...fill, 'data.approvedBy': approvedBy }) })
  const refused = await send('somebody@else.example')
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('href="#data.approvedBy"')
  expect(refused.text).toContain('not in the register of people')
  expect((await send('marcus.reid@northmere.example')).status).toBe(303)
  const { case: kept } = (await w.store.load('ACT-1'))!
  expect(kept.facts).toMatchObject({ dueOn: '2027-03-01' })
})

test('where nobody is known it is typed', async () => {
  const w = world()
  const facts = { stream: 'fra', description: 'Riser door missing', priority: 'P1', raisedOn: '2026-11-21' }
  await w.apply.open('action', { id: 'ACT-1', facts, assetId: 'B001', by: admin, at: w.now() })
  const { text } = await createPages(w).send({ path })
  expect(text).toContain('<input class="govuk-input " id="data.approvedBy"')
})
