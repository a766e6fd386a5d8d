/** Each safeguard of the system, taken away. What each is for stands beside it. */
import { addMinutes } from '../../shared/core/time.ts'
import type { CaseStory } from '../../shared/mail/story.ts'
import type { Condition, Put, Table, Update } from '../../shared/store/table.ts'
import type { Without } from './house.ts'

type Write = Put | Update
const kindOf = (write: Write): string => ('item' in write ? String(write.item.kind) : '')
const unconditional = (kinds: readonly string[], table: Table): Table => ({
  ...table,
  transact: writes =>
    table.transact(
      writes.map(write => (kinds.includes(kindOf(write)) && 'item' in write ? { item: write.item } : write)),
    ),
})

/** The outbox written after the commit instead of with it. */
const outboxApart = (table: Table): Table => ({
  ...table,
  transact: async writes => {
    const apart = writes.filter((write): write is Put => kindOf(write) === 'NOTICE')
    const done = await table.transact(writes.filter(write => !apart.includes(write as Put)))
    if (done.ok) for (const put of apart) await table.put(put)
    return done
  },
})

const never: Condition = { all: [{ item: 'absent' }, { item: 'present' }] }

/** A story that is read once and believed for ever. */
const remembered = (): Without => {
  const known = new Map<string, CaseStory>()
  return {
    desk: desk => ({
      ...desk,
      load: async id => {
        const story = known.get(id) ?? (await desk.load(id))
        known.set(id, story)
        return story
      },
      loadMany: async ids => {
        const fresh = await desk.loadMany(ids.filter(id => !known.has(id)))
        for (const [id, story] of fresh) known.set(id, story)
        return known
      },
    }),
  }
}

export const safeguards: Record<string, () => Without> = {
  'the tick, which fires what no schedule fired': () => ({ tick: true }),
  'the sweep of mail, which sends what no stream brought': () => ({
    outbox: outbox => ({ ...outbox, pending: async () => [], digestsDue: async () => [] }),
  }),
  'the claim, which lets one sender at a time': () => ({
    outbox: outbox => ({
      ...outbox,
      claim: async (parcel, attempt, now, until) => {
        const claim = await outbox.claim(parcel, attempt, now, until)
        return claim.kind === 'taken' ? { kind: 'claimed', attempt: attempt + 1, perhapsSent: true } : claim
      },
    }),
  }),
  'the end of the lease, after which a dead sender’s mail is sent': () => ({
    outbox: outbox => ({
      ...outbox,
      pending: async (now, limit) => (await outbox.pending(now, limit)).filter(one => one.attempt === 0),
    }),
  }),
  'the proof by SES’s event, which spares the copy': () => ({
    outbox: outbox => ({ ...outbox, prove: async () => {} }),
  }),
  'the word “Copy”': () => ({
    outbox: outbox => ({
      ...outbox,
      claim: async (...given) => {
        const claim = await outbox.claim(...given)
        return claim.kind === 'claimed' ? { ...claim, perhapsSent: false } : claim
      },
    }),
  }),
  'the look at the case before sending': remembered,
  'the sending window': () => ({
    desk: desk => ({ ...desk, window: { from: '00:00', to: '23:59', weekdays: [1, 2, 3, 4, 5] } }),
  }),
  'the condition that nobody wrote the case meanwhile': () => ({
    table: table => unconditional(['CASE', 'EVENT'], table),
  }),
  'the condition that a message comes once': () => ({
    table: table => ({
      ...unconditional(['SEEN'], table),
      get: async key => (key.sk === 'SEEN' ? undefined : table.get(key)),
    }),
  }),
  'the condition of a claim': () => ({
    table: table => ({
      ...table,
      update: (key, change, when) =>
        table.update(key, change, change.set?.status === 'claimed' ? { item: 'present' } : when),
    }),
  }),
  'one transaction for the decision and what is owed': () => ({ table: outboxApart }),
  'the ten minutes that the low-water mark stays behind': () => ({
    store: store => ({ ...store, moveLowWater: to => store.moveLowWater(addMinutes(to, 30)) }),
  }),
  'the next attempt at an order that has not arrived': () => ({
    store: store => ({
      ...store,
      ordersIn: async (...asked) => {
        const page = await store.ordersIn(...asked)
        return { ...page, items: page.items.filter(one => one.attempts === 0) }
      },
    }),
  }),
  'the word that an order may have come before': () => ({
    store: store => ({
      ...store,
      claimOrder: async (...given) => ({ ...(await store.claimOrder(...given)), doubt: false }),
    }),
  }),
  'the correction of open cases when the rules change': () => ({ correction: true }),
  'the mark of what was sent': () => ({
    table: table => ({
      ...table,
      transact: writes =>
        writes.some(write => kindOf(write) === 'MAIL')
          ? table.transact(writes.map(write => ('item' in write ? write : { ...write, when: never })))
          : table.transact(writes),
    }),
  }),
}
