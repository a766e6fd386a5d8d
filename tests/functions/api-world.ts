/** Staff's API over the whole system in memory: one home with a gas check due in February, and three people. */
import type { Context } from 'aws-lambda'
import { createHandler } from '../../functions/api/handler.ts'
import { createHandler as createImports } from '../../functions/imports/handler.ts'
import { addMinutes } from '../../shared/core/time.ts'
import type { AnyWorkflow } from '../../shared/core/workflow.ts'
import type { Evidence, EvidenceFile } from '../../shared/effects/evidence.ts'
import type { Originals } from '../../shared/effects/originals.ts'
import { officeHours } from '../../shared/mail/window.ts'
import { person } from '../../shared/people/person.ts'
import { makeReport } from '../../shared/report/make.ts'
import { ask } from '../http/ask.ts'
import { nights } from './reports/nights.ts'
import { world } from './world.ts'

const people = [
  { email: 'asha@x.org', name: 'Asha Patel', roles: ['complianceManager'] },
  { email: 'cora@x.org', name: 'Cora Reid', roles: ['complianceOfficer'] },
  { email: 'hal@x.org', name: 'Hal Orme', roles: ['complaintHandler'] },
].map(one => person.parse(one))

export const directory = { people, fallback: { email: 'duty@x.org', name: 'Duty desk' } }

export const home = {
  dutyBeganOn: '2020-01-01',
  contractorId: 'sureheat',
  deadline: '2027-02-10',
  checks: [{ on: '2026-02-10', knownOn: '2026-02-10', nextDue: '2027-02-10', result: 'SATISFACTORY' }],
}

export type Sent = {
  method?: string
  query?: string
  as?: string
  body?: unknown
  headers?: Record<string, string>
  type?: string
}

export const memoryEvidence = () => {
  const kept = new Map<string, Uint8Array>()
  const port = (now: () => ReturnType<typeof addMinutes>): Evidence => ({
    upload: async file => ({
      method: 'PUT',
      url: `https://evidence.test/${file.caseId}/${file.sha256}`,
      headers: { 'content-type': file.type },
      expiresAt: addMinutes(now(), 15),
    }),
    download: async (file, name) =>
      `https://evidence.test/${file.caseId}/${file.sha256}?name=${encodeURIComponent(name)}`,
    has: async ({ caseId, sha256 }) => kept.has(`${caseId}/${sha256}`),
    put: async (file: EvidenceFile, bytes) => void kept.set(`${file.caseId}/${file.sha256}`, bytes),
  })
  return { kept, port }
}

export const memoryOriginals = () => {
  const kept = new Map<string, Buffer>()
  const port: Originals = {
    get: async key => kept.get(key),
    under: async prefix => [...kept.keys()].filter(key => key.startsWith(prefix)).sort(),
    put: async (key, bytes) => void kept.set(key, Buffer.from(bytes)),
    link: async key => `https://inbound.test/${key}`,
  }
  return { kept, port }
}

export const apiWorld = async (workflows?: Readonly<Record<string, AnyWorkflow>>) => {
  const w = world(workflows)
  const faults: unknown[] = []
  const originals = memoryOriginals()
  const { kept: lying, port } = memoryEvidence()
  const evidence = port(w.now)
  let runs = 0
  const imports = createImports({
    ...w.deps,
    apply: w.apply,
    mappings: { obligations: { 'Property ref': 'assetId', 'Last LGSR': 'lastDoneOn', Notes: null } },
    layouts: {
      lgsr: {
        kind: 'obligations',
        columns: { Property: 'assetId', 'LGSR date': 'lastDoneOn', Outcome: 'result', Engineer: null },
        words: { result: { Pass: 'SATISFACTORY', 'no access': null } },
        fixed: { workflow: 'gas' },
      },
      guessed: { kind: 'obligations', columns: { Date: 'doneOn' }, words: {}, fixed: { result: 'SATISFACTORY' } },
    },
    directory: async () => directory,
    forgetPeople: () => {},
    personas: { local: true },
    fresh: () => `run${++runs}`,
    report: error => void faults.push(error),
  })
  const nightly = nights(w)
  const landlord = { name: 'Testham Homes', roles: {}, contractors: [{ id: 'sureheat', name: 'SureHeat Ltd' }] }
  const api = createHandler({
    ...w.deps,
    apply: w.apply,
    policy: {},
    landlord,
    window: officeHours,
    contractors: [{ id: 'sureheat', streams: ['gas'] }],
    sources: [],
    directory: async () => directory,
    forgetPeople: () => {},
    personas: { local: true },
    evidence,
    originals: originals.port,
    reports: {
      kept: nightly.kept,
      bytes: nightly.bytes,
      make: (name, span) => makeReport({ ...w.deps, landlord }, name, span),
    },
    report: error => void faults.push(error),
  })
  await w.store.putAsset({ id: 'H00017', type: 'dwelling', uprn: '100012345', area: 'north', postcode: 'CT1 2AB' })
  const send = async (path: string, { method, query, as, body, headers = {}, type }: Sent = {}) => {
    const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body)
    const handler = path.startsWith('/imports') ? imports : api
    const answer = await handler(
      ask({
        path,
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        ...(query === undefined ? {} : { query }),
        ...(text === undefined ? {} : { body: text }),
        headers: {
          ...(text === undefined ? {} : { 'content-type': type ?? 'application/json' }),
          ...(as ? { 'x-persona': as } : {}),
          ...headers,
        },
      }),
      { getRemainingTimeInMillis: () => 29_000 } as Context,
    )
    const json =
      String(answer.headers['content-type']).includes('json') &&
      !String(answer.headers['content-type']).includes('ndjson')
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text: answer.body ?? '',
      body: json ? JSON.parse(answer.body ?? 'null') : undefined,
    }
  }
  return { ...w, send, faults, evidence, lying, originals: originals.kept, ...nightly }
}

/** The same, with the gas check of H00017 open. */
export const withHome = async () => {
  const w = await apiWorld()
  const opened = await w.send('/workflows/gas/cases', { body: { id: 'open-1', assetId: 'H00017', facts: home } })
  if (opened.status !== 201) throw new Error(opened.text)
  return w
}
