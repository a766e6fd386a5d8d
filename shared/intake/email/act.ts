/** What a reply code does to one case, as the person who wrote it. The case decides; we say what it decided. */
import type { Applied } from '../../apply.ts'
import type { Actor, Case } from '../../core/case.ts'
import { counted } from '../../core/counted.ts'
import { allowedIn, type Input } from '../../core/machine.ts'
import { type Day, dayOf, type Instant, longDay } from '../../core/time.ts'
import type { AnyWorkflow } from '../../core/workflow.ts'
import { doneIn } from '../../links/deeds.ts'
import { plainWhy } from '../plain-why.ts'
import type { MailDeps } from './deps.ts'
import { documentsOf, keep, register } from './files.ts'
import { personNamed } from './name.ts'
import type { Attachment } from './read.ts'
import type { Code } from './reply.ts'

export type Acting = {
  code: Exclude<Code, { code: 'mistake' }>
  caseId: string
  by: Actor
  at: Instant
  /** of the message, and this case */
  id: string
  /** the door that it came by */
  source?: 'mail' | 'link'
  /** clocks of the case that the mail spoke of: what is acknowledged is about them alone; absent: all of them */
  clocks?: readonly string[]
  bodyHash: string
  files: readonly Attachment[]
}
/** `event`: what the case took, absent when it took nothing; `line` is for whoever asked. */
export type Acted = { event?: string; line: string; wantsTime?: { days: number; reason: string } }

export type ActDeps = Pick<MailDeps, 'apply' | 'workflows' | 'people' | 'evidence' | 'now'> & {
  store: Pick<MailDeps['store'], 'load' | 'registerDocument' | 'getAsset'>
}

type Prepared = { type: string; data: Record<string, unknown>; says: string } | { no: string }

const done = (allowed: string[], on: Day, today: Day, files: readonly Attachment[]): Prepared => {
  if (on > today) return { no: `${longDay(on)} is in the future.` }
  const how = doneIn(allowed, files.length > 0)
  if (how?.by === 'claim')
    return {
      type: how.event,
      data: { completedOn: on, documents: documentsOf(files) },
      says: `recorded as done on ${longDay(on)}. It stays open until somebody else has verified it.`,
    }
  if (how)
    return {
      type: how.event,
      data: { documents: documentsOf(files) },
      says: 'your document is here and is now reviewed. The case stays open until it is accepted.',
    }
  const text = `Says that it was done on ${longDay(on)}. The record that proves it has not come.`
  return {
    type: 'note.added',
    data: { text },
    says: `noted that it was done on ${longDay(on)}. The case stays open until the record that proves it has come: reply with it attached.`,
  }
}

/** What of the case it was about; nothing where it was about all of it. */
const named = (workflow: AnyWorkflow, clocks: readonly string[]): string => {
  const titles = clocks.flatMap(name => workflow.clocks[name]?.title ?? []).filter(title => title !== workflow.title)
  return titles.length > 0 ? `: ${titles.join('; ')}` : ''
}

const prepared = async (
  deps: ActDeps,
  workflow: AnyWorkflow,
  state: string,
  { code, files, at, clocks = [] }: Acting,
): Promise<Prepared> => {
  switch (code.code) {
    case 'ack':
      return {
        type: 'acknowledged',
        data: clocks.length > 0 ? { clocks } : {},
        says: `you are now shown as dealing with it${named(workflow, clocks)}. You are not reminded again for a few working days. The deadline does not move, and if it is not put right the next person up is told on their day.`,
      }
    case 'done':
      return done(allowedIn(workflow, state), code.on, dayOf(at), files)
    case 'extend': {
      const text = `Asks for ${counted(code.days, 'more working days')}.`
      return {
        type: 'note.added',
        data: { text },
        says: `your request for ${counted(code.days, 'more working days')} is with the person who decides. The deadline stands until then; a date set by law cannot be moved.`,
      }
    }
    case 'reassign': {
      const named = personNamed(code.to, await deps.people(), dayOf(at))
      return named.ok
        ? {
            type: 'reassigned',
            data: { to: named.person.email },
            says: `now with ${named.person.name}.`,
          }
        : { no: named.why }
    }
  }
}

const refusal = (applied: Applied, workflow: AnyWorkflow): string | undefined =>
  applied.kind === 'rejected'
    ? plainWhy(applied.rejection, workflow)
    : applied.kind === 'mismatch'
      ? 'a message of this number said something else'
      : undefined

/** `Gas safety check, 12 Example Street (gas:H00017)`: as people call it, and its number. */
export const nameOf = async (
  { store }: { store: Pick<MailDeps['store'], 'getAsset'> },
  workflow: AnyWorkflow,
  { id, assetId }: Case,
): Promise<string> => {
  const asset = assetId === undefined ? undefined : await store.getAsset(assetId)
  return `${[workflow.title, asset?.address ?? assetId].filter(part => part !== undefined).join(', ')} (${id})`
}

/** Applies it once: the same message again is answered as the first time. */
export const act = async (deps: ActDeps, acting: Acting): Promise<Acted> => {
  const { caseId, by, at, id, bodyHash, code, files } = acting
  const loaded = await deps.store.load(caseId)
  const workflow = loaded && deps.workflows[loaded.case.workflow]
  if (!loaded || !workflow) return { line: `There is no case ${caseId}.` }
  const what = await nameOf(deps, workflow, loaded.case)
  const ready = await prepared(deps, workflow, loaded.case.state, acting)
  if ('no' in ready) return { line: `${what}: nothing was changed. ${ready.no}` }
  if ('documents' in ready.data) await keep(deps, caseId, files)
  const input: Input = { type: ready.type, at, by, data: ready.data }
  const applied = await deps.apply.event(caseId, input, {
    source: acting.source ?? 'mail',
    id: `${id}:${caseId}`,
    bodyHash,
  })
  const no = refusal(applied, workflow)
  if (no) return { line: `${what}: nothing was changed. ${no}.` }
  if ('documents' in ready.data) await register(deps, caseId, files)
  return {
    event: ready.type,
    line: `${what}: ${ready.says}`,
    ...(code.code === 'extend' ? { wantsTime: { days: code.days, reason: code.reason } } : {}),
  }
}
