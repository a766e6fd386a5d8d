/**
 * What an operative hears or sees and that is no part of the job: a complaint, a hazard. The landlord knows of it from
 * the moment its contractor does, so it opens a case at once; where it cannot, a person is given it.
 */
import { freshId } from '../../core/ids.ts'
import { toldFacts } from '../opening-facts.ts'
import { why } from '../to-triage.ts'
import { toEvent } from './callback-event.ts'
import { keepBytes, register } from './documents.ts'
import type { CallbackDeps, CallbackResult, Told } from './ports.ts'

export const openFrom = async (
  deps: CallbackDeps,
  { body, by, message, receivedAt }: Told,
): Promise<CallbackResult> => {
  const event = toEvent(body)
  const name = event.opens ?? ''
  const unplaced = (detail: string): CallbackResult => ({
    kind: 'unplaced',
    unplaced: { reason: 'unplaced', detail, meant: name },
  })
  const workflow = Object.hasOwn(deps.workflows, name) ? deps.workflows[name] : undefined
  if (!workflow) return unplaced(`there is no workflow ${name}`)
  const asset = await deps.store.getAsset(event.assetRef)
  if (!asset) return unplaced(`asset ${event.assetRef} is not on the register`)
  const id = freshId(workflow.prefix, workflow.name, `${message.source}|${message.id}`)
  await keepBytes(deps, body, id)
  const facts = toldFacts(body, event, by.id, receivedAt ?? deps.now())
  const opening = { id, assetId: asset.id, facts, by, at: event.at }
  const opened = await deps.apply.open(name, opening, message)
  if (opened.kind === 'rejected') return unplaced(why(opened.rejection))
  if (opened.kind === 'mismatch') return { kind: 'mismatch' }
  await register(deps, body, id)
  return { kind: opened.kind === 'done' ? 'done' : 'again', caseId: id }
}
