/** The pages over the whole system in memory: the sample landlord, some weeks on, with what happened to their cases. */

import type { Context } from 'aws-lambda'
import { createHandler as createImports } from '../../../functions/imports/handler.ts'
import { createHandler } from '../../../functions/pages/handler.ts'
import type { Oidc } from '../../../functions/pages/sign-in/oidc.ts'
import type { Deps } from '../../../functions/pages/visit.ts'
import { assets, obligations, people, type SampleSize } from '../../../infra/local/sample/sample.ts'
import { dayOf, type Instant, instant } from '../../../shared/core/time.ts'
import { officeHours } from '../../../shared/mail/window.ts'
import { directoryFrom } from '../../../shared/people/directory.ts'
import { makeReport } from '../../../shared/report/make.ts'
import { everyShard } from '../../../shared/store/keys.ts'
import { type Ask, ask } from '../../http/ask.ts'
import { admin, staff } from '../../support/history.ts'
import { memoryEvidence, memoryOriginals } from '../api-world.ts'
import { nights } from '../reports/nights.ts'
import { world } from '../world.ts'

type World = ReturnType<typeof world>
const context = { getRemainingTimeInMillis: () => 29_000 } as Context

const noIssuer: Oidc = {
  start: async () => 'https://issuer.example/authorize',
  finish: async () => {
    throw new Error('nobody signs in here')
  },
}

/** Fires and runs errands until nothing more is due by now. */
export const settle = async ({ store, apply, clock }: World): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) {
    const shares = await Promise.all(
      everyShard.map(shard =>
        store.dueBetween('2000-01-01T00:00:00.000Z' as Instant, clock.now, shard, { limit: 1000 }),
      ),
    )
    const due = shares.flatMap(share => share.items)
    for (const entry of due) await apply.fire(entry.caseId)
    const errands = (await store.pendingErrands(clock.now, { limit: 500 })).items
    for (const { body } of errands) {
      await apply.errand(body)
      await store.settleErrand(body.id)
    }
    if (due.length + errands.length === 0) return
  }
}

/** What the door for spreadsheets is wired from. */
const importing = (w: World): Deps['imports'] => {
  let runs = 0
  return {
    ...w.deps,
    apply: w.apply,
    mappings: {},
    layouts: {
      ours: { kind: 'assets', columns: { Ref: 'assetId', Sort: 'type' }, words: {}, fixed: {} },
      wrong: { kind: 'assets', columns: { Ref: 'assetRef' }, words: {}, fixed: { address: 'Here' } },
    },
    directory: async () => ({
      people: (await w.store.people({ limit: 500 })).items,
      fallback: { email: 'duty@northmere.example', name: 'Duty desk' },
    }),
    forgetPeople: () => {},
    personas: { local: true },
    fresh: () => `run${++runs}`,
    report: error => {
      throw error
    },
  }
}

const load = async (w: World, size: SampleSize): Promise<void> => {
  const handler = createImports(importing(w))
  const files = [
    ['people', people()],
    ['assets', assets(size)],
    ['obligations', obligations(size, dayOf(w.clock.now), new Set(Object.keys(w.workflows)))],
  ] as const
  for (const [kind, body] of files) {
    const sent = ask({ method: 'POST', path: `/imports/${kind}`, body, headers: { 'content-type': 'text/csv' } })
    const answer = await handler(sent, context)
    if (answer.statusCode !== 200) throw new Error(`${kind}: ${answer.body}`)
  }
}

const noted = async (w: World, caseId: string, type: string, data: object, by = admin): Promise<void> => {
  const done = await w.apply.event(caseId, { type, at: w.clock.now, by, data })
  if (done.kind !== 'done') throw new Error(`${type} on ${caseId}: ${JSON.stringify(done)}`)
}

export const HOME = 'gas:H00004'
export const UNSAFE = '<script>alert("tenant")</script> & damp'

