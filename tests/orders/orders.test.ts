/** Work orders: who is owed one, how it is delivered, and what becomes of those that do not arrive. */
import { describe, expect, test } from 'vitest'
import { createHandler as mailEvents } from '../../functions/mail-events/handler.ts'
import { createHandler } from '../../functions/orders/handler.ts'
import { apply } from '../../shared/apply.ts'
import { addMinutes, day, instant } from '../../shared/core/time.ts'
import type { Mail } from '../../shared/effects/mail-out.ts'
import type { Hook, Hooked } from '../../shared/effects/webhook-out.ts'
import { newSecret, verify } from '../../shared/intake/signature.ts'
import { markOf, readLink } from '../../shared/links/link.ts'
import { ordersOwed } from '../../shared/orders/owed.ts'
import { world } from '../functions/world.ts'
import { mortal } from '../support/faults/mortal.ts'
import { admin } from '../support/history.ts'

const contractors = [
  {
    id: 'sureheat',
    name: 'SureHeat',
    streams: ['gas'],
    email: 'jobs@sureheat.example',
    webhook: 'https://s.example/h',
  },
  { id: 'marlow', name: 'Marlow', streams: ['eicr'], email: 'jobs@marlow.example' },
  { id: 'mute', name: 'Mute', streams: ['fra'] },
]

const FIND = { job: 'find' }

const ordersWorld = async () => {
  const w = world(undefined, '2026-12-01T09:00:00Z')
  const deciding = apply({ ...w.deps, orders: ordersOwed(contractors) })
  const secrets: Record<string, string[]> = { 'webhooks/sureheat': [newSecret(), newSecret()], link: [newSecret()] }
  const hooks: Hook[] = []
  const mails: Mail[] = []
  const faults: unknown[] = []
  const moved: { email?: string } = {}
  const answers: { hook: Hooked } = { hook: { kind: 'sent', why: 'they answered 204' } }
  const deps = {
    ...w.deps,
    apply: deciding,
    get contractors() {
      return contractors.map(one => (one.id === 'marlow' ? { ...one, ...moved } : one))
    },
    landlord: 'Testham Homes',
    baseUrl: 'https://d.example',
    mailFrom: 'us@d.example',
    hooks: {
      send: async (hook: Hook) => {
        hooks.push(hook)
        return answers.hook
      },
    },
    mail: {
      send: async (mail: Mail) => {
        mails.push(mail)
        return { kind: 'sent' as const, messageId: 'm1' }
      },
    },
    secrets: { of: async (owner: string) => secrets[owner] ?? [] },
    random: () => 0.5,
    left: () => 50_000,
    fault: (_: string, error: unknown) => void faults.push(error),
  }
  await w.store.putAsset({ id: 'H1', type: 'dwelling', address: '1 Mill Lane', postcode: 'NM1 1AA' })
  let number = 0
  const open = async (facts: object, message = true) => {
    const id = `ACT-${number++}`
    const all = { description: 'Refit the flue', priority: 'P1', raisedOn: '2026-12-01', ...facts }
    const seen = message ? { source: 'test', id, bodyHash: id } : undefined
    const done = await deciding.open('action', { id, assetId: 'H1', facts: all, by: admin }, seen)
    if (done.kind !== 'done') throw new Error(JSON.stringify(done))
    return id
  }
  const later = (minutes: number) => {
    w.clock.now = addMinutes(w.clock.now, minutes)
  }
  const of = async (caseId: string) => (await w.store.ordersOf(caseId)).items
  const run = createHandler(deps)
  return {
    ...w,
    deps,
    deciding,
    secrets,
    hooks,
    mails,
    faults,
    moved,
    answers,
    open,
    later,
    of,
    run,
    find: () => run(FIND),
  }
}

