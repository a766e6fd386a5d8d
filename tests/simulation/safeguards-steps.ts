/** Safeguards of the single steps of a mail and of a work order, each taken away: conditions, memories, next contacts. */
import type { Condition, Put, Update } from '../../shared/store/table.ts'
import type { Without } from './house.ts'

type Write = Put | Update
const isUpdate = (write: Write): write is Update => 'change' in write

/** Updates, alone or in a transaction, as `mend` would have them. */
const updating = (mend: (update: Update) => Update): Without => ({
  table: table => ({
    ...table,
    update: (key, change, when) => {
      const { change: mended, when: under } = mend({ key, change, when })
      return table.update(key, mended, under)
    },
    transact: writes => table.transact(writes.map(write => (isUpdate(write) ? mend(write) : write))),
  }),
})

const present: Condition = { item: 'present' }
const claimsMail = ({ key, change }: Update): boolean =>
  change.set?.status === 'claimed' && !key.sk.startsWith('ORDER#')

/** A notice counts as in its digests before it is put into them. */
const joinedAfter = (): Without => ({
  outbox: outbox => {
    const waiting: (() => Promise<unknown>)[] = []
    return {
      ...outbox,
      append: async (...given) => {
        waiting.push(() => outbox.append(...given))
        return 'in'
      },
      mark: async (...given) => {
        await outbox.mark(...given)
        for (const append of waiting.splice(0)) await append()
      },
    }
  },
})

export const stepSafeguards: Record<string, () => Without> = {
  'the doubt that outlasts an attempt which has not left': () =>
    updating(one =>
      claimsMail(one) && one.change.set?.doubt === undefined
        ? { ...one, change: { ...one.change, remove: ['doubt'] } }
        : one,
    ),
  'the condition that a mark or a proof is of the attempt under way': () =>
    updating(one => (one.change.set?.outcome === undefined ? one : { ...one, when: present })),
  'the condition that one failure is passed on once': () =>
    updating(one => (one.change.add?.causes ? { ...one, when: present } : one)),
  'the memory that a digest’s list is of an attempt that may not have left': () => ({
    desk: desk => ({
      ...desk,
      settings: {
        ...desk.settings,
        getSetting: async name => {
          const held = await desk.settings.getSetting(name)
          if (!held || !name.startsWith('digest-list:')) return held
          return { ...held, value: { ...(held.value as object), on: '2020-01-01' } }
        },
      },
    }),
  }),
  'the joining of a digest before a notice counts as in it': joinedAfter,
  'the sweep of errands, which runs what no stream brought': () => ({
    store: store => ({ ...store, pendingErrands: async () => ({ items: [] }) }),
  }),
  'the next contact for a mail that came back': () => ({
    outbox: outbox => ({ ...outbox, reopen: async () => {} }),
  }),
  'the next contact for an emergency that nobody confirmed': () => ({
    store: store => ({ ...store, mailBetween: async () => ({ items: [] }) }),
  }),
}

/** Of histories with contractors. */
export const orderSafeguards: Record<string, () => Without> = {
  'the end of a work order’s claim, after which a dead sender’s is sent': () => ({
    store: store => ({
      ...store,
      ordersIn: async (...asked) => {
        const page = await store.ordersIn(...asked)
        return { ...page, items: page.items.filter(one => one.status !== 'claimed') }
      },
    }),
  }),
  'the word that a work order’s mail came back': () => ({
    store: store => ({ ...store, orderCameBack: async () => false }),
  }),
}
