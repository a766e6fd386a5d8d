import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ombudsmen } from '../../shared/law/ombudsmen.ts'
import { letter } from '../../shared/mail/letters/letter.ts'
import { notPlain } from '../../shared/mail/letters/plain.ts'
import type { LetterView } from '../../shared/mail/letters/view.ts'
import { letterKinds } from '../../shared/workflows/parts/letter-contents.ts'
import { wholeLetters as whole } from '../support/letters.ts'

it.each(letterKinds)('the %s letter that holds everything is written, once as text and once as HTML', kind => {
  const made = letter(kind, whole[kind])
  if (!made.ok) throw new Error(made.lacks.join('\n'))
  expect(made.text).toContain('CMP-7K3Q-9D4H-2XMP')
  expect(made.text).toContain('Dear Ms J. Okonkwo,')
  expect(made.sha256).toBe(createHash('sha256').update(made.text).digest('hex'))
  expect(made.text).not.toMatch(/undefined|\bNaN\b/)
  expect(notPlain(made.text.replaceAll('CMP-7K3Q-9D4H-2XMP', ''))).toEqual([])
})

describe('each thing that the Code requires is missed when it is not there', () => {
  it.each([
    ['acknowledgement', { reference: undefined }, 'LETTER_REFERENCE'],
    ['acknowledgement', { receivedOn: undefined }, 'LETTER_RECEIVED'],
    ['acknowledgement', { points: [] }, 'LETTER_POINTS'],
    ['acknowledgement', { outcomesSought: ' ' }, 'LETTER_OUTCOMES'],
    ['acknowledgement', { points: [{ text: 'The road', responsible: 'other' }] }, 'LETTER_NOT_OURS'],
    ['acknowledgement', { handler: undefined }, 'LETTER_HANDLER'],
    ['acknowledgement', { due: undefined }, 'LETTER_DUE'],
    ['acknowledgement', { ombudsman: undefined }, 'LETTER_OMBUDSMAN'],
    ['acknowledgement', { to: [] }, 'LETTER_NAME'],
    ['extension', { reason: undefined }, 'LETTER_REASON'],
    ['extension', { due: undefined }, 'LETTER_DUE'],
    ['extension', { updateEvery: undefined }, 'LETTER_INTERVAL'],
    ['extension', { ombudsman: { ...ombudsmen.HO, phone: '' } }, 'LETTER_OMBUDSMAN'],
    ['delay', { reason: undefined }, 'LETTER_REASON'],
    ['delay', { due: undefined }, 'LETTER_DUE'],
    ['refusal', { matter: undefined }, 'LETTER_MATTER'],
    ['refusal', { reason: undefined }, 'LETTER_REASON'],
    ['refusal', { exclusion: undefined }, 'LETTER_EXCLUSION'],
    ['refusal', { discretion: undefined }, 'LETTER_DISCRETION'],
    ['refusal', { ombudsman: undefined }, 'LETTER_OMBUDSMAN'],
    ['stage1', { stage: 2 }, 'LETTER_STAGE'],
    ['stage1', { points: [] }, 'LETTER_POINTS'],
    ['stage1', { outcome: undefined }, 'LETTER_DECISION'],
    ['stage1', { points: [{ text: 'a', responsible: 'landlord', finding: 'upheld' }] }, 'LETTER_REASONS'],
    ['stage1', { remedies: [] }, 'LETTER_REMEDIES'],
    ['stage1', { remedies: [{ what: 'soon', by: undefined }] }, 'LETTER_REMEDIES'],
    ['stage1', { actions: undefined }, 'LETTER_ACTIONS'],
    ['stage2', { ombudsman: undefined }, 'LETTER_OMBUDSMAN'],
    ['withdrawal', { residentsWords: undefined }, 'LETTER_WORDS'],
    ['update', { nextUpdateOn: undefined }, 'LETTER_NEXT'],
  ] as const)('%s without %o: %s', (kind, without, code) => {
    const made = letter(kind, { ...whole[kind], ...without } as LetterView)
    expect(made).toMatchObject({ ok: false, lacks: expect.arrayContaining([expect.stringMatching(`^${code}: `)]) })
  })
})

describe('plain words', () => {
  it.each(['our housing stock', 'a decant', 'the void team', 'the LGSR of your home', 'at S1', 'no access'])(
    'not “%s”',
    text => expect(notPlain(text)).toHaveLength(1),
  )
  it('a landlord’s reason in the words of the trade is not sent; a resident’s own words are theirs', () => {
    expect(letter('update', { ...whole.update, progress: 'The operative reported no access.' })).toMatchObject({
      ok: false,
    })
    expect(letter('withdrawal', { ...whole.withdrawal, residentsWords: 'The operative came' })).toMatchObject({
      ok: true,
    })
  })
  it('the resident’s words are escaped', () => {
    const made = letter('withdrawal', { ...whole.withdrawal, residentsWords: '<script>x</script>' })
    expect(made.ok && made.html).not.toContain('<script>')
  })
})
