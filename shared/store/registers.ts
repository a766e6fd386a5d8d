/** Assets, people, documents. */

import type { Day } from '../core/time.ts'
import { readChanges, withChange, writtenChanges } from '../estate/known.ts'
import { canonical } from './chain.ts'
import { Transient } from './faults.ts'
import { decode, encode } from './items.ts'
import * as keys from './keys.ts'
import type { Asked } from './pages.ts'
import { behind, mapPage, walk } from './pages.ts'
import type { Asset, CaseDocument } from './records.ts'
import { transactionItems } from './size.ts'
import type { Marked, Registers, Saved } from './store.ts'
import { equal, type Item, type Partition, type Table } from './table.ts'

type Held = { body: unknown; rev: number; gone?: number | undefined } | undefined

const isThere = ({ gone }: { gone?: number | undefined }): boolean => gone === undefined

/** Writes unless it says the same already; throws Transient when somebody else wrote between. */
const save = async (table: Table, held: Held, body: unknown, item: (rev: number) => Item): Promise<Saved> => {
  const there = held !== undefined && isThere(held)
  if (there && canonical(held.body) === canonical(body)) return 'unchanged'
  const rev = held?.rev ?? 0
  const when = held ? equal('rev', rev) : { item: 'absent' as const }
  const wrote = await table.put({ item: item(rev + 1), when })
  if (!wrote.ok) throw new Transient('written by somebody else at the same moment')
  return there ? 'changed' : 'created'
}

const listed = async <T>(table: Table, partition: Partition, asked: Asked | undefined, read: (item: Item) => T) =>
  mapPage(await walk(table, [partition], asked ?? {}), async entries =>
    (await behind(table, entries)).filter(item => item.gone === undefined).map(read),
  )

type HeldAsset = { body: Asset; rev: number; gone?: number | undefined; changes?: string | undefined } | undefined

/** What it said before, with what this replaces; of one that was taken back or is new, nothing. */
const changesOf = (held: HeldAsset, asset: Asset, learnedOn: Day | undefined): string | undefined =>
  held && isThere(held) && learnedOn !== undefined
    ? writtenChanges(withChange(readChanges(held.changes), held.body, asset, learnedOn))
    : undefined

const assetItem = (asset: Asset, rev: number, changes: string | undefined): Item =>
  encode('ASSET', keys.assetKey(asset.id), asset, {
    rev,
    changes,
    id: asset.id,
    listPk: 'ASSETS',
    listSk: keys.part(asset.id),
    ...(asset.parentId === undefined
      ? {}
      : { assetPk: keys.assetPk(asset.parentId), assetSk: `ASSET#${keys.part(asset.id)}` }),
  })

/** It stands in no list any more, and nobody finds it by its id. */
const takeBack = async (table: Table, held: Held, gone: (rev: number) => Item): Promise<void> => {
  if (!held || !isThere(held)) return
  const wrote = await table.put({ item: gone(held.rev + 1), when: equal('rev', held.rev) })
  if (!wrote.ok) throw new Transient('written by somebody else at the same moment')
}

const assetsOver = (
  table: Table,
): Pick<
  Registers,
  'putAsset' | 'putAssets' | 'takeBackAsset' | 'getAsset' | 'getAssets' | 'assets' | 'assetsWithChanges' | 'childrenOf'
> => {
  const held = async (id: string) => {
    const item = await table.get(keys.assetKey(id))
    return item && decode('ASSET', item)
  }
  const read = (item: Item) => decode('ASSET', item).body
  const putAsset: Registers['putAsset'] = async (asset, learnedOn) => {
    const before = await held(asset.id)
    return save(table, before, asset, rev => assetItem(asset, rev, changesOf(before, asset, learnedOn)))
  }
  return {
    putAsset,
    putAssets: async (assets, learnedOn) => {
      const items = await table.getMany(assets.map(({ id }) => keys.assetKey(id)))
      const known = new Map(items.map(item => decode('ASSET', item)).map(one => [one.body.id, one]))
      const puts = assets.map(asset => {
        const before = known.get(asset.id)
        const rev = before?.rev
        return {
          item: assetItem(asset, (rev ?? 0) + 1, changesOf(before, asset, learnedOn)),
          when: rev === undefined ? { item: 'absent' as const } : equal('rev', rev),
        }
      })
      for (let at = 0; at < puts.length; at += transactionItems) {
        const result = await table.transact(puts.slice(at, at + transactionItems))
        if (!result.ok) for (const asset of assets.slice(at, at + transactionItems)) await putAsset(asset, learnedOn)
      }
    },
    takeBackAsset: async id => {
      const there = await held(id)
      const body = there?.body
      await takeBack(table, there, rev => encode('ASSET', keys.assetKey(id), body!, { rev, gone: 1 }))
    },
    getAsset: async id => {
      const there = await held(id)
      return there && isThere(there) ? there.body : undefined
    },
    getAssets: async ids => {
      const items = await table.getMany([...new Set(ids)].map(keys.assetKey))
      const there = items.map(item => decode('ASSET', item)).filter(isThere)
      return new Map(there.map(({ body }) => [body.id, body]))
    },
    assets: asked => listed(table, { index: 'list', pk: 'ASSETS' }, asked, read),
    assetsWithChanges: asked =>
      listed(table, { index: 'list', pk: 'ASSETS' }, asked, item => {
        const { body, changes } = decode('ASSET', item)
        return { asset: body, changes: readChanges(changes) }
      }),
    childrenOf: (assetId, asked) =>
      listed(table, { index: 'asset', pk: keys.assetPk(assetId), from: 'ASSET#', to: 'ASSET$' }, asked, read),
  }
}

