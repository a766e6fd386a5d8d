/** Results in a row: what says that something is to be put right never opens as simply done; what nobody knows is refused. */
import { expect, test } from 'vitest'
import { position } from '../../../shared/position/position.ts'
import { workflows } from '../../../shared/workflows/index.ts'
import { apiWorld } from '../api-world.ts'

const world = async () => {
  const w = await apiWorld()
  const send = async (kind: string, body: string) =>
    (await w.send(`/imports/${kind}`, { method: 'POST', body, type: 'text/csv' })).body
  await send('assets', 'assetId,type,livingStoreys,combustionRooms\nH1,dwelling,2,1\n')
  const row = (stream: string, result: string, subType = '') =>
    send('obligations', `assetId,workflow,subType,lastDoneOn,result\nH1,${stream},${subType},2026-10-01,${result}\n`)
  return { ...w, row }
}

test.each([
  ['gas', 'ID', ''],
  ['gas', 'AR', ''],
  ['gas', 'INCOMPLETE', ''],
  ['gas', 'NO_ACCESS', ''],
  ['lifts', 'DEFECT_A', ''],
  ['lifts', 'DEFECT_B', ''],
  ['lifts', 'DEFECT_C', ''],
  ['gas', 'CAPPED', ''],
  ['eicr', 'C2', ''],
  ['fra', 'INTOLERABLE', 'low'],
  ['fire-check', 'MINOR_DEFECT', 'extinguisher.annual'],
  ['fire-check', 'MAJOR_DEFECT', 'extinguisher.annual'],
  ['fire-check', 'FAIL_UNSAFE', 'extinguisher.annual'],
  ['fire-check', 'NO_ACCESS', 'extinguisher.annual'],
  ['smoke-co', 'NO_ACCESS', ''],
  ['smoke-co', 'TENANT_REFUSED', ''],
  ['asbestos', 'HIGH', ''],
  ['survey', 'NO_ACCESS', ''],
])('%s %s is refused by name, with what to do', async (stream, result, subType) => {
  const { body } = { body: await (await world()).row(stream, result, subType) }
  expect(body).toMatchObject({ created: 0, rejected: [{ column: 'result', value: result }] })
  expect(body.rejected[0].why).toMatch(/^RESULT_NOT_BY_ROW: /)
})

const recurring = Object.values(workflows).filter(({ obligation }) => obligation)
test.each(recurring.map(({ name }) => name))('%s refuses a result that nobody knows', async stream => {
  const { rejected } = await (await world()).row(stream, 'BANANA')
  expect(rejected[0]).toMatchObject({ column: 'result', why: expect.stringMatching(/^RESULT_UNKNOWN: one of /) })
})

test.each([
  ['smoke-co', 'FAULTY_NOT_FIXED'],
  ['smoke-co', 'MISSING_NOT_FITTED'],
  ['survey', 'CLONED'],
])('%s %s opens, and not as in date', async (stream, result) => {
  const w = await world()
  expect(await w.row(stream, result)).toMatchObject({ created: 1, rejected: [] })
  const { facts } = (await w.store.load(`${stream}:H1`))!.case
  const { status } = position(workflows[stream]!, facts, '2026-11-22' as never, { reckon: w.reckon })
  expect(['overdue', 'never_inspected', 'unknown_applicability']).toContain(status)
})

test('an unsatisfactory EICR opens with its remedial work owed', async () => {
  const w = await world()
  await w.row('eicr', 'UNSATISFACTORY')
  const { state, facts } = (await w.store.load('eicr:H1'))!.case
  expect([state, facts.remedial]).toEqual(['remedial_required', { from: '2026-10-01' }])
})

test('what is good, or a rating, is taken', async () => {
  const w = await world()
  for (const [stream, result] of [
    ['gas', 'SATISFACTORY'],
    ['lifts', 'NO_DEFECTS'],
    ['legionella', 'HIGH'],
    ['asbestos', 'ACM'],
    ['survey', 'DECENT'],
    ['eicr', 'sat'],
  ] as const)
    expect(await w.row(stream, result)).toMatchObject({ created: 1, rejected: [] })
})

test('a row told to the case itself is judged as one of a file', async () => {
  const w = await world()
  await w.row('gas', 'SATISFACTORY')
  const tell = (id: string, data: object) =>
    w.send('/cases/gas:H1/events', {
      method: 'POST',
      body: JSON.stringify({ id, type: 'record.imported', data: { applicability: 'required', ...data } }),
    })
  for (const [result, code] of [
    ['BANANA', 'RESULT_UNKNOWN'],
    ['ID', 'RESULT_NOT_BY_ROW'],
  ]) {
    const { status, body } = await tell(`row-${result}`, { lastDoneOn: '2026-11-01', result })
    expect([status, body.issues[0].path]).toEqual([400, 'result'])
    expect(body.issues[0].message).toMatch(new RegExp(`^${code}: `))
  }
  expect((await tell('row-future', { lastDoneOn: '2026-12-24' })).status).toBe(422)
  expect((await w.store.load('gas:H1'))!.case.version).toBe(1)
})