test('a job goes out once, signed with both keys, and says where, by when and what', async () => {
  const w = await ordersWorld()
  const caseId = await w.open({ stream: 'gas' })
  expect(await w.run()).toEqual({ tried: 1, failed: 0 })
  expect(await w.run()).toEqual({ tried: 0, failed: 0 })
  const [{ url, headers, body }] = w.hooks as [Hook]
  expect(url).toBe('https://s.example/h')
  for (const secret of w.secrets['webhooks/sureheat']!)
    expect(verify({ headers, body, secrets: [secret], now: w.now() }).ok).toBe(true)
  const { type, data } = JSON.parse(body)
  expect(type).toBe('job.issued')
  expect(data).toMatchObject({ caseId, assetRef: 'H1', address: '1 Mill Lane', dueOn: '2026-12-31', stream: 'gas' })
  const link = readLink(w.secrets.link!, data.link.split('/link/')[1], w.now())
  expect(link).toMatchObject({ ok: true, link: { purpose: 'job', caseId, people: [markOf('sureheat')] } })
  expect(await w.of(caseId)).toMatchObject([{ status: 'sent', attempts: 1 }])
})

test('an import sends nobody out, nor a stream that two contractors or none have', async () => {
  const w = await ordersWorld()
  await w.open({ stream: 'gas' }, false)
  await w.open({ stream: 'lifts' })
  await w.open({ stream: 'gas', contractorId: 'nobody-we-know' })
  expect(await w.run()).toEqual({ tried: 0, failed: 0 })
})

