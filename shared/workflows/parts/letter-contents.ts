/**
 * What each letter to a resident must hold before it may leave (Complaint Handling Code 2.4, 5.6, 5.7, 6.2 to 6.5, 6.9,
 * 6.11 to 6.16, 6.19, 7.3). One list serves the guards of the workflow, which see references, and the letters, which see words.
 */
import * as z from 'zod'
import { personal } from '../../core/personal.ts'
import type { Day } from '../../core/time.ts'

export const letterKinds = [
  'acknowledgement',
  'extension',
  'delay',
  'refusal',
  'stage1',
  'stage2',
  'withdrawal',
  'update',
] as const
export type LetterKind = (typeof letterKinds)[number]

/** Paragraphs that are the same in every letter of a kind; a letter tells which of them it holds. */
export const paragraphs = [
  'ombudsman',
  'representative',
  'adjustments',
  'updates',
  'apology',
  'escalate',
  'resume',
] as const
export type Paragraph = (typeof paragraphs)[number]

/** A letter as sent: the hash of its text, and the text itself beside the history, where it can be erased. */
export const letterSent = z.strictObject({
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, 'a SHA-256 in hex')
    .meta({ description: 'of the text in `words`; worked out when left out' }),
  channel: z.enum(['email', 'post', 'hand', 'portal', 'sms', 'read_aloud']),
  says: z
    .array(z.enum(paragraphs))
    .max(paragraphs.length)
    .default([])
    .meta({ description: 'found in the text: what the sender says of it is not used' }),
  words: personal(40_000).meta({ personal: true, description: 'the text of the letter, whole, as it was sent' }),
})
export type LetterSent = z.output<typeof letterSent>

/** `W` is a text: words for the letter, a reference to words for the history. */
export type Contents<W = unknown> = {
  reference?: string | undefined
  receivedOn?: Day | undefined
  points?:
    | readonly {
        text: W
        responsible: 'landlord' | 'other' | 'unclear'
        explanation?: W | undefined
        finding?: string | undefined
        reason?: W | undefined
      }[]
    | undefined
  outcomesSought?: W | undefined
  handler?: { name: string; contact: string } | undefined
  due?: Day | undefined
  updateEvery?: number | undefined
  reason?: W | undefined
  stage?: 1 | 2 | undefined
  outcome?: string | undefined
  remedies?: readonly { what: W; by: Day | undefined }[] | undefined
  actions?: readonly { what: W; by: Day | undefined }[] | undefined
  matter?: W | undefined
  exclusion?: string | undefined
  discretion?: W | undefined
  residentsWords?: W | undefined
  progress?: W | undefined
  nextUpdateOn?: Day | undefined
  says: readonly Paragraph[]
}

export type Item = readonly [code: string, sentence: string, holds: (letter: Contents) => boolean]

const is = (value: unknown): boolean =>
  typeof value === 'string' ? value.trim() !== '' : value !== undefined && value !== null
const says = (code: string, sentence: string, paragraph: Paragraph): Item => [
  code,
  sentence,
  l => l.says.includes(paragraph),
]

const reference: Item = ['LETTER_REFERENCE', 'the letter gives the reference', l => is(l.reference)]
const ombudsman = says('LETTER_OMBUDSMAN', 'the letter says how to reach the Ombudsman', 'ombudsman')
const definition: Item = [
  'LETTER_POINTS',
  'the letter sets out each point of the complaint',
  l => (l.points?.length ?? 0) > 0 && (l.points ?? []).every(p => is(p.text)),
]
const wholePromises = (list: Contents['remedies']) => list?.every(r => is(r.what) && is(r.by)) ?? false

