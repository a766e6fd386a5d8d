/** Notices and errands as items, one by one or packed. */
import type { Errand, Notice, Recorded } from '../../core/case.ts'
import { outcome as outcomeCodec, type Pending } from '../../mail/outbox.ts'
import { encode, type Stored } from '../items.ts'
import * as keys from '../keys.ts'
import type { Item } from '../table.ts'

export const noticeItem = (owed: Notice): Item =>
  encode('NOTICE', keys.noticeKey(owed.id), owed, {
    id: owed.id,
    status: 'pending',
    attempts: 0,
    ...keys.pendingKeys(`NOTICE#${owed.urgency}`, owed.id, owed.at),
  })

/** A notice as the sender wants it. */
export const pendingOf = ({ body, attempts, avoid, reached, outcome }: Stored<'NOTICE'>): Pending => {
  const last = outcome === undefined ? undefined : outcomeCodec.parse(JSON.parse(outcome))
  return {
    notice: body,
    attempt: attempts,
    avoid: [...(avoid ?? [])],
    reached: [...(reached ?? [])],
    waited: (last?.kind === 'waiting' && last.waited) || 0,
  }
}

export const errandItem = (owed: Errand): Item =>
  encode('ERRAND', keys.errandKey(owed.id), owed, {
    id: owed.id,
    status: 'pending',
    ...keys.pendingKeys('ERRAND', owed.id, owed.at),
  })

/** Well below the 400 KB of an item, whatever JSON and key add. */
const bundleBytes = 300 * 1024

type Packed = { notices: Notice[]; errands: Errand[] }

const pack = (notices: Notice[], errands: Errand[]): Packed[] => {
  const bundles: Packed[] = []
  let room = 0
  const bundleFor = (owed: Notice | Errand): Packed => {
    const size = Buffer.byteLength(JSON.stringify(owed))
    if (size > room) {
      bundles.push({ notices: [], errands: [] })
      room = bundleBytes
    }
    room -= size
    return bundles.at(-1)!
  }
  for (const owed of notices) bundleFor(owed).notices.push(owed)
  for (const owed of errands) bundleFor(owed).errands.push(owed)
  return bundles
}

/** An import of a large block can owe more than 100 items at once; the bundles are owed like any other outbox item. */
export const bundled = (event: Recorded, notices: Notice[], errands: Errand[]): Item[] =>
  pack(notices, errands).map((body, part) => {
    const id = `${event.caseId}#${event.seq}#${part}`
    return encode('BUNDLE', keys.bundleKey(id), body, {
      id,
      status: 'pending',
      ...keys.pendingKeys('BUNDLE', id, event.received),
    })
  })
