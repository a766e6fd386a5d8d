/**
 * What an operative hears or sees and that is no part of the job: a complaint, a hazard. The landlord knows of it from
 * the moment its contractor does, so it opens a case at once; where it cannot, the message is kept whole.
 */
import type { Actor } from '../../shared/core/case.ts'
import { freshId } from '../../shared/core/ids.ts'
import type { Callback } from '../../shared/intake/callback.ts'
import type { CallbackEvent } from '../../shared/intake/callback-event.ts'
import { toldFacts } from '../../shared/intake/opening-facts.ts'
import { quarantine } from '../../shared/intake/quarantine.ts'
import type { Message } from '../../shared/store/store.ts'
import { keepBytes, register } from './documents.ts'
import type { Deps } from './ports.ts'

export type Opened = { kind: 'done' | 'again' | 'mismatch'; caseId?: string; quarantined?: true }

/** Without the bytes of pictures, which an item could not hold; their hashes stay. */
const withoutBytes = (key: string, value: unknown): unknown => (key === 'base64' ? undefined : value)

const keepWhole = async (deps: Deps, body: Callback, message: Message, why: string): Promise<Opened> => {
  const kept = await quarantine(deps.store, {
    source: message.source,
    messageId: message.id,
    bodyHash: message.bodyHash,
    at: deps.now(),
    why,
    bytes: Buffer.from(JSON.stringify(body, withoutBytes)),
  })
  await keepBytes(deps, body, kept.id)
  return { kind: kept.kind === 'kept' ? 'done' : kept.kind, quarantined: true }
}

export const openFrom = async (
  deps: Deps,
  { body, event, by, message }: { body: Callback; event: CallbackEvent; by: Actor; message: Message },
): Promise<Opened> => {
  const name = event.opens ?? ''
  const workflow = Object.hasOwn(deps.workflows, name) ? deps.workflows[name] : undefined
  if (!workflow) return keepWhole(deps, body, message, `there is no workflow ${name}`)
  const asset = await deps.store.getAsset(event.assetRef)
  if (!asset) return keepWhole(deps, body, message, `asset ${event.assetRef} is not on the register`)
  const id = freshId(workflow.prefix, workflow.name, `${message.source}|${message.id}`)
  await keepBytes(deps, body, id)
  const opening = { id, assetId: asset.id, facts: toldFacts(body, event, by.id), by, at: event.at }
  const opened = await deps.apply.open(name, opening, message)
  if (opened.kind === 'rejected') return keepWhole(deps, body, message, JSON.stringify(opened.rejection))
  if (opened.kind === 'mismatch') return { kind: 'mismatch' }
  await register(deps, body, id)
  return { kind: opened.kind === 'done' ? 'done' : 'again', caseId: id }
}
