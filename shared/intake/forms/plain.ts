/** A form whose workflow no other message opens: its fields are the facts, by the landlord's mapping. */
import type { Actor } from '../../core/case.ts'
import { freshId } from '../../core/ids.ts'
import type { Instant } from '../../core/time.ts'
import type { Message } from '../../store/store.ts'
import { mapped, readForm } from '../form.ts'
import { formFacts } from '../opening-facts.ts'
import type { FormDeps } from './handle.ts'
import type { FormSource } from './kinds.ts'
import { filesOfForm } from './uploads.ts'

export type Arrived = {
  source: FormSource
  raw: Buffer
  contentType: string | undefined
  message: Message
  at: Instant
}

/** `beside`: what a person has to look at all the same; empty: nothing. */
export type Plain =
  | { kind: 'opened' | 'again'; caseId: string; beside: string }
  | { kind: 'mismatch' }
  | { kind: 'unfit'; why: string }

/** What we cannot place must not stop a clock: the case opens without it. The same message opens the same case. */
export const openPlain = async (
  deps: Pick<FormDeps, 'apply' | 'workflows'> & { store: Pick<FormDeps['store'], 'getAsset'> },
  { source, raw, contentType, message, at }: Arrived,
): Promise<Plain> => {
  const workflow = Object.hasOwn(deps.workflows, source.workflow) ? deps.workflows[source.workflow] : undefined
  if (!workflow) return { kind: 'unfit', why: `there is no workflow ${source.workflow}` }
  const form = readForm(raw, contentType)
  if (!form.ok) return { kind: 'unfit', why: form.why }
  const { assetId: ref, ...fields } = mapped(form.fields, source.mapping)
  const { facts, unknown } = formFacts(workflow, fields, at)
  const asset = typeof ref === 'string' && ref.length <= 200 ? await deps.store.getAsset(ref) : undefined
  const by: Actor = { kind: 'system', id: message.source, roles: ['system'] }
  const id = freshId(workflow.prefix, workflow.name, `${message.source}|${message.id}`)
  const opening = { id, facts, by, at, ...(asset ? { assetId: asset.id } : {}) }
  const opened = await deps.apply.open(workflow.name, opening, message)
  if (opened.kind === 'mismatch') return { kind: 'mismatch' }
  if (opened.kind === 'rejected') return { kind: 'unfit', why: JSON.stringify(opened.rejection) }
  const beside = [
    ...(ref === undefined || asset ? [] : ['the property is not on the register']),
    ...((await filesOfForm(raw, contentType)).length > 0 ? ['files came with it'] : []),
    ...(unknown.length > 0 ? [`the workflow has no fact ${unknown.join(', ')}`] : []),
  ].join('; ')
  return { kind: opened.kind === 'done' ? 'opened' : 'again', caseId: id, beside }
}
