/**
 * Whether something may be erased now, and doing it. A duty to keep goes before a wish to erase: what is on hold stays
 * but for a mistake, and retention is a ground only once its time has passed. Nothing here touches a history.
 */
import type { Case } from '../core/case.ts'
import type { Reckon } from '../core/reckon.ts'
import { type Day, dayOf, type Instant, longDay } from '../core/time.ts'
import type { Evidence } from '../effects/evidence.ts'
import { rules } from '../law/rules.ts'
import { isPast, type Retained, retainedOf } from '../position/retention/retained.ts'
import type { CaseDocument } from '../store/records.ts'
import type { Ground } from '../store/retention/erasure.ts'
import type { Store } from '../store/store.ts'
import { type ErasedAt, type EraseStore, erase, every, unknownRefs } from './erase.ts'
import { type KeepingStore, keepingOf } from './keeping.ts'

export type ErasingDeps = {
  store: EraseStore & KeepingStore & Pick<Store, 'documents' | 'markErased' | 'noteErasure' | 'erasuresOf' | 'getAsset'>
  evidence: Pick<Evidence, 'has'>
  reckon: Reckon
  now: () => Instant
}

/** `words`, `documents`: these alone; neither: all of a closed case. */
export type Asked = {
  words?: readonly string[] | undefined
  documents?: readonly string[] | undefined
  ground: Ground
  by: string
}

export type Refused = { ok: false; status: 409 | 422; detail: string; failed?: string[] }
export type Done = {
  ok: true
  erased: ErasedAt[]
  /** documents, by hash: those that are gone, and those whose bytes somebody is still to delete */
  documents: { gone: string[]; left: string[] }
  rule?: string
}

const no = (status: 409 | 422, detail: string, failed?: string[]): Refused => ({
  ok: false,
  status,
  detail,
  ...(failed ? { failed } : {}),
})

const stillKept = ({ rule, from, until }: Retained): string =>
  `${rules[rule].source} (${rule}): kept from ${longDay(from)} ${until === undefined ? 'without an end that is known' : `to ${longDay(until)}`}`

/** What of these is not past: words and whole cases go by the case itself, documents of a check by that check. */
const notPast = (kept: readonly Retained[], asked: Asked, today: Day): string | undefined => {
  const own = kept.find(({ group }) => group !== 'evidence')
  const of = (sha256: string) => kept.filter(one => one.group === 'evidence' && one.documents?.includes(sha256))
  const lone = (asked.documents ?? []).filter(sha256 => of(sha256).length === 0)
  const wanted = [
    ...(asked.documents === undefined || asked.words || lone.length > 0 ? [own] : []),
    ...(asked.documents ?? []).flatMap(of),
  ]
  if (wanted.some(one => one === undefined)) return 'the case is open: what it holds is kept while it is'
  const held = wanted.find(one => one !== undefined && !isPast(one, today))
  return held && stillKept(held)
}

const refusal = async (deps: ErasingDeps, c: Case, asked: Asked, kept: readonly Retained[]) => {
  if (!asked.words && !asked.documents && c.closedAt === undefined)
    return no(409, 'the case is open and still needs its words: name those that are to go, or close it first')
  const unknown = asked.words ? await unknownRefs(deps.store, c, asked.words) : []
  if (unknown.length > 0) return no(422, 'the case has never held these words', unknown)
  const keeping = asked.ground === 'mistake' ? undefined : await keepingOf(deps.store, c)
  // That the matter goes on does not outweigh a request: the case itself may be open too.
  if (keeping && (asked.ground === 'retention' || keeping.kind !== 'open_case'))
    return no(409, `it is on hold: ${keeping.why}`)
  const early = asked.ground === 'retention' ? notPast(kept, asked, dayOf(deps.now())) : undefined
  return early === undefined ? undefined : no(409, early)
}

/** Those whose bytes lie nowhere any more are marked; no function may delete evidence, so a person does. */
const eraseDocuments = async ({ store, evidence }: ErasingDeps, wanted: readonly CaseDocument[]) => {
  const done = { gone: [] as string[], left: [] as string[] }
  for (const { caseId, sha256, status } of wanted) {
    if (await evidence.has({ caseId, sha256 })) done.left.push(sha256)
    else if (status !== 'erased' && (await store.markErased(caseId, sha256)) === 'done') done.gone.push(sha256)
  }
  return done
}

/** Documents that go with a whole case: not those that a rule of their own still keeps. */
const withCase = (all: readonly CaseDocument[], kept: readonly Retained[], today: Day): CaseDocument[] => {
  const longer = new Set(kept.filter(one => !isPast(one, today)).flatMap(one => one.documents ?? []))
  return all.filter(({ sha256 }) => !longer.has(sha256))
}

export const decideErasure = async (deps: ErasingDeps, c: Case, asked: Asked): Promise<Done | Refused> => {
  const { store, now } = deps
  const today = dayOf(now())
  const asset = c.assetId === undefined ? undefined : await store.getAsset(c.assetId)
  const kept = retainedOf(c, asset, deps.reckon)
  const refused = await refusal(deps, c, asked, kept)
  if (refused) return refused
  const all = await every(cursor => store.documents(c.id, { cursor, limit: 200 }))
  const strange = (asked.documents ?? []).filter(sha256 => !all.some(one => one.sha256 === sha256))
  if (strange.length > 0) return no(422, 'the case has never held these documents', strange)
  const whole = !asked.words && !asked.documents
  const { ground, by } = asked
  const copies = ground !== 'retention'
  const erased =
    whole || asked.words ? await erase(store, c, { refs: asked.words, by, ground, now: now(), copies }) : []
  const wanted = asked.documents
    ? all.filter(({ sha256 }) => asked.documents?.includes(sha256))
    : whole && ground === 'retention'
      ? withCase(all, kept, today)
      : []
  const documents = await eraseDocuments(deps, wanted)
  const rule =
    ground === 'retention'
      ? kept.find(one => (asked.documents ? one.group === 'evidence' : one.group !== 'evidence'))?.rule
      : undefined
  const finished = whole && ground === 'retention' && documents.left.length === 0
  const before = finished && (await store.erasuresOf(c.id)).some(one => one.whole)
  if (erased.length + documents.gone.length > 0 || (finished && !before))
    await store.noteErasure({
      subject: { caseId: c.id },
      at: now(),
      by,
      ground,
      ...(rule === undefined ? {} : { rule }),
      whole: finished,
      words: erased.length,
      documents: documents.gone,
    })
  return { ok: true, erased, documents, ...(rule === undefined ? {} : { rule }) }
}