/** What stands where somebody was. */
const nobodyAt = (digest: string) => ({
  email: `${digest}@erased.invalid`,
  name: 'Erased',
  manager: undefined,
  deputy: undefined,
  absentFrom: undefined,
  absentTo: undefined,
})

/** Tries of a change that others come before. */
const TURNS = 5

const peopleOver = (
  table: Table,
): Pick<
  Registers,
  'putPerson' | 'changePerson' | 'takeBackPerson' | 'erasePerson' | 'markBounced' | 'getPerson' | 'people'
> => {
  const held = async (email: string) => {
    const item = await table.get(keys.personKey(email))
    return item && decode('PERSON', item)
  }
  const itemOf = (person: Parameters<Registers['putPerson']>[0], rev: number): Item =>
    encode('PERSON', keys.personKey(person.email), person, {
      rev,
      listPk: 'PEOPLE',
      listSk: keys.address(person.email),
    })
  const changePerson: Registers['changePerson'] = async (email, change) => {
    for (let turn = 0; turn < TURNS; turn++) {
      const known = await held(email)
      const next = known && isThere(known) ? change(known.body) : undefined
      if (!known || !next) return undefined
      const wrote = await table.put({ item: itemOf(next, known.rev + 1), when: equal('rev', known.rev) })
      if (wrote.ok) return next
    }
    throw new Transient('others are changing this person')
  }
  return {
    putPerson: async person => save(table, await held(person.email), person, rev => itemOf(person, rev)),
    changePerson,
    markBounced: async (email, at) =>
      void (await changePerson(email, one => (one.bouncedAt === undefined ? { ...one, bouncedAt: at } : undefined))),
    takeBackPerson: async email => {
      const there = await held(email)
      const body = there?.body
      await takeBack(table, there, rev => encode('PERSON', keys.personKey(email), body!, { rev, gone: 1 }))
    },
    erasePerson: async email => {
      const there = await held(email)
      if (!there || !isThere(there)) return undefined
      const digest = keys.address(email)
      const nobody = { ...there.body, ...nobodyAt(digest) }
      await takeBack(table, there, rev => encode('PERSON', keys.personKey(email), nobody, { rev, gone: 1 }))
      return digest
    },
    getPerson: async email => {
      const there = await held(email)
      return there && isThere(there) ? there.body : undefined
    },
    people: asked => listed(table, { index: 'list', pk: 'PEOPLE' }, asked, item => decode('PERSON', item).body),
  }
}

const documentItem = (document: CaseDocument, rev: number): Item =>
  encode('DOCUMENT', keys.documentKey(document.caseId, document.sha256), document, { rev })

/** Consistent, so that two channels at once see each other. */
const casesWith = async (table: Table, sha256: string): Promise<string[]> => {
  const page = await walk(table, [{ pk: keys.shaKey(sha256, '').pk }], {})
  return page.items.map(item => decode('SHA', item).body.caseId)
}

/** Bytes that come after their announcement, by whatever channel: what was awaited is there. */
const fill = async (table: Table, found: Item, { status, size }: CaseDocument): Promise<void> => {
  const { body, rev } = decode('DOCUMENT', found)
  if (body.status !== 'awaited' || status !== 'stored') return
  const wrote = await table.put({ item: documentItem({ ...body, status, size }, rev + 1), when: equal('rev', rev) })
  if (!wrote.ok) throw new Transient('the document is being marked by somebody else')
}

const registerOver =
  (table: Table): Registers['registerDocument'] =>
  async document => {
    const { caseId, sha256 } = document
    const pointer = encode('SHA', keys.shaKey(sha256, caseId), { caseId, sha256 }, {})
    const result = await table.transact([
      { item: documentItem(document, 1), when: { item: 'absent' } },
      { item: pointer, when: { item: 'absent' } },
    ])
    const others = (await casesWith(table, sha256)).filter(id => id !== caseId)
    if (result.ok) return { kind: 'registered', elsewhere: others }
    if ('contended' in result) throw new Transient('the document is being registered by somebody else')
    const found = result.refused.get(0) ?? (await table.get(keys.documentKey(caseId, sha256)))
    if (!found) throw new Transient('the document is being registered by somebody else')
    await fill(table, found, document)
    return { kind: 'duplicate', first: decode('DOCUMENT', found).body, elsewhere: others }
  }

const changeDocument = async (
  table: Table,
  caseId: string,
  sha256: string,
  change: Partial<Pick<CaseDocument, 'status' | 'name'>>,
): Promise<Marked> => {
  const item = await table.get(keys.documentKey(caseId, sha256))
  if (!item) return 'missing'
  const { body, rev } = decode('DOCUMENT', item)
  const wrote = await table.put({ item: documentItem({ ...body, ...change }, rev + 1), when: equal('rev', rev) })
  return wrote.ok ? 'done' : 'refused'
}

export const registersOver = (table: Table): Registers => ({
  ...assetsOver(table),
  ...peopleOver(table),
  registerDocument: registerOver(table),
  casesWithDocument: sha256 => casesWith(table, sha256),
  markDocument: (caseId, sha256, status) => changeDocument(table, caseId, sha256, { status }),
  markErased: (caseId, sha256) => changeDocument(table, caseId, sha256, { status: 'erased', name: 'Erased' }),
  documents: async (caseId, asked = {}) => {
    const { pk } = keys.caseKey(caseId)
    return mapPage(await walk(table, [{ pk, from: 'DOC#', to: 'DOC$' }], asked), items =>
      items.map(item => decode('DOCUMENT', item).body),
    )
  },
})
