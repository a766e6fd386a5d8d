/** Nobody reads or changes what is not theirs: by whatever id, path or role they try. */

import type { Context } from 'aws-lambda'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createHandler } from '../../functions/api/handler.ts'
import { apiRoutes } from '../../functions/api/routes.ts'
import { loadLandlord } from '../../infra/landlord/load.ts'
import { roles } from '../../shared/law/roles.ts'
import { officeHours } from '../../shared/mail/window.ts'
import { ask } from '../http/ask.ts'
import { admin } from '../support/history.ts'
import { runs } from '../support/random.ts'
import { directory, memoryEvidence, memoryOriginals, withHome } from './api-world.ts'
import { outsideWorld } from './outside-world.ts'

const contractors = ['sureheat', 'marlow'] as const

describe('contractors', () => {
  test('whatever they send about a job of another is answered as a job that does not exist, and changes nothing', async () => {
    const w = await outsideWorld()
    const jobs = ['gas:H1', 'gas:H2', 'eicr:H1', 'action:H3'] as const
    const owner = { 'gas:H1': 'sureheat', 'gas:H2': 'sureheat', 'eicr:H1': 'marlow', 'action:H3': 'marlow' } as const
    for (const id of jobs) {
      const [workflow, assetId] = id.split(':') as [string, string]
      await w.store.putAsset({ id: assetId, type: 'dwelling' })
      const facts =
        workflow === 'action'
          ? {
              stream: 'gas',
              description: 'x',
              priority: 'P1',
              raisedOn: '2026-11-20',
              source: 'test',
              contractorId: 'marlow',
            }
          : { contractorId: owner[id] }
      const opened = await w.apply.open(workflow, { id, assetId, facts, by: admin })
      expect([id, opened.kind]).toEqual([id, 'done'])
    }
    const versions = async () => Promise.all(jobs.map(async id => (await w.store.load(id))!.case.version))
    let sent = 0
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...contractors),
        fc.constantFrom(...jobs),
        fc.constantFrom('visit.noAccess', 'appointment.made', 'unsafe.found', 'inspection.completed'),
        fc.constantFrom('caseId', 'jobRef'),
        async (by, id, eventType, field) => {
          fc.pre(owner[id] !== by)
          const before = await versions()
          const data =
            eventType === 'appointment.made'
              ? { slotStart: '2026-11-24T09:00:00+00:00', slotEnd: '2026-11-24T12:00:00+00:00' }
              : eventType === 'unsafe.found'
                ? { code: 'ID', actionTaken: 'Isolated', isolated: true, warningNotice: 'W1' }
                : eventType === 'visit.noAccess'
                  ? { outcome: 'no_answer', attempt: 1 }
                  : { result: 'SATISFACTORY' }
          const body = {
            eventType,
            [field]: id,
            occurredAt: '2026-11-21T10:40:00+00:00',
            assetRef: id.split(':')[1],
            operative: { name: 'A. Fitter', regNo: '1234567' },
            data,
            documents: [],
            schemaVersion: '1',
          }
          sent += 1
          const answer = await w.callback(by, { id: `message-${String(sent).padStart(4, '0')}`, body })
          expect([400, 404, 422]).toContain(answer.status)
          expect(JSON.stringify(answer.body)).not.toContain(owner[id])
          expect(await versions()).toEqual(before)
        },
      ),
      { numRuns: runs(60) },
    )
    expect(sent).toBeGreaterThan(20)
  })
})

const unused = async () => {
  throw new Error('no report is asked for here')
}

/** As deployed: no personas; whoever comes has a token that the gateway has checked. */
const deployed = async () => {
  const w = await withHome()
  const handler = createHandler({
    ...w.deps,
    apply: w.apply,
    policy: {},
    landlord: loadLandlord(new URL('../../infra/landlord/example.json', import.meta.url)),
    window: officeHours,
    contractors: [],
    sources: [],
    directory: async () => directory,
    forgetPeople: () => {},
    personas: { local: false },
    evidence: memoryEvidence().port(w.now),
    originals: memoryOriginals().port,
    reports: { kept: unused, bytes: unused, make: unused },
    report: () => {},
  })
  const send = async (method: string, path: string, claims: object | undefined, body?: object) => {
    const answer = await handler(
      ask({
        method,
        path,
        headers: body ? { 'content-type': 'application/json' } : {},
        ...(claims ? { claims: claims as Record<string, unknown> } : {}),
        ...(body ? { body: JSON.stringify(body) } : {}),
      }),
      { getRemainingTimeInMillis: () => 29_000 } as Context,
    )
    return { status: answer.statusCode, text: answer.body ?? '' }
  }
  const version = async () => (await w.store.load('gas:H00017'))!.case.version
  return { send, version }
}

/** Nothing is asked of what routes need until one is called. */
const staffRoutes = apiRoutes({} as never).filter(({ who }) => who !== 'any')

describe('staff’s API', () => {
  test.each(['contractor', 'resident', 'system', 'nothing'])(
    'tells and takes nothing from a %s, on any route',
    async role => {
      const { send } = await deployed()
      expect(staffRoutes.length).toBeGreaterThan(10)
      for (const { method, path } of staffRoutes) {
        const real = path.replace('{caseId}', 'gas:H00017').replace(/\{\w+\+?\}/g, 'gas')
        const claims = { email: 'mallory@y.org', roles: `[${role}]` }
        const answer = await send(method, real, claims, method === 'POST' ? {} : undefined)
        expect([method, real, answer.status]).toEqual([method, real, 403])
        expect(answer.text).not.toContain('H00017')
      }
    },
  )

  test('believes no header, and nobody without a token', async () => {
    const { send } = await deployed()
    for (const { method, path } of staffRoutes)
      expect((await send(method, path.replace(/\{\w+\+?\}/g, 'gas'), undefined)).status).toBe(401)
  })

  test('takes an event from the roles that its rule names, and from no other', async () => {
    const { send, version } = await deployed()
    const may = ['administrator', 'complianceOfficer', 'complianceManager']
    const others = Object.keys(roles).filter(role => !may.includes(role))
    expect(others.length).toBeGreaterThan(10)
    const submit = {
      document: { name: 'l.pdf', sha256: 'a'.repeat(64) },
      checkedOn: '2026-11-20',
      operative: { name: 'A. Fitter', regNo: '1234567' },
      result: 'SATISFACTORY',
    }
    const by = (role: string) => ({ email: `${role.toLowerCase()}@y.org`, roles: `[${role}]` })
    const events = '/cases/gas:H00017/events'
    const done = await send('POST', events, by('complianceManager'), {
      id: 's',
      type: 'certificate.submitted',
      data: submit,
    })
    expect([done.status, done.text.slice(0, 200)]).toEqual([200, expect.any(String)])
    const before = await version()
    for (const role of others) {
      const answer = await send('POST', events, by(role), { id: `a-${role}`, type: 'certificate.accepted', data: {} })
      expect([role, answer.status]).toEqual([role, 403])
    }
    expect(await version()).toBe(before)
    const accepted = await send('POST', events, by('complianceOfficer'), {
      id: 'ok',
      type: 'certificate.accepted',
      data: {},
    })
    expect(accepted.status).toBe(200)
  })
})
