/**
 * What became of each message that a door accepted, found by the number that its sender gave it. Nothing about people:
 * numbers, doors and cases alone.
 */
import type { Instant } from '../core/time.ts'
import type { Left } from '../store/arrived/logged.ts'
import type { Store } from '../store/store.ts'

/** One line for each of its numbers and each thing that came of it. */
export const noteIntake = async (
  store: Pick<Store, 'noteIntake'>,
  { door, at, references, original }: { door: string; at: Instant; references: readonly string[]; original?: string },
  left: readonly Left[],
): Promise<void> => {
  const numbers = [...new Set(references.map(one => one.trim().slice(0, 1000)).filter(one => one !== ''))]
  for (const reference of numbers)
    for (const { why, ...one } of left)
      await store.noteIntake({
        door,
        reference,
        at,
        ...one,
        ...(why ? { why: why.slice(0, 500).toWellFormed() } : {}),
        ...(original ? { original } : {}),
      })
}
