/** What a proved message of a contractor is answered: taken, of no case, or refused and kept with its reason. */
import { type Answer, json } from '../../shared/http/answer.ts'
import { anotherBody, type Problem } from '../../shared/http/problem.ts'
import { hasRoom } from '../../shared/intake/contractors/flood.ts'
import { handleCallback } from '../../shared/intake/contractors/handle.ts'
import { keepUnplaced } from '../../shared/intake/contractors/keep.ts'
import { keptBefore, markKept } from '../../shared/intake/contractors/kept-before.ts'
import type { Contractor, Told, Unplaced } from '../../shared/intake/contractors/ports.ts'
import { keepRefused, reasonOf, refusedId } from '../../shared/intake/contractors/refused.ts'
import { noteIntake } from '../../shared/intake/intake-log.ts'
import type { Left } from '../../shared/store/arrived/logged.ts'
import type { Message } from '../../shared/store/store.ts'
import type { Deps } from './ports.ts'

/** By the number of the delivery, which its sender's machine waits for. */
const accepted = ({ id, alias }: Message, first: boolean, more: object): Answer =>
  json({ id: alias ?? id, status: 'accepted', ...more }, first ? 202 : 200)

type Refusing = { contractor: Contractor; messageId: string; raw: Buffer; no: Problem }

/**
 * What was proved and not taken is listed with its reason: its sender's log is not where anybody looks. `keep` gives it
 * to a person too. Danger is never one message too many.
 */
export const refusing = async (
  deps: Deps,
  { contractor: { id }, messageId, raw, no }: Refusing,
  { grave = false, keep }: { grave?: boolean; keep?: () => Promise<{ caseId: string }> } = {},
): Promise<Problem> => {
  const room = grave || (await hasRoom(deps, id, refusedId(raw)))
  if (!room)
    return {
      ...no,
      detail: `${no.detail ?? no.title}. Too many messages were refused today: this one was counted and is not kept`,
    }
  const said = keep ? { ...no, kept: (await keep()).caseId } : no
  await keepRefused(deps, id, messageId, raw, reasonOf(said, said.kept))
  return said
}

const refusingTold = (deps: Deps, { contractor, message }: Told, raw: Buffer, no: Problem) =>
  refusing(deps, { contractor, messageId: message.id, raw, no })

/** A message that is taken and finds no case is known by its id like any other: the mark says what became of it. */
const takeUnplaced = async (deps: Deps, told: Told, unplaced: Unplaced, raw: Buffer): Promise<Answer | Problem> => {
  const { message } = told
  const before = await keptBefore(deps.store, 'unplaced', message)
  if (before && before.bodyHash !== message.bodyHash)
    return refusingTold(deps, told, raw, anotherBody(message.alias ?? message.id))
  const kept = before?.kept ?? (await keepUnplaced(deps, told, unplaced, raw)).caseId
  await markKept(deps.store, 'unplaced', message, kept)
  if (!before) await noteTheirs(deps, told, { outcome: 'triage', caseId: kept })
  return accepted(message, !before, { quarantined: true, kept })
}

/** What was refused and given to a person is one case for its delivery, however often it comes; danger is one each time. */
const keepOnce = async (deps: Deps, told: Told, unplaced: Unplaced, raw: Buffer): Promise<{ caseId: string }> => {
  const before = await keptBefore(deps.store, 'refused', told.message)
  if (before && told.body.eventType !== 'unsafe.found') return { caseId: before.kept }
  const kept = await keepUnplaced(deps, told, unplaced, raw)
  await markKept(deps.store, 'refused', told.message, kept.caseId)
  return kept
}

/** Their own number of the job is what they name on the telephone: what they told is found by it too. */
const noteTheirs = async ({ store, now }: Deps, { message, body }: Told, left: Left): Promise<void> => {
  const { contractorRef, eventType } = body
  if (contractorRef === undefined) return
  await noteIntake(store, { door: message.source, at: now(), references: [contractorRef] }, [
    { ...left, event: eventType, why: 'by their own number of the job' },
  ])
}

/** One that came again under another delivery is found by that number too; the first is, by the commit. */
const noteDelivery = async ({ store, now }: Deps, { message: { source, id, alias } }: Told, caseId: string) => {
  if (alias === undefined || (await store.seen(source, alias))) return
  const what = { door: source, at: now(), references: [alias] }
  await noteIntake(store, what, [{ outcome: 'told', caseId, why: `known by its eventId, ${id}` }])
}

export const answerTo = async (deps: Deps, told: Told, raw: Buffer): Promise<Answer | Problem> => {
  const result = await handleCallback(deps, told)
  switch (result.kind) {
    case 'done':
    case 'again':
      await noteDelivery(deps, told, result.caseId)
      if (result.kind === 'done') await noteTheirs(deps, told, { outcome: 'told', caseId: result.caseId })
      return accepted(told.message, result.kind === 'done', { caseId: result.caseId })
    case 'mismatch':
      return refusingTold(deps, told, raw, anotherBody(told.message.id))
    case 'unplaced':
      return takeUnplaced(deps, told, result.unplaced, raw)
    case 'refused': {
      const { contractor, message, body } = told
      const { problem: no, unplaced } = result
      return refusing(
        deps,
        { contractor, messageId: message.id, raw, no },
        {
          grave: body.eventType === 'unsafe.found',
          ...(unplaced ? { keep: () => keepOnce(deps, told, unplaced, raw) } : {}),
        },
      )
    }
  }
}
