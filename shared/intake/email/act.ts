/** What a reply code does to one case, as the person who wrote it. The case decides; we say what it decided. */
import type { Applied } from '../../apply.ts'
import type { Actor } from '../../core/case.ts'
import { allowedIn, type Input } from '../../core/machine.ts'
import { type Day, dayOf, type Instant, longDay } from '../../core/time.ts'
import type { AnyWorkflow } from '../../core/workflow.ts'
import { doneIn } from '../deeds.ts'
import { why } from '../to-triage.ts'
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
  store: Pick<MailDeps['store'], 'load' | 'registerDocument'>
}

type Prepared = { type: string; data: Record<string, unknown>; says: string } | { no: string }

const done = (allowed: string[], on: Day, today: Day, files: readonly Attachment[]): Prepared => {
  if (on > today) return { no: `${longDay(on)} is in the future.` }
  const how = doneIn(allowed, files.length > 0)
  if (how?.by === 'claim')
    return {
      type: how.event,
      data: { completedOn: on, documents: documentsOf(files) },
      says: `is recorded as done on ${longDay(on)}. Somebody else verifies it.`,
    }
  if (how)
    return {
      type: how.event,
      data: { documents: documentsOf(files) },
      says: 'has your document, which is now reviewed.',
    }
  const text = `Says that it was done on ${longDay(on)}. The record that proves it has not come.`
  return {
    type: 'note.added',
    data: { text },
    says: `has a note of it. It stays open until the record that proves it has come: reply with it attached.`,
  }
}

/** What of the case it was about; nothing where it was about all of it. */
const named = (workflow: AnyWorkflow, clocks: readonly string[]): string => {
  const titles = clocks.flatMap(name => workflow.clocks[name]?.title ?? [])
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
        says: `is acknowledged${named(workflow, clocks)}. Reminders of this level rest for a few working days; the deadline does not move, and the next level still comes.`,
      }
    case 'done':
      return done(allowedIn(workflow, state), code.on, dayOf(at), files)
    case 'extend': {
      const text = `Asks for ${code.days} more working days.`
      return {
        type: 'note.added',
        data: { text },
        says: `has your request for ${code.days} more working days. The deadline stands until somebody decides; a date set by law cannot be moved.`,
      }
    }
    case 'reassign': {
      const named = personNamed(code.to, await deps.people(), dayOf(at))
      return named.ok
        ? {
            type: 'reassigned',
            data: { to: named.person.email },
            says: `is now with ${named.person.name}.`,
          }
        : { no: named.why }
    }
  }
}

const refusal = (applied: Applied): string | undefined =>
  applied.kind === 'rejected'
    ? why(applied.rejection)
    : applied.kind === 'mismatch'
      ? 'a message of this number said something else'
      : undefined

/** Applies it once: the same message again is answered as the first time. */
export const act = async (deps: ActDeps, acting: Acting): Promise<Acted> => {
  const { caseId, by, at, id, bodyHash, code, files } = acting
  const loaded = await deps.store.load(caseId)
  const workflow = loaded && deps.workflows[loaded.case.workflow]
  if (!loaded || !workflow) return { line: `There is no case ${caseId}.` }
  const what = `${workflow.title} (${caseId})`
  const ready = await prepared(deps, workflow, loaded.case.state, acting)
  if ('no' in ready) return { line: `${what}: nothing was changed. ${ready.no}` }
  if ('documents' in ready.data) await keep(deps, caseId, files)
  const input: Input = { type: ready.type, at, by, data: ready.data }
  const applied = await deps.apply.event(caseId, input, {
    source: acting.source ?? 'mail',
    id: `${id}:${caseId}`,
    bodyHash,
  })
  const no = refusal(applied)
  if (no) return { line: `${what}: nothing was changed. ${no}.` }
  if ('documents' in ready.data) await register(deps, caseId, files)
  return {
    event: ready.type,
    line: `${what} ${ready.says}`,
    ...(code.code === 'extend' ? { wantsTime: { days: code.days, reason: code.reason } } : {}),
  }
}