test('who has no web hook gets a mail with the link', async () => {
  const w = await ordersWorld()
  await w.open({ stream: 'eicr' })
  await w.run()
  expect(w.mails).toMatchObject([{ to: ['jobs@marlow.example'] }])
  expect(w.mails[0]!.text).toMatch(/Refit the flue[\s\S]*https:\/\/d\.example\/link\//)
})

test('what fails is tried for days with the same number, then is dead, mailed instead, and given to a person', async () => {
  const w = await ordersWorld()
  w.answers.hook = { kind: 'later', why: 'they answered 503' }
  const caseId = await w.open({ stream: 'gas' })
  for (let minutes = 0; minutes < 5 * 24 * 60; minutes += 60) {
    await w.run()
    w.later(60)
  }
  expect(new Set(w.hooks.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  expect(w.hooks).toHaveLength(10)
  expect(w.mails).toHaveLength(1)
  const [standing] = await w.of(caseId)
  expect(standing!.log.slice(-2)).toMatchObject([
    { by: 'webhook', outcome: 'dead', why: 'they answered 503' },
    { by: 'email', outcome: 'sent' },
  ])
  const { items } = await w.store.list({ workflows: ['triage'] })
  expect((await w.store.load(items[0]!.id))!.case.facts).toMatchObject({ reason: 'undelivered', caseId })
  expect(w.faults).toEqual([])
})

test('a dead one is listed, and sent again when staff ask', async () => {
  const w = await ordersWorld()
  const caseId = await w.open({ stream: 'fra' })
  await w.run()
  const dead = await w.store.ordersIn('DEADORDER', w.now())
  expect(dead.items).toMatchObject([{ status: 'dead', order: { caseId, contractorId: 'mute' } }])
  const entry = { at: w.now(), by: 'staff' as const, outcome: 'again' as const, why: 'asked by asha' }
  expect(await w.store.reopenOrder(dead.items[0]!, entry)).toBe(true)
  expect(await w.store.reopenOrder(dead.items[0]!, entry)).toBe(false)
  expect((await w.store.ordersIn('DEADORDER', w.now())).items).toEqual([])
  expect(await w.run()).toEqual({ tried: 1, failed: 0 })
})

test('a second sending says that it may be one: after a lost answer, and when staff ask for it', async () => {
  const w = await ordersWorld()
  w.answers.hook = { kind: 'unknown', why: 'TimeoutError' }
  const caseId = await w.open({ stream: 'gas' })
  await w.run()
  w.answers.hook = { kind: 'sent', why: 'they answered 204' }
  w.later(2)
  await w.run()
  const [sent] = await w.of(caseId)
  await w.store.reopenOrder(sent!, { at: w.now(), by: 'staff', outcome: 'again', why: 'asked' })
  await w.run()
  expect(w.hooks.map(({ body }) => JSON.parse(body).data.mayHaveComeBefore)).toEqual([undefined, true, true])
})

test('a job that was closed before it went out is not sent', async () => {
  const w = await ordersWorld()
  const caseId = await w.open({ stream: 'gas' })
  const survivor = await w.open({ stream: 'gas' })
  const data = { survivor }
  const closed = await w.deciding.event(caseId, { type: 'action.duplicate', at: w.now(), by: admin, data })
  expect(closed.kind).toBe('done')
  await w.run()
  expect(w.hooks).toHaveLength(1)
  expect(await w.of(caseId)).toMatchObject([{ status: 'dropped', log: [{ why: 'the case was closed meanwhile' }] }])
})

test('two at once send once; a claim that nobody finished runs out, and the next says that it may be a copy', async () => {
  const w = await ordersWorld()
  const caseId = await w.open({ stream: 'gas' })
  await Promise.all([w.run(), w.run()])
  expect(w.hooks).toHaveLength(1)
  const second = await w.open({ stream: 'gas' })
  const [standing] = await w.of(second)
  expect(await w.store.claimOrder(standing!, addMinutes(w.now(), 5))).toEqual({ ok: true, doubt: false })
  await w.run()
  expect(w.hooks).toHaveLength(1)
  w.later(6)
  await w.run()
  expect(JSON.parse(w.hooks[1]!.body).data).toMatchObject({ caseId: second, mayHaveComeBefore: true })
  expect(await w.of(caseId)).toHaveLength(1)
})

test('the doubt of a claim that fell silent outlasts an attempt that certainly did not arrive', async () => {
  const w = await ordersWorld()
  const caseId = await w.open({ stream: 'gas' })
  const [standing] = await w.of(caseId)
  await w.store.claimOrder(standing!, addMinutes(w.now(), 5))
  w.later(6)
  w.answers.hook = { kind: 'later', why: 'they answered 503' }
  await w.run()
  w.answers.hook = { kind: 'sent', why: '200' }
  w.later(60)
  await w.run()
  expect(w.hooks.map(({ body }) => JSON.parse(body).data.mayHaveComeBefore)).toEqual([true, true])
  expect(await w.of(caseId)).toMatchObject([{ status: 'sent', log: [{ outcome: 'later' }, { outcome: 'sent' }] }])
})

const returned = (mail: Mail, to: string, eventType: 'Bounce' | 'Complaint') => {
  const who = [{ emailAddress: to }]
  const timestamp = '2026-12-01T09:03:00.000Z'
  return {
    id: `back-${mail.tags.attempt}`,
    source: 'aws.ses',
    time: timestamp,
    detail: {
      eventType,
      mail: {
        timestamp,
        messageId: 'm1',
        destination: [to],
        tags: Object.fromEntries(Object.entries(mail.tags).map(([name, value]) => [name, [value]])),
      },
      ...(eventType === 'Bounce'
        ? { bounce: { timestamp, bounceType: 'Permanent', bounceSubType: 'General', bouncedRecipients: who } }
        : { complaint: { timestamp, complainedRecipients: who } }),
    },
  }
}
const listening = (w: Awaited<ReturnType<typeof ordersWorld>>) =>
  mailEvents({
    outbox: w.store.outbox,
    heard: async () => {},
    markBounced: async () => {},
    orderCameBack: w.store.orderCameBack,
  })

test.each(['Bounce', 'Complaint'] as const)(
  'an order whose mail came back by a %s is dead at that address and given to a person, once',
  async eventType => {
    const w = await ordersWorld()
    const hear = listening(w)
    const caseId = await w.open({ stream: 'eicr' })
    await w.run()
    const back = returned(w.mails[0]!, 'jobs@marlow.example', eventType)
    await hear(back)
    await hear(back)
    expect(await w.of(caseId)).toMatchObject([
      { status: 'pending', log: [{ outcome: 'sent' }, { outcome: 'refused' }] },
    ])
    w.later(5)
    await w.run()
    await hear(back)
    w.later(5)
    await w.run()
    expect(w.mails).toHaveLength(1)
    const dead = (await w.store.ordersIn('DEADORDER', w.now())).items
    expect(dead).toMatchObject([{ status: 'dead', order: { caseId } }])
    expect(dead[0]!.log.map(one => one.outcome)).toEqual(['sent', 'refused', 'dead'])
    const { items } = await w.store.list({ workflows: ['triage'] })
    expect(items.map(one => one.facts)).toMatchObject([{ reason: 'undelivered', caseId }])
    expect(String(items[0]!.facts.detail)).toContain('at jobs@marlow.example')
    expect(w.faults).toEqual([])
  },
)

test('where another way has been entered meanwhile, an order that came back goes that way', async () => {
  const w = await ordersWorld()
  const caseId = await w.open({ stream: 'eicr' })
  await w.run()
  await listening(w)(returned(w.mails[0]!, 'jobs@marlow.example', 'Bounce'))
  w.moved.email = 'office@marlow.example'
  w.later(5)
  await w.run()
  expect(w.mails.map(mail => mail.to)).toEqual([['jobs@marlow.example'], ['office@marlow.example']])
  expect(w.mails[1]!.subject).toContain('[may be a copy]')
  expect(await w.of(caseId)).toMatchObject([{ status: 'sent', attempts: 2 }])
  // A late word about the first mail says nothing of the second.
  await listening(w)(returned(w.mails[0]!, 'jobs@marlow.example', 'Bounce'))
  expect(await w.of(caseId)).toMatchObject([{ status: 'sent', attempts: 2 }])
})

test.each([
  { what: 'goes out at another try', closed: false, because: 'went out at another try: to office@marlow.example' },
  { what: 'is not owed any more', closed: true, because: 'the case was closed meanwhile' },
])('who was told that an order did not arrive has nothing to do when it $what', async ({ closed, because }) => {
  const w = await ordersWorld()
  const caseId = await w.open({ stream: 'eicr' })
  await w.run()
  await listening(w)(returned(w.mails[0]!, 'jobs@marlow.example', 'Bounce'))
  w.later(5)
  await w.run()
  const [told] = (await w.store.list({ workflows: ['triage'] })).items
  const story = async () => (await w.store.load(told!.id))!.case
  expect(await story()).toMatchObject({ state: 'to_sort' })

  if (closed) {
    const duplicate = {
      type: 'action.duplicate',
      at: w.now(),
      by: admin,
      data: { survivor: await w.open({ stream: 'lifts' }) },
    }
    expect(await w.deciding.event(caseId, duplicate)).toMatchObject({ kind: 'done' })
  } else w.moved.email = 'office@marlow.example'
  const entry = { at: w.now(), by: 'staff' as const, outcome: 'again' as const, why: 'asked by asha' }
  await w.store.reopenOrder((await w.of(caseId))[0]!, entry)
  expect(await story()).toMatchObject({ state: 'to_sort' })
  w.later(5)
  await w.run()
  expect(await story()).toMatchObject({ state: 'settled' })
  const said = (await w.store.history(told!.id)).items.at(-1)!.event
  expect(said).toMatchObject({ type: 'triage.settled', data: { because: expect.stringContaining(because) } })
  expect(w.faults).toEqual([])
})

test('the mail that went instead of a dead web hook comes back: no way is left, and a person is told', async () => {
  const w = await ordersWorld()
  w.answers.hook = { kind: 'gone', why: 'they answered 410' }
  const caseId = await w.open({ stream: 'gas' })
  await w.run()
  expect(await w.of(caseId)).toMatchObject([{ status: 'sent', log: [{ outcome: 'dead' }, { outcome: 'sent' }] }])
  await listening(w)(returned(w.mails[0]!, 'jobs@sureheat.example', 'Bounce'))
  w.later(5)
  await w.run()
  expect(w.hooks).toHaveLength(1)
  expect(w.mails).toHaveLength(1)
  expect(await w.of(caseId)).toMatchObject([{ status: 'dead' }])
  expect((await w.store.list({ workflows: ['triage'] })).items).toHaveLength(2)
})

describe('whatever call is the last of a process that gives an order up', () => {
  /** The order is given up by a process that dies once, at that call; the next one finds the way open again, or not. */
  const day = async (dieAt: number, opens: boolean) => {
    const w = await ordersWorld()
    w.answers.hook = { kind: 'gone', why: 'they answered 410' }
    const caseId = await w.open({ stream: 'gas' })
    let places = 0
    const dies = () => ++places === dieAt
    const [store, hooks, mail] = [mortal({ ...w.store }, dies), mortal(w.deps.hooks, dies), mortal(w.deps.mail, dies)]
    const dying = createHandler({ ...w.deps, apply: mortal({ ...w.deciding }, dies), store, hooks, mail })
    await dying().catch(() => undefined)
    if (opens) w.answers.hook = { kind: 'sent', why: 'they answered 204' }
    for (let turn = 0; turn < 3; turn++) {
      w.later(60)
      await w.run()
    }
    const cases = (await w.store.list({ workflows: ['triage'] })).items
    const told = await Promise.all(cases.map(async one => (await w.store.load(one.id))!.case))
    return { places, told, order: (await w.of(caseId))[0]!, caseId }
  }

  test.each([
    ['a person is told of it once', false],
    ['nobody is left with it when the next try gets through', true],
  ])('%s', async (_, opens) => {
    const { places } = await day(0, false)
    expect(places).toBeGreaterThan(10)
    for (let dieAt = 1; dieAt <= places; dieAt++) {
      const { told, order, caseId } = await day(dieAt, opens)
      const given = order.log.flatMap(one => one.triage ?? [])
      expect({ dieAt, told: told.length, status: order.status }).toEqual({
        dieAt,
        told: opens ? expect.toBeOneOf([0, 1]) : 1,
        status: 'sent',
      })
      // What is written of it by the order, and what a person has, is one.
      if (given.length > 0) expect(told.map(one => one.id)).toEqual(given)
      else expect(told.map(one => one.state)).toEqual(told.map(() => 'settled'))
      for (const one of told) expect(one.facts).toMatchObject({ reason: 'undelivered', caseId })
    }
  })
})

describe('a job that no commit owed an order for', () => {
  test('as imported ones, goes out once, however often and by however many it is looked for', async () => {
    const w = await ordersWorld()
    const ids = [await w.open({ stream: 'gas' }, false), await w.open({ stream: 'gas' }, false)]
    await w.open({ stream: 'lifts' }, false)
    expect((await Promise.all([w.find(), w.find(), w.find()])).reduce((sum, { found = 0 }) => sum + found, 0)).toBe(2)
    w.later(60)
    await w.run()
    await w.find()
    await w.run()
    expect(w.hooks.map(({ body }) => JSON.parse(body).data.caseId).sort()).toEqual(ids)
    const noted = { type: 'note.added', at: w.now(), by: admin, data: { text: 'asked' } }
    expect((await w.deciding.event(ids[0]!, noted)).kind).toBe('done')
    expect(await w.find()).toMatchObject({ found: 0 })
  })

  test('is found by the next where the first was killed at any write', async () => {
    const w = await ordersWorld()
    for (let n = 0; n < 25; n++) await w.open({ stream: 'gas' }, false)
    const store = { ...w.deps.store }
    let writes = 0
    store.oweOrder = async order => {
      if (++writes === 7) throw new Error('killed')
      return w.deps.store.oweOrder(order)
    }
    await expect(createHandler({ ...w.deps, store })(FIND)).rejects.toThrow('killed')
    expect(await w.find()).toMatchObject({ found: expect.any(Number) })
    expect(await w.find()).toMatchObject({ found: 0 })
    for (let n = 0; n < 5; n++) await w.run()
    expect(new Set(w.hooks.map(({ headers }) => headers['webhook-id'])).size).toBe(25)
    expect(w.hooks).toHaveLength(25)
  })

  test('goes out when the landlord lists a contractor for it, and again when one was taken off and came back', async () => {
    const w = await ordersWorld()
    await w.open({ stream: 'lifts' })
    expect(await w.find()).toMatchObject({ found: 0 })
    const lifter = { id: 'lifter', name: 'Lifter', streams: ['lifts'], email: 'jobs@lifter.example' }
    const listed = createHandler({ ...w.deps, contractors: [...contractors, lifter] })
    expect(await listed(FIND)).toMatchObject({ found: 1 })
    await w.run()
    expect(w.mails).toEqual([])
    expect(await listed(FIND)).toMatchObject({ found: 1 })
    await listed()
    expect(w.mails).toMatchObject([{ to: ['jobs@lifter.example'] }])
    expect(await listed(FIND)).toMatchObject({ found: 0 })
  })

  test('is not sought again when it went on from one state of the same job to the next', async () => {
    const w = await ordersWorld()
    const id = await w.open({ stream: 'gas' })
    await w.run()
    w.later(60)
    const data = { owner: 'officer@testham.example' }
    expect((await w.deciding.event(id, { type: 'action.assigned', at: w.now(), by: admin, data })).kind).toBe('done')
    expect((await w.store.load(id))!.case.state).toBe('assigned')
    expect(await w.find()).toMatchObject({ found: 0 })
  })

  test('waits for the day on which orders begin, as those that a commit owed do; then each goes out once', async () => {
    const w = await ordersWorld()
    const waiting = createHandler({ ...w.deps, from: day.parse('2026-12-03') })
    await w.open({ stream: 'gas' })
    await w.open({ stream: 'gas' }, false)
    expect([await waiting(FIND), await waiting()]).toEqual([
      { tried: 0, failed: 0 },
      { tried: 0, failed: 0 },
    ])
    w.later(2 * 24 * 60)
    await waiting(FIND)
    await waiting()
    await waiting(FIND)
    await waiting()
    expect(w.hooks.map(({ body }) => JSON.parse(body).data.caseId).sort()).toEqual(['ACT-0', 'ACT-1'])
  })
})

const at = instant.parse('2026-12-01T09:00:00Z')
const job = (state: string, contractorId: string | undefined, version = 2) => ({
  id: 'gas:H1',
  workflow: 'gas',
  version,
  state,
  facts: contractorId ? { contractorId } : {},
  children: {},
  lead: 'complianceManager' as const,
  openedAt: at,
  enteredAt: at,
  climbed: {},
  acknowledged: [],
})
test.each([
  ['compliant', 'sureheat', 'due_issued', 'sureheat', ['issued sureheat']],
  ['compliant', undefined, 'due_issued', undefined, ['issued sureheat']],
  ['due_issued', 'sureheat', 'appointed', 'sureheat', []],
  ['due_issued', 'sureheat', 'due_issued', 'sureheat', []],
  ['evidence_review', 'sureheat', 'due_issued', 'sureheat', ['issued sureheat']],
  ['appointed', 'sureheat', 'evidence_review', 'sureheat', []],
  ['appointed', 'sureheat', 'appointed', 'marlow', ['withdrawn sureheat', 'issued marlow']], // G40
  ['compliant', 'sureheat', 'compliant', 'marlow', []],
])('from %s with %s to %s with %s owes %j', (state, had, next, has, owed) => {
  const orders = ordersOwed(contractors)(job(state, had, 1), job(next, has))
  expect(orders.map(({ kind, contractorId }) => `${kind} ${contractorId}`)).toEqual(owed)
})
