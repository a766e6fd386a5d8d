/** A contractor's kept message, handled again by today's jobs. Its signature was proved when it came. */
import type { Misfit, Original } from '../to-triage.ts'
import { readFeed } from './hact.ts'
import { handleCallback, messageOf, toldBy } from './handle.ts'
import { fromOriginalKey, misfitOf } from './keep.ts'
import type { CallbackDeps, Contractor, Told } from './ports.ts'

type Again = { original: Original; receivedAt: Misfit['receivedAt'] }
type Came = { kind: 'opened' | 'told'; caseId: string; event?: string }

/** Nothing when it does not fit still: `keep` is told why. A retry of its sender that was taken meanwhile counts. */
export const callbackAgain = async (
  deps: Omit<CallbackDeps, 'contractors'>,
  contractors: readonly Contractor[],
  { original, receivedAt }: Again,
  bytes: Buffer,
  keep: (id: string, misfit: Misfit) => Promise<unknown>,
): Promise<Came[]> => {
  const parts = fromOriginalKey(original.key)
  const contractor = contractors.find(({ id }) => id === parts?.contractor)
  const body = contractor && (await readFeed({ ...deps, contractors }, contractor, bytes))
  if (!parts || !contractor || !body?.ok) {
    const detail = body && !body.ok ? (body.problem.detail ?? '') : 'the contractor is not in the landlord’s file'
    const source = `contractor:${parts?.contractor ?? ''}`
    await keep('', { reason: 'unmapped', detail, source, channel: 'contractor', receivedAt, original })
    return []
  }
  const message = messageOf(contractor, parts.id, body.value, bytes)
  const told: Told = { contractor, by: toldBy(contractor), body: body.value, message, receivedAt }
  const result = await handleCallback({ ...deps, contractors }, told)
  if (result.kind === 'done' || result.kind === 'again')
    return [{ kind: 'told', caseId: result.caseId, event: body.value.eventType }]
  const unplaced =
    'unplaced' in result && result.unplaced
      ? result.unplaced
      : {
          reason: 'refused' as const,
          detail:
            'problem' in result
              ? (result.problem.detail ?? '')
              : 'a message of this number with another body was taken',
        }
  await keep('', misfitOf(told, unplaced, bytes, receivedAt))
  return []
}
