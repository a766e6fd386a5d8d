/** A letter of each kind that holds all that the Code requires. */
import type { Day } from '../../shared/core/time.ts'
import { ombudsmen } from '../../shared/law/ombudsmen.ts'
import type { LetterView } from '../../shared/mail/letters/view.ts'
import type { LetterKind } from '../../shared/workflows/parts/letter-contents.ts'

const day = (text: string) => text as Day
const base: LetterView = {
  to: ['Ms J. Okonkwo'],
  from: { landlord: 'Example Homes', name: 'Helen One', contact: '01227 000001' },
  on: day('2026-11-24'),
  reference: 'CMP-7K3Q-9D4H-2XMP',
  ombudsman: ombudsmen.HO,
}
export const wholeLetters: Record<LetterKind, LetterView> = {
  acknowledgement: {
    ...base,
    receivedOn: day('2026-11-20'),
    points: [
      { text: 'Nobody came to mend the boiler', responsible: 'landlord' },
      { text: 'The road is dark', responsible: 'other', explanation: 'The county council lights the road.' },
    ],
    outcomesSought: 'A warm home',
    handler: { name: 'Helen One', contact: '01227 000001' },
    due: day('2026-12-08'),
  },
  extension: { ...base, reason: 'We wait for the records of our contractor.', due: day('2026-12-18'), updateEvery: 5 },
  delay: { ...base, reason: 'The surveyor fell ill.', due: day('2026-12-18'), updateEvery: 5 },
  refusal: {
    ...base,
    matter: 'A boiler in 2024',
    exclusion: 'over_12_months',
    reason: 'The fault was mended on 3 May 2024.',
    discretion: 'Nothing has happened since, and no reason for the delay was given.',
  },
  stage1: {
    ...base,
    stage: 1,
    outcome: 'upheld',
    points: [
      {
        text: 'Nobody came to mend the boiler',
        responsible: 'landlord',
        finding: 'upheld',
        reason: 'The log shows three visits that we missed.',
      },
    ],
    remedies: [{ what: 'An engineer visits you', by: day('2026-12-15') }],
    actions: [],
  },
  stage2: {
    ...base,
    stage: 2,
    outcome: 'not_upheld',
    points: [
      {
        text: 'The sum offered',
        responsible: 'landlord',
        finding: 'not_upheld',
        reason: 'It is what our policy gives.',
      },
    ],
    remedies: [],
    actions: [],
  },
  withdrawal: { ...base, residentsWords: 'It is all mended, thank you' },
  update: { ...base, progress: 'The part has been ordered.', nextUpdateOn: day('2026-12-11') },
}
