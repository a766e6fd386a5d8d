/** What is kept beyond its day, and what was erased. */
import type { Day, Instant } from '../../core/time.ts'
import type { Hold, HoldKind, HoldSubject } from '../../position/retention/holds.ts'
import { decode, encode } from '../items.ts'
import * as keys from '../keys.ts'
import { type Asked, behind, mapPage, type Page, walk } from '../pages.ts'
import { equal, type Table } from '../table.ts'
import type { Erasure } from './erasure.ts'

export type Retention = {
  /** again replaces what was said before, also what was let go */
  putHold: (hold: Hold) => Promise<void>
  /** false: there is none in force */
  releaseHold: (subject: HoldSubject, kind: HoldKind, released: { by: string; at: Instant }) => Promise<boolean>
  /** in force, the one to be reviewed first coming first */
  holds: (asked?: Asked) => Promise<Page<Hold>>
  /** in force for that case or that asset */
  holdsOf: (subject: HoldSubject) => Promise<Hold[]>
  noteErasure: (erasure: Erasure) => Promise<void>
  /** newest first */
  erasures: (asked?: Asked) => Promise<Page<Erasure>>
  erasuresOf: (caseId: string) => Promise<Erasure[]>
}

const nameOf = (subject: HoldSubject): string =>
  'caseId' in subject ? `case:${subject.caseId}` : `asset:${subject.assetId}`
const listed = (reviewOn: Day, subject: HoldSubject, kind: HoldKind) => ({
  listPk: 'HOLDS',
  listSk: `${reviewOn}#${keys.part(nameOf(subject))}#${kind}`,
})

const holdsOver = (table: Table): Pick<Retention, 'putHold' | 'releaseHold' | 'holds' | 'holdsOf'> => ({
  putHold: async hold => {
    const { subject, kind, reviewOn } = hold
    const key = keys.holdKey(nameOf(subject), kind)
    await table.put({ item: encode('HOLD', key, hold, { state: 'held', ...listed(reviewOn, subject, kind) }) })
  },
  releaseHold: async (subject, kind, { by, at }) => {
    const change = { set: { state: 'released', releasedBy: by, releasedAt: at }, remove: ['listPk', 'listSk'] }
    return (await table.update(keys.holdKey(nameOf(subject), kind), change, equal('state', 'held'))).ok
  },
  holds: async (asked = {}) =>
    mapPage(await walk(table, [{ index: 'list', pk: 'HOLDS' }], asked), async entries =>
      (await behind(table, entries))
        .map(item => decode('HOLD', item))
        .filter(({ state }) => state === 'held')
        .map(({ body }) => body),
    ),
  holdsOf: async subject => {
    const { pk } = keys.holdKey(nameOf(subject), '')
    const page = await walk(table, [{ pk }], {})
    return page.items
      .map(item => decode('HOLD', item))
      .filter(({ state }) => state === 'held')
      .map(({ body }) => body)
  },
})

const subjectOf = ({ subject }: Pick<Erasure, 'subject'>): string =>
  'caseId' in subject ? `case:${subject.caseId}` : `person:${subject.person}`

const erasuresOver = (table: Table): Pick<Retention, 'noteErasure' | 'erasures' | 'erasuresOf'> => ({
  noteErasure: async erasure => {
    const key = keys.erasureKey(subjectOf(erasure), erasure.at)
    const index = { listPk: 'ERASURES', listSk: `${erasure.at}#${keys.part(subjectOf(erasure))}` }
    await table.put({ item: encode('ERASURE', key, erasure, { ground: erasure.ground, ...index }) })
  },
  erasures: async (asked = {}) =>
    mapPage(await walk(table, [{ index: 'list', pk: 'ERASURES' }], asked, { backwards: true }), async entries =>
      (await behind(table, entries)).map(item => decode('ERASURE', item).body),
    ),
  erasuresOf: async caseId => {
    const page = await walk(table, [{ pk: keys.erasureKey(`case:${caseId}`, '').pk }], {})
    return page.items.map(item => decode('ERASURE', item).body)
  },
})

export const retentionOver = (table: Table): Retention => ({ ...holdsOver(table), ...erasuresOver(table) })
