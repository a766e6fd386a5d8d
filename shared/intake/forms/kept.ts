/**
 * A submission that waits for a person: a case of triage with an owner and a clock, which leads to the bytes as they
 * came. The same one again is the same; other bytes under the number of a message are its sender's mistake.
 */
import * as z from 'zod'
import type { Message } from '../../store/store.ts'
import { type FloodDeps, toTriageBounded } from '../flood.ts'
import type { Misfit } from '../to-triage.ts'

type Deps = FloodDeps

export type Kept = { kind: 'kept' | 'again'; caseId: string } | { kind: 'mismatch' }

const mark = z.object({ bodyHash: z.string() })

/** `id` names the case of triage: of the message, or of the submission where that came by another way too. */
export const keepForm = async (deps: Deps, message: Message, id: string, misfit: Misfit): Promise<Kept> => {
  const name = `kept:${message.source}:${message.id}`
  const first = await deps.store.putSetting(name, { bodyHash: message.bodyHash }, 0)
  const held = first ? undefined : mark.parse((await deps.store.getSetting(name))?.value)
  if (held && held.bodyHash !== message.bodyHash) return { kind: 'mismatch' }
  const { caseId } = await toTriageBounded(deps, id, misfit)
  return { kind: first ? 'kept' : 'again', caseId }
}