/** Code 6.9 and 6.19 (a) to (g) are the same but for where the resident may go next. */
const response = (stage: 1 | 2): readonly Item[] => [
  reference,
  ['LETTER_STAGE', `(a) the letter says that this is stage ${stage}`, l => l.stage === stage],
  ['LETTER_POINTS', '(b) the letter sets out each point of the complaint', definition[2]],
  ['LETTER_DECISION', '(c) the letter gives the decision', l => is(l.outcome)],
  [
    'LETTER_REASONS',
    '(d) the letter has a finding with a reason on every point',
    l => definition[2](l) && (l.points ?? []).every(p => is(p.finding) && is(p.reason)),
  ],
  [
    'LETTER_REMEDIES',
    '(e) the letter says of each remedy what will be done and by when, and an upheld point has one',
    l =>
      wholePromises(l.remedies) &&
      (l.outcome === 'not_upheld' || l.outcome === 'out_of_jurisdiction' || (l.remedies ?? []).length > 0),
  ],
  ['LETTER_ACTIONS', '(f) the letter says of each outstanding action what and by when', l => wholePromises(l.actions)],
  stage === 1
    ? says('LETTER_ESCALATE', '(g) the letter says how to go to stage 2', 'escalate')
    : says('LETTER_OMBUDSMAN', '(g) the letter says how to go to the Ombudsman', 'ombudsman'),
  // Code 3.7: the Ombudsman is named in every letter of the procedure
  ...(stage === 1 ? [ombudsman] : []),
]

/** Before it is due and after: the same things are said. */
const moreTime: readonly Item[] = [
  reference,
  ['LETTER_REASON', 'the letter explains why more time is needed', l => is(l.reason)],
  ['LETTER_DUE', 'the letter gives the new date', l => is(l.due)],
  ['LETTER_INTERVAL', 'the letter says how often updates will come', l => (l.updateEvery ?? 0) > 0],
  ombudsman,
  says('LETTER_APOLOGY', 'the letter apologises', 'apology'),
]

export const contents: Record<LetterKind, readonly Item[]> = {
  acknowledgement: [
    reference,
    ['LETTER_RECEIVED', 'the letter gives the date on which the complaint was received', l => is(l.receivedOn)],
    definition,
    [
      'LETTER_OUTCOMES',
      'the letter says what the resident wants to happen, or that they were asked',
      l => is(l.outcomesSought),
    ],
    [
      'LETTER_NOT_OURS',
      'the letter explains which points the landlord is not responsible for',
      l => (l.points ?? []).every(p => p.responsible === 'landlord' || is(p.explanation)),
    ],
    [
      'LETTER_HANDLER',
      'the letter names the handler and how to reach them',
      l => is(l.handler?.name) && is(l.handler?.contact),
    ],
    ['LETTER_DUE', 'the letter gives the date of the response', l => is(l.due)],
    says('LETTER_UPDATES', 'the letter says how updates will come', 'updates'),
    says('LETTER_ADJUSTMENTS', 'the letter asks about reasonable adjustments', 'adjustments'),
    says(
      'LETTER_REPRESENTATIVE',
      'the letter says that somebody may act for the resident or come along',
      'representative',
    ),
    ombudsman,
  ],
  extension: moreTime,
  delay: moreTime,
  refusal: [
    reference,
    ['LETTER_MATTER', 'the letter says what was complained about', l => is(l.matter)],
    ['LETTER_REASON', 'the letter gives the reason and the facts of this very case', l => is(l.reason)],
    ['LETTER_EXCLUSION', 'the letter names the exclusion that applies', l => is(l.exclusion)],
    ['LETTER_DISCRETION', 'the letter says how discretion was considered', l => is(l.discretion)],
    ombudsman,
  ],
  stage1: response(1),
  stage2: response(2),
  withdrawal: [
    reference,
    ['LETTER_WORDS', "the letter repeats the resident's own words of withdrawal", l => is(l.residentsWords)],
    says('LETTER_RESUME', 'the letter says that the complaint can be taken up again', 'resume'),
    ombudsman,
  ],
  update: [
    reference,
    ['LETTER_PROGRESS', 'the letter says what has been done since', l => is(l.progress)],
    ['LETTER_NEXT', 'the letter says when the next update comes', l => is(l.nextUpdateOn)],
  ],
}

/** Sentences with their codes of all that is missing; none means that it may leave. */
export const lacks = (kind: LetterKind, letter: Contents): string[] =>
  contents[kind].filter(([, , holds]) => !holds(letter)).map(([code, sentence]) => `${code}: ${sentence}`)
