/** The table in memory is worth what it agrees with: random histories end alike on it and in DynamoDB. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addMinutes } from '../../shared/core/time.ts'
import { dynamoStore } from '../../shared/store/dynamo/dynamo.ts'
import { everyShard } from '../../shared/store/keys.ts'
import { memoryStore } from '../../shared/store/memory.ts'
import type { Store } from '../../shared/store/store.ts'
import { type Dynamo, startDynamo } from '../support/dynoxide.ts'
import { runs } from '../support/random.ts'
import { freshTable } from '../support/table.ts'
import { aCommit, aNotice, anErrand, aRecord, t0, whole } from './sample.ts'

let dynamo: Dynamo
beforeAll(async () => {
  dynamo = await startDynamo()
})
afterAll(() => dynamo.stop())

const cases = ['gas:H1', 'gas:H#1', 'Ö🔥']
const small = fc.integer({ min: 0, max: 4 })
const notices = ['n0', 'n1', 'n2', 'n3', 'n4']

/** A step is a function of the store alone, so that both take the very same. */
type Step = (store: Store) => Promise<unknown>

const commit = fc
  .record({
    id: fc.constantFrom(...cases),
    behind: fc.constantFrom(0, 0, 0, 0, 1, -1),
    message: fc.option(fc.record({ id: fc.constantFrom('m1', 'm2', 'm#1'), bodyHash: fc.constantFrom('x', 'y') })),
    owed: fc.subarray(notices),
    errand: fc.option(small),
    state: fc.constantFrom('due_issued', 'no_access'),
    wake: fc.option(small),
    due: fc.option(small),
    closed: fc.boolean(),
    text: fc.string({ unit: 'binary' }),
  })
  .map(
    ({ id, behind, message, owed, errand, state, wake, due, closed, text }): Step =>
      async store => {
        const version = (await store.load(id))?.case.version ?? 0
        const expected = Math.max(0, version - behind)
        return store.commit(
          aCommit(id, expected, {
            case: {
              state,
              assetId: 'H1',
              facts: { text },
              wake: wake === null || closed ? undefined : addMinutes(t0, wake * 40),
              closedAt: closed ? t0 : undefined,
            },
            due: due === null ? undefined : addMinutes(t0, due),
            seen: message === null ? undefined : { source: 's', ...message },
            notices: owed.map((name, at) => aNotice(name, id, { urgency: at % 2 ? 'urgent' : 'digest' })),
            errands: errand === null ? [] : [anErrand(`e${errand}`, id)],
          }),
        )
      },
  )

const work = fc.oneof(
  fc.record({ id: fc.constantFrom(...notices), minute: small, attempt: small }).map(
    ({ id, minute, attempt }): Step =>
      store =>
        store.outbox.claim({ kind: 'notice', id }, attempt, addMinutes(t0, minute), addMinutes(t0, minute + 2)),
  ),
  fc
    .record({
      id: fc.constantFrom(...notices),
      kind: fc.constantFrom('sent', 'unknown', 'dropped', 'waiting', 'held', 'proven', 'again'),
      at: small,
      attempt: fc.integer({ min: 1, max: 3 }),
    })
    .map(
      ({ id, kind, at, attempt }): Step =>
        store => {
          const later = addMinutes(t0, at)
          const parcel = { kind: 'notice' as const, id }
          const sent = { messageId: `m${at}`, at: later }
          if (kind === 'held') return store.outbox.hold(parcel, later)
          if (kind === 'proven') return store.outbox.prove(parcel, attempt, sent)
          if (kind === 'again')
            return store.outbox.reopen(parcel, { causes: [`m${at}`], avoid: [`a${at}`], reached: [], at: later })
          if (kind === 'sent') return store.outbox.mark(parcel, attempt, { kind, ...sent }, aRecord(parcel, attempt))
          if (kind === 'unknown')
            return store.outbox.mark(parcel, attempt, { kind, why: 'lost', at: t0 }, aRecord(parcel, attempt))
          if (kind === 'dropped') return store.outbox.mark(parcel, attempt, { kind, why: 'closed', at: t0 })
          return store.outbox.mark(parcel, attempt, { kind, why: 'busy', until: later, at: t0 })
        },
    ),
  small.map(
    (errand): Step =>
      store =>
        store.settleErrand(`e${errand}`),
  ),
  small.map(
    (minute): Step =>
      store =>
        store.moveLowWater(addMinutes(t0, minute)),
  ),
)

/** Everything that can be asked, in one value. */
const picture = async (store: Store) => {
  const later = addMinutes(t0, 10_000)
  return {
    cases: await Promise.all(cases.map(id => store.load(id))),
    histories: await Promise.all(cases.map(id => whole(asked => store.history(id, asked), 3))),
    open: await whole(asked => store.list({ workflows: ['gas'] }, asked)),
    closed: await whole(asked => store.list({ workflows: ['gas'], closed: true }, asked)),
    stuck: await whole(
      asked => store.list({ workflows: ['gas'], state: 'no_access', overdueAt: addMinutes(t0, 2) }, asked),
      1,
    ),
    asset: await whole(asked => store.byAsset('H1', asked)),
    due: await Promise.all(everyShard.map(shard => store.dueBetween(t0, addMinutes(t0, 100), shard))),
    notices: await store.outbox.pending(later, 100),
    ready: await store.outbox.pending(addMinutes(t0, 2), 2),
    standing: await Promise.all(notices.map(id => store.standing({ kind: 'notice', id }))),
    mails: await whole(asked => store.mailBetween(t0, later, asked)),
    told: await whole(asked => store.told('gas:H1', asked), 3),
    mailTo: await whole(asked => store.mailTo('ann@landlord.example', asked), 3),
    errands: await whole(asked => store.pendingErrands(later, asked)),
    next: await store.nextDue(),
    lowWater: await store.lowWater(),
    seen: await Promise.all(['m1', 'm2', 'm#1'].map(id => store.seen('s', id))),
  }
}

it('answers every step alike and ends alike', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof({ weight: 3, arbitrary: commit }, work), { maxLength: 25 }), async steps => {
      const stores: [Store, Store] = [memoryStore(), dynamoStore(await freshTable(dynamo.endpoint))]
      for (const step of steps) {
        const [fake, real] = await Promise.all(stores.map(store => step(store)))
        expect(fake).toEqual(real)
      }
      const [fake, real] = await Promise.all(stores.map(picture))
      expect(fake).toEqual(real)
    }),
    { numRuns: runs(30) },
  )
})
