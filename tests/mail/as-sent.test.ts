import { describe, expect, it } from 'vitest'
import { missingIn } from '../../shared/mail/letters/as-sent.ts'
import { letter } from '../../shared/mail/letters/letter.ts'
import { letterKinds } from '../../shared/workflows/parts/letter-contents.ts'
import { wrongWith } from '../support/as-read.ts'
import { wholeLetters as whole } from '../support/letters.ts'
import { mailKinds } from '../support/mail-kinds.ts'

/** What the text part alone says of a change, a figure’s colour, a table that it does not read out. */
const layout = ['worse', 'new', 'rows', 'misses', 'close', 'meets']

const codes = (kind: (typeof letterKinds)[number], text: string) =>
  [...new Set(missingIn(kind, text, whole[kind]).map(line => line.split(':')[0]))].sort()

it.each(letterKinds)('the %s letter that we wrote ourselves lacks nothing', kind => {
  const made = letter(kind, whole[kind])
  expect(made.ok && missingIn(kind, made.text, whole[kind])).toEqual([])
})

/** Its HTML is for the page, where its subject is its title; the text is what is sent and hashed. */
it.each(mailKinds.filter(([kind]) => !kind.startsWith('a report')))('%s is read whole, in both parts', (kind, mail) =>
  expect(wrongWith(mail, kind.startsWith('a digest') ? { shorter: true, layout } : {})).toEqual([]),
)

/** Letters as people write them: nothing of our own wording. */
const byHand = {
  extension: `Dear Ms Okonkwo
CMP-7K3Q-9D4H-2XMP
I apologise, but I cannot answer by Friday: the records of our contractor have not come and we must wait for them.
My answer will be with you by 18th December 2026 and I will write weekly in the meantime.
The Housing Ombudsman is on 0300 111 3000.`,
  delay: `Dear Ms Okonkwo, about CMP-7K3Q-9D4H-2XMP: sorry, we missed the date because the surveyor fell ill.
You will hear our decision on 18/12/2026, and from me every five working days. Housing Ombudsman: 0300 111 3000.`,
  refusal: `Ms Okonkwo, reference CMP-7K3Q-9D4H-2XMP. You wrote about a boiler in 2024. That is more than twelve months ago:
the fault was mended on 3 May 2024. I thought about taking it up anyway, but nothing has happened since and you gave no
reason for the delay. If you disagree, the Housing Ombudsman (0300 111 3000) can tell us to look at it.`,
  stage2: `Dear Ms Okonkwo, CMP-7K3Q-9D4H-2XMP, stage two. On the sum offered: we do not agree, it is what our policy gives.
The Housing Ombudsman is on 0300 111 3000.`,
  withdrawal: `Dear Ms Okonkwo, CMP-7K3Q-9D4H-2XMP. You told us: “It is all mended, thank you”, so I have closed it. You can
take it up again whenever you wish. The Housing Ombudsman is on 0300 111 3000.`,
  update: 'Dear Ms Okonkwo, CMP-7K3Q-9D4H-2XMP: the part has been ordered. I will write again on 11 December.',
} as const

describe('written by hand', () => {
  it.each(Object.entries(byHand))('%s lacks nothing', (kind, text) =>
    expect(missingIn(kind as keyof typeof byHand, text, whole[kind as keyof typeof byHand])).toEqual([]),
  )

  it.each([
    ['extension', /\bI apologise, but /, 'LETTER_APOLOGY'],
    ['extension', /the records of our contractor.*for them/, 'LETTER_REASON'],
    ['extension', /18th December 2026/, 'LETTER_DUE'],
    ['extension', /weekly/, 'LETTER_INTERVAL'],
    ['extension', /0300 111 3000/, 'LETTER_OMBUDSMAN'],
    ['extension', /CMP-7K3Q-9D4H-2XMP/, 'LETTER_REFERENCE'],
    ['extension', /Okonkwo/, 'LETTER_NAME'],
    ['delay', /sorry, /, 'LETTER_APOLOGY'],
    ['delay', /18\/12\/2026/, 'LETTER_DUE'],
    ['delay', /every five working days/, 'LETTER_INTERVAL'],
    ['delay', /the surveyor fell ill/, 'LETTER_REASON'],
    ['refusal', /a boiler in 2024/, 'LETTER_MATTER'],
    ['refusal', /more than twelve months ago/, 'LETTER_EXCLUSION'],
    ['refusal', /nothing has happened since.*the delay/s, 'LETTER_DISCRETION'],
    ['refusal', /0300 111 3000/, 'LETTER_OMBUDSMAN'],
    ['stage2', /stage two/, 'LETTER_STAGE'],
    ['stage2', /we do not agree/, 'LETTER_DECISION'],
    ['stage2', /it is what our policy gives/, 'LETTER_REASONS'],
    ['stage2', /the sum offered/, 'LETTER_POINTS'],
    ['stage2', /0300 111 3000/, 'LETTER_OMBUDSMAN'],
    ['withdrawal', /“.*”/, 'LETTER_WORDS'],
    ['withdrawal', /take it up again/, 'LETTER_RESUME'],
    ['update', /the part has been ordered/, 'LETTER_PROGRESS'],
    ['update', /11 December/, 'LETTER_NEXT'],
  ] as const)('%s without %o: %s', (kind, without, code) => {
    expect(byHand[kind]).toMatch(without)
    expect(codes(kind, byHand[kind].replace(without, ''))).toContain(code)
  })

  it('another date than the one that the event gives is no date', () =>
    expect(codes('update', byHand.update.replace('11 December', '12 December'))).toEqual(['LETTER_NEXT']))
})
