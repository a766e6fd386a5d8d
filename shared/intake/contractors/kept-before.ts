/**
 * A delivery that gave a person a case of triage is known by each of its numbers, the delivery's own and its sender's
 * `eventId`: a machine that numbers its event anew in a delivery it repeats must not give a second case.
 */
import * as z from 'zod'
import type { Message, Store } from '../../store/store.ts'

/** `unplaced`: it was taken; `refused`: its sender was told no, and may mend it under the same number */
type What = 'unplaced' | 'refused'
const mark = z.object({ bodyHash: z.string(), kept: z.string() })
type Mark = z.output<typeof mark>

const namesOf = (what: What, { source, id, alias }: Message): string[] =>
  [id, ...(alias === undefined ? [] : [alias])].map(
    number => `${what === 'refused' ? 'refused-kept' : what}:${source}:${number}`,
  )

export const keptBefore = async (
  store: Pick<Store, 'getSetting'>,
  what: What,
  message: Message,
): Promise<Mark | undefined> => {
  const held = await Promise.all(namesOf(what, message).map(name => store.getSetting(name)))
  const found = held.find(one => one !== undefined)
  return found && mark.parse(found.value)
}

/** A number that is marked already stays as it was marked first. */
export const markKept = async (
  store: Pick<Store, 'putSetting'>,
  what: What,
  message: Message,
  kept: string,
): Promise<void> => {
  for (const name of namesOf(what, message)) await store.putSetting(name, { bodyHash: message.bodyHash, kept }, 0)
}
