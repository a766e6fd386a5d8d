/** A case as a mail tells it, put together from what is stored. */
import type { Case } from '../core/case.ts'
import { ladderOf } from '../core/clocks.ts'
import { explain } from '../core/explain.ts'
import { toldAlone } from '../core/fire.ts'
import { current } from '../core/machine.ts'
import type { Reckon } from '../core/reckon.ts'
import type { Instant } from '../core/time.ts'
import type { AnyWorkflow } from '../core/workflow.ts'
import type { PolicyValues } from '../law/policy.ts'
import type { Role } from '../law/roles.ts'
import { type RuleId, rules } from '../law/rules.ts'
import { lawSentence } from '../law/sentence.ts'
import { deedsOf } from '../links/deeds.ts'
import type { Directory } from '../people/person.ts'
import type { Asset } from '../store/records.ts'
import type { Loaded, Store } from '../store/store.ts'
import type { Counter } from './desk.ts'
import { datesInWords } from './plainly.ts'
import type { CaseStory, RunningClock, Told } from './story.ts'

export type StoryDeps = {
  store: Pick<Store, 'load' | 'loadMany' | 'getAsset' | 'getAssets' | 'told'>
  workflows: Readonly<Record<string, AnyWorkflow>>
  reckon: Reckon
  policy: PolicyValues
  directory: () => Promise<Directory>
  now: () => Instant
}

type Telling = Pick<StoryDeps, 'reckon' | 'policy' | 'now'>

/** A ladder that repeats for a year would fill a mail with who was told. */
const TOLD = 6

const clocksOf = (deps: Telling, workflow: AnyWorkflow, c: CaseStory['case']): RunningClock[] =>
  explain(workflow, c, deps.reckon, deps.policy, deps.now()).map(({ name, title, kind, due, next, why }) => {
    const rule: RuleId = workflow.clocks[name]!.source
    return {
      name,
      title,
      kind,
      due,
      law: { says: lawSentence(rule), source: rules[rule].source },
      reckoned: why,
      alone: toldAlone(workflow, c, { name, due, ladder: ladderOf(workflow.clocks[name]!, c.facts) }),
      ...(next ? { next: { at: next.at, roles: next.tell as Role[], urgency: next.urgency } } : {}),
    }
  })

/** One line a person, newest last; a person who has left our list is known by the role alone. */
const toldOf = async ({ store, directory }: StoryDeps, caseId: string): Promise<Told[]> => {
  const { items } = await store.told(caseId, { limit: TOLD })
  if (items.length === 0) return []
  const names = new Map((await directory()).people.map(one => [one.email, one.name]))
  return items.reverse().flatMap(({ at, role, to }) =>
    to.map(email => {
      const name = names.get(email)
      return { at, role, email, ...(name === undefined ? {} : { name }) }
    }),
  )
}

const addressOf = (asset: Asset | undefined): string =>
  [asset?.address, asset?.postcode].filter(one => one !== undefined).join(' ')

type Read = { case: Case; workflow: AnyWorkflow }

/** Throws for a case, workflow or state that is not there. */
const readable = ({ workflows }: StoryDeps, caseId: string, loaded: Loaded | undefined): Read => {
  if (!loaded) throw new Error(`a notice is owed about the case ${caseId}, which is not there`)
  const workflow = workflows[loaded.case.workflow]
  if (!workflow) throw new Error(`case ${caseId} belongs to the workflow ${loaded.case.workflow}, which is not there`)
  return { case: current(workflow, loaded.case), workflow }
}

/** Pure: what is read, put together. `before`: who was told of it. */
export const storyFrom = (
  deps: Telling,
  { case: c, workflow }: Read,
  asset: Asset | undefined,
  before: Told[],
): CaseStory => ({
  case: c,
  what: workflow.title,
  state: workflow.states[c.state]!.title,
  where: addressOf(asset) || (asset ? `${asset.type} ${asset.id}` : (c.assetId ?? workflow.title)),
  ...(asset?.area === undefined ? {} : { area: asset.area }),
  ...(workflow.apart === undefined ? {} : { apart: datesInWords(workflow.apart(c.facts)) }),
  words: workflow.words,
  view: workflow.view?.(c.facts) ?? {},
  clocks: clocksOf(deps, workflow, c),
  told: before,
  deeds: deedsOf(workflow, c, deps.reckon),
})

/**
 * Reads cases consistently: one with who was told of it before, or many at once without, as a list has no room for it. A
 * case, workflow or state that is not there is a fault: something is owed about it.
 */
export const storiesOf = (deps: StoryDeps): Pick<Counter, 'load' | 'loadMany'> => ({
  load: async caseId => {
    const read = readable(deps, caseId, await deps.store.load(caseId))
    const { assetId } = read.case
    const asset = assetId === undefined ? undefined : await deps.store.getAsset(assetId)
    return storyFrom(deps, read, asset, await toldOf(deps, caseId))
  },
  loadMany: async caseIds => {
    const ids = [...new Set(caseIds)]
    if (ids.length === 0) return new Map()
    const loaded = await deps.store.loadMany(ids)
    const reads = ids.map(id => readable(deps, id, loaded.get(id)))
    const assets = await deps.store.getAssets(reads.flatMap(one => one.case.assetId ?? []))
    return new Map(reads.map(one => [one.case.id, storyFrom(deps, one, assets.get(one.case.assetId ?? ''), [])]))
  },
})
