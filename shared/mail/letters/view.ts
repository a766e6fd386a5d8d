/** What a letter to a resident is made of: the contents that the Code requires, in words, and who writes to whom. */
import type { Day } from '../../core/time.ts'
import type { Ombudsman } from '../../law/ombudsmen.ts'
import type { Contents } from '../../workflows/parts/letter-contents.ts'

export type LetterView = Omit<Contents<string>, 'says'> & {
  /** as the resident writes it; joint complainants all of them */
  to: readonly string[]
  from: { landlord: string; name: string; contact: string }
  on: Day
  ombudsman?: Ombudsman | undefined
}

/** Parts of a letter, in order: a heading, a paragraph or a list. */
export type Block = { heading: string } | { text: string } | { list: readonly string[] }