export const createPages = (w: World, more: Partial<Deps> = {}) => {
  const faults: unknown[] = []
  const nightly = nights(w)
  const named = { name: 'Northmere District Council', roles: {}, contractors: [] }
  const evidence = memoryEvidence()
  const originals = memoryOriginals()
  let drawn = 0
  const deps: Deps = {
    ...w.deps,
    apply: w.apply,
    policy: {},
    window: officeHours,
    sources: [{ source: 'complaints-form' }],
    contractors: [{ id: 'sureheat', name: 'SureHeat Gas Services Ltd', streams: ['gas', 'smoke-co'] }],
    directory: directoryFrom(w.store, {
      fallback: { email: 'duty@northmere.example', name: 'Duty desk' },
      now: w.now,
      minutes: 1,
    }),
    landlord: { name: 'Northmere District Council', baseUrl: 'http://127.0.0.1:3000', roles: {} },
    fault: (_, error) => void faults.push(error),
    local: true,
    secrets: { of: async owner => (owner === 'session' ? ['whsec_a-key-for-sessions-of-this-test'] : []) },
    evidence: evidence.port(w.now),
    originals: originals.port,
    reports: {
      kept: nightly.kept,
      bytes: nightly.bytes,
      make: (name, span) => makeReport({ ...w.deps, landlord: named }, name, span),
    },
    oidc: noIssuer,
    imports: importing(w),
    random: () => `drawn-${String(drawn++).padStart(20, '0')}`,
    ...more,
  }
  const handler = createHandler(deps)
  const send = async (asked: Ask & { as?: string }) => {
    const { as, ...rest } = asked
    const form = asked.body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }
    const headers = { ...form, ...(as ? { 'x-persona': as } : {}), ...asked.headers }
    const answer = await handler(ask({ method: asked.body === undefined ? 'GET' : 'POST', ...rest, headers }), context)
    const text = answer.body ?? ''
    return { status: answer.statusCode, headers: answer.headers, cookies: answer.cookies ?? [], text }
  }
  return { handler, send, faults, evidence: evidence.kept, originals: originals.kept, deps, night: nightly.night }
}

/** `pages` with the sample; one case has an appointment, a failed visit and a tenant's words, one is claimed done. */
export const landlord = async (more: Partial<Deps> = {}, w = world(), size: SampleSize = 'small') => {
  await load(w, size)
  await settle(w)
  w.clock.now = instant.parse('2026-11-23T08:40:00Z')
  const officer = staff('complianceOfficer', 'nia.morgan@northmere.example')
  await noted(
    w,
    HOME,
    'appointment.made',
    { slotStart: '2026-11-22T09:00:00Z', slotEnd: '2026-11-22T12:00:00Z' },
    officer,
  )
  await noted(w, HOME, 'visit.noAccess', { outcome: 'no_answer', photo: 'card.jpg', cardLeft: true }, officer)
  await noted(w, HOME, 'note.added', { text: UNSAFE }, officer)
  await noted(
    w,
    'gas:H00006',
    'inspection.completed',
    { result: 'AR', operative: { name: 'D. Lowe', regNo: '512345' } },
    officer,
  )
  await settle(w)
  return { ...w, ...createPages(w, more), engine: w.deps }
}

/** Fields of the form on a page as a browser would send them. */
export const formOf = (page: string, fill: Record<string, string> = {}): string => {
  const form = new URLSearchParams()
  const main = page.slice(page.indexOf('<main'))
  for (const [, tag] of main.matchAll(/<input([^>]*)>/g)) {
    const of = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag!)?.[1]
    const type = of('type')
    if (type === 'radio' || type === 'checkbox' || type === 'file') continue
    form.set(of('name') ?? '', of('value') ?? '')
  }
  for (const [, name, options] of main.matchAll(/<select[^>]* name="([^"]*)"[^>]*>(.*?)<\/select>/gs))
    form.set(name!, /value="([^"]*)" selected/.exec(options!)?.[1] ?? /value="([^"]*)"/.exec(options!)?.[1] ?? '')
  for (const [name, value] of Object.entries(fill)) form.set(name, value)
  return form.toString()
}
