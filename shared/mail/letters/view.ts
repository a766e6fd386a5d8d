/** What a letter to a resident is made of: the contents that the Code requires, in words, and who writes to whom. */
import type { Day } from '../../core/time.ts'
import type { Contents } from '../../workflows/parts/letter-contents.ts'

export type Ombudsman = { name: string; phone: string; web: string; address: string }

/** Public contact details, as the Ombudsmen publish them. */
export const ombudsmen: Record<'HO' | 'LGSCO', Ombudsman> = {
  HO: {
    name: 'Housing Ombudsman Service',
    phone: '0300 111 3000',
    web: 'www.housing-ombudsman.org.uk',
    address: 'PO Box 1484, Unit D, Preston, PR2 0ET',
  },
  LGSCO: {
    name: 'Local Government and Social Care Ombudsman',
    phone: '0300 061 0614',
    web: 'www.lgo.org.uk',
    address: 'PO Box 4771, Coventry, CV4 0EH',
  },
}

export type LetterView = Omit<Contents<string>, 'says'> & {
  /** as the resident writes it; joint complainants all of them */
  to: readonly string[]
  from: { landlord: string; name: string; contact: string }
  on: Day
  ombudsman?: Ombudsman | undefined
}

/** Parts of a letter, in order: a heading, a paragraph or a list. */
export type Block = { heading: string } | { text: string } | { list: readonly string[] }
