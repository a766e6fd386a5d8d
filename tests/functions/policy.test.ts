/** Other choices of the landlord: seen before they are made, and taken on by the open cases when somebody says so. */
import { expect, test } from 'vitest'
import { regimeOf, regimes } from '../../shared/core/regimes.ts'
import { england } from '../../shared/core/working-days.ts'
import { apiWorld } from './api-world.ts'

const withAction = async () => {
  const w = await apiWorld()
  const facts = { stream: 'gas', description: 'x', priority: 'P1', raisedOn: '2026-11-20' }
  const opened = await w.send('/workflows/action/cases', { body: { id: 'a', facts } })
  return { ...w, caseId: opened.body.caseId as string }
}

test('a preview says which dates move, by how many days, and whom it would mail; it changes nothing', async () => {
  const w = await withAction()
  const { body } = await w.send('/policy/preview', { body: { policy: { 'action.p1': 2 } } })
  expect(body).toMatchObject({ looked: 1, complete: true, moves: { action: 1 } })
  expect(body.moved).toEqual([
    expect.objectContaining({ caseId: w.caseId, was: '2026-12-20', is: '2026-11-22', days: -28 }),
  ])
  expect(body.mails[0]).toMatchObject({ caseId: w.caseId, person: { email: expect.stringContaining('@') } })
  expect((await w.store.load(w.caseId))!.case.version).toBe(1)
})

test.each([
  [{ policy: { 'action.p1': 900 } }, 422],
  [{ policy: { 'no.such': 1 } }, 422],
  [{ policy: {}, workflow: 'plumbing' }, 422],
  [{}, 400],
])('a preview of %j is refused', async (body, status) => {
  expect((await (await apiWorld()).send('/policy/preview', { body })).status).toBe(status)
})

test('open cases are moved by a manager, with a reason, and by nobody else', async () => {
  const w = await withAction()
  const body = { workflow: 'action', reason: 'The board decided' }
  expect((await w.send('/policy/adopt', { body, as: 'hal@x.org' })).status).toBe(403)
  const { status, body: done } = await w.send('/policy/adopt', { body })
  // It was opened before regimes were recorded: it goes by today's choices already.
  expect([status, done]).toEqual([200, { regime: w.deps.regimes.current.id, moved: [], failed: [] }])
  expect((await w.send('/policy/adopt', { body: { workflow: 'action' } })).status).toBe(400)
})

test('what a regime is can be read by its id, and two of one content are one', async () => {
  const w = await apiWorld()
  const { body } = await w.send('/policy/regimes/current')
  expect(body).toEqual(JSON.parse(JSON.stringify(regimeOf({}, england))))
  expect((await w.send(`/policy/regimes/${body.id}`)).body).toEqual(body)
  expect((await w.send('/policy/regimes/R-none')).status).toBe(404)
  expect(regimeOf({ 'action.p1': 2, 'action.p2': 9 }, england).id).toBe(
    regimeOf({ 'action.p2': 9, 'action.p1': 2 }, england).id,
  )
  expect(regimeOf({ 'action.p1': 2 }, england).id).not.toBe(body.id)
  expect(() => regimes(regimeOf({}, england), england).reckon.pinned?.('R-none', true)).toThrow('not known')
})
