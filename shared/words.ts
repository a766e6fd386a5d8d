/** Words about people on their way past a decision: what the history keeps of them, and what lies beside it. */
import * as z from 'zod'
import type { Errand } from './core/case.ts'
import { engineEvents } from './core/engine-events.ts'
import type { Input } from './core/machine.ts'
import { references, separate } from './core/personal.ts'
import type { AnyWorkflow } from './core/workflow.ts'
import { sha256 } from './store/chain.ts'
import { seal } from './store/personal.ts'
import type { Words } from './store/records.ts'
import type { Store } from './store/store.ts'

/** `value`: with references where words stood; `words`: what must be committed with it. */
export type Parted = { value: unknown; words: Words[] }

const partedBy = (schema: Parameters<typeof separate>[0], data: unknown, salt: () => string): Parted => {
  const words: Words[] = []
  const value = separate(schema, data, text => {
    const own = salt()
    // The salt must not be read off the reference, which outlives it.
    const said = { ref: `w${sha256(`ref\n${own}`).slice(0, 24)}`, salt: own, text }
    words.push(said)
    return { words: said.ref, sha256: seal(said).hash }
  })
  return { value, words }
}

/** It carries facts as an opening does. */
const beginsWith = (workflow: AnyWorkflow) => z.strictObject({ facts: workflow.facts })

export const parted = {
  facts: (workflow: AnyWorkflow, facts: unknown, salt: () => string): Parted => partedBy(workflow.facts, facts, salt),
  event: (workflow: AnyWorkflow, { type, data }: Input, salt: () => string): Parted => {
    const schema =
      type === 'case.begunAgain' ? beginsWith(workflow) : (workflow.events[type] ?? engineEvents[type]?.data)
    return schema ? partedBy(schema, data, salt) : { value: data, words: [] }
  },
}

/**
 * The words that an errand's references stand for, for the case that it goes to: references are a case's own. What was
 * erased meanwhile is not brought along, and what the other case has already is not brought twice.
 */
export const carried = async (
  store: Pick<Store, 'words'>,
  { from, to }: Pick<Errand, 'from' | 'to'>,
  data: unknown,
): Promise<Words[]> => {
  const brought = references(data).map(async ref => {
    if (await store.words(to, ref)) return []
    const said = await store.words(from, ref)
    return said && 'text' in said ? [said] : []
  })
  return (await Promise.all(brought)).flat()
}

/** What references of a case stand for; undefined for what was erased. */
export const wordsOf = async (
  store: Pick<Store, 'words'>,
  caseId: string,
  refs: readonly string[],
): Promise<(reference: string) => string | undefined> => {
  const said = await Promise.all([...new Set(refs)].map(async ref => [ref, await store.words(caseId, ref)] as const))
  const texts = new Map(said.flatMap(([ref, one]) => (one && 'text' in one ? [[ref, one.text] as const] : [])))
  return reference => texts.get(reference)
}
