/**
 * The door for letters that are told as sent, however they were written: the text itself is read before the event is
 * decided upon, while its words are still words. What the letter holds is found in its text, never taken on trust.
 */
import { createHash } from 'node:crypto'
import * as z from 'zod'
import { longDay } from '../../core/time.ts'
import type { AnyWorkflow, Situation } from '../../core/workflow.ts'
import type { Facts } from '../../workflows/parts/complaint-facts.ts'
import { contents, type LetterKind, lacks, letterKinds } from '../../workflows/parts/letter-contents.ts'
import { type Told, viewOf } from './from-case.ts'
import { sentBy, stageNow } from './kinds.ts'
import { jargonIn } from './plain.ts'
import * as read from './read-text.ts'
import type { LetterView } from './view.ts'

/** `data`: with the hash and the paragraphs as the text has them; `lacks`: sentences with their codes, as guards fail. */
export type AsSent = { data: Record<string, unknown>; lacks: string[] }

const told = z.looseObject({ letter: z.looseObject({ words: z.string().optional(), sha256: z.string().optional() }) })
const hash = (text: string): string => createHash('sha256').update(text).digest('hex')

/** What the text of a letter must show, beyond its standing paragraphs, and what is to be added where it does not. */
type Shown = readonly [code: string, holds: boolean, add: string]
const quoted = (text: string | undefined): string => `“${(text ?? '').trim().slice(0, 80)}”`
const day = (on: LetterView['due']): string => (on ? longDay(on) : 'the date')

const promises = (code: string, text: string, list: LetterView['remedies']): Shown[] =>
  (list ?? []).flatMap(({ what, by }): Shown[] => [
    [code, read.tells(text, what), `add what will be done: ${quoted(what)}`],
    [code, by !== undefined && read.tellsDay(text, by), `add by when ${quoted(what)} will be done: ${day(by)}`],
  ])

const passage = (code: string, text: string, what: string | undefined, name: string): Shown => [
  code,
  read.tells(text, what),
  `add ${name}: ${quoted(what)}`,
]
const date = (code: string, text: string, on: LetterView['due'], name: string): Shown => [
  code,
  on !== undefined && read.tellsDay(text, on),
  `add ${name}: ${day(on)}`,
]

const pointsIn = (text: string, view: LetterView): Shown[] =>
  (view.points ?? []).map(p => passage('LETTER_POINTS', text, p.text, 'the point'))

const response = (text: string, view: LetterView): Shown[] => [
  [
    'LETTER_STAGE',
    new RegExp(`\\bstage (?:${view.stage}|${view.stage === 1 ? 'one' : 'two'})\\b`, 'i').test(
      text.replace(/\s+/g, ' '),
    ),
    `add “stage ${view.stage}”`,
  ],
  ...pointsIn(text, view),
  [
    'LETTER_DECISION',
    read.tellsDecision(text, view.outcome),
    `add the decision: ${(view.outcome ?? '').replaceAll('_', ' ')}`,
  ],
  ...(view.points ?? []).flatMap((p): Shown[] => [
    [
      'LETTER_REASONS',
      read.tellsDecision(text, p.finding),
      `add the finding on ${quoted(p.text)}: ${(p.finding ?? '').replaceAll('_', ' ')}`,
    ],
    passage('LETTER_REASONS', text, p.reason, `the reason of the finding on ${quoted(p.text)}`),
  ]),
  ...promises('LETTER_REMEDIES', text, view.remedies),
  ...promises('LETTER_ACTIONS', text, view.actions),
]

const moreTime = (text: string, view: LetterView): Shown[] => [
  passage('LETTER_REASON', text, view.reason, 'why more time is needed'),
  date('LETTER_DUE', text, view.due, 'the new date'),
  [
    'LETTER_INTERVAL',
    read.tellsInterval(text, view.updateEvery ?? 0),
    `add that updates come every ${view.updateEvery} working days`,
  ],
]

const shown: Record<LetterKind, (text: string, view: LetterView) => Shown[]> = {
  acknowledgement: (text, view) => [
    date('LETTER_RECEIVED', text, view.receivedOn, 'the date on which the complaint was received'),
    ...pointsIn(text, view),
    passage('LETTER_OUTCOMES', text, view.outcomesSought, 'what the resident wants to happen'),
    ...(view.points ?? [])
      .filter(p => p.responsible !== 'landlord')
      .map(p => passage('LETTER_NOT_OURS', text, p.explanation, `why ${quoted(p.text)} is not ours`)),
    passage('LETTER_HANDLER', text, view.handler?.name, 'the name of the handler'),
    passage('LETTER_HANDLER', text, view.handler?.contact, 'how to reach the handler'),
    date('LETTER_DUE', text, view.due, 'the date by which the answer is due'),
  ],
  extension: moreTime,
  delay: moreTime,
  refusal: (text, view) => [
    passage('LETTER_MATTER', text, view.matter, 'what was complained about'),
    passage('LETTER_REASON', text, view.reason, 'the reason and the facts of this very case'),
    [
      'LETTER_EXCLUSION',
      read.tellsExclusion(text, view.exclusion),
      `add the exclusion that applies: ${(view.exclusion ?? '').replaceAll('_', ' ')}`,
    ],
    passage('LETTER_DISCRETION', text, view.discretion, 'how discretion was considered'),
  ],
  stage1: response,
  stage2: response,
  withdrawal: (text, view) => [passage('LETTER_WORDS', text, view.residentsWords, 'the words of the resident')],
  update: (text, view) => [
    passage('LETTER_PROGRESS', text, view.progress, 'what has been done since'),
    date('LETTER_NEXT', text, view.nextUpdateOn, 'when the next update comes'),
  ],
}

const adds: Record<string, (view: LetterView) => string> = {
  LETTER_OMBUDSMAN: ({ ombudsman: o }) => `add ${o?.name}, ${o?.phone}, ${o?.web}, ${o?.address}`,
  LETTER_ESCALATE: () => 'add that the resident need only say that they are not satisfied to go to stage 2',
  LETTER_UPDATES: () => 'add how updates will come',
  LETTER_ADJUSTMENTS: () => 'add the question whether reasonable adjustments are needed',
  LETTER_REPRESENTATIVE: () => 'add that a representative may act for the resident or come along',
  LETTER_APOLOGY: () => 'add an apology',
  LETTER_RESUME: () => 'add that the complaint can be taken up again',
}

/** Surnames are enough: “Ms Okonkwo” is addressed by name. */
const surname = (name: string): string => name.trim().split(/\s+/).at(-1) ?? ''

/** All that the text lacks of what its kind must show, each with what is to be added. */
export const missingIn = (kind: LetterKind, text: string, view: LetterView): string[] => {
  const says = read.paragraphsIn(text, view)
  const bare = lacks(kind, { ...view, says })
  const known = new Set(bare.map(sentence => sentence.split(':')[0]))
  const sentences = new Map(contents[kind].map(([code, sentence]) => [code, sentence]))
  return [
    ...bare.map(sentence => {
      const add = adds[sentence.split(':')[0] ?? '']?.(view)
      return add ? `${sentence}: ${add}` : sentence
    }),
    ...(view.reference && text.toLowerCase().includes(view.reference.toLowerCase())
      ? []
      : [`LETTER_REFERENCE: the letter gives the reference: add ${view.reference}`]),
    ...view.to
      .filter(name => !read.tells(text, surname(name)))
      .map(name => `LETTER_NAME: the letter addresses each complainant by name: add ${name || 'the name'}`),
    ...shown[kind](text, view)
      .filter(([code, holds]) => !holds && !known.has(code))
      .map(([code, , add]) => `${code}: ${sentences.get(code)}: ${add}`),
    ...jargonIn(withoutTheirs(text, view)),
  ]
}

/** A resident's own words are theirs: only what the landlord wrote must be plain. */
const withoutTheirs = (text: string, view: LetterView): string =>
  [view.outcomesSought, view.matter, view.residentsWords, ...(view.points ?? []).map(p => p.text)]
    .flatMap(words => words || [])
    .reduce((left, words) => left.replaceAll(words, ' '), text)

const kindSent = (type: string, f: Facts): LetterKind | undefined =>
  letterKinds.find(
    kind =>
      sentBy[kind].includes(type) &&
      (kind !== 'stage1' || stageNow(f) === 1) &&
      (kind !== 'stage2' || stageNow(f) === 2),
  )

/** Undefined: the event brings no letter, or does not fit its shape, which the decision will say. */
export const asSent = (
  workflow: AnyWorkflow,
  now: Situation,
  { type, data, by }: { type: string; data: unknown; by: { id: string } },
  words: Told,
): AsSent | undefined => {
  const letter = workflow.name === 'complaint' ? told.safeParse(data).data?.letter : undefined
  if (!letter) return undefined
  const given = data as Record<string, unknown>
  const text = letter.words?.trim() ?? ''
  if (text === '')
    return {
      data: given,
      lacks: ['LETTER_TEXT: the text of the letter as it was sent is kept: add it as data.letter.words'],
    }
  const own = [hash(text), hash(letter.words ?? '')]
  const sha256 = letter.sha256?.toLowerCase() ?? own[0]
  const bound = own.some(one => one === sha256)
  const f = now.case.facts as Facts
  const kind = kindSent(type, f)
  const sender = { name: by.id, contact: by.id }
  const view = kind && viewed(workflow, kind, type, given, now, { landlord: '', sender, told: words })
  const says = view ? read.paragraphsIn(text, view) : []
  return {
    data: { ...given, letter: { channel: 'email', ...letter, sha256, says } },
    lacks: [
      ...(bound
        ? []
        : ['LETTER_HASH: sha256 is that of the text in data.letter.words: leave sha256 out and it is worked out']),
      ...(kind && view ? missingIn(kind, text, view) : []),
    ],
  }
}

/** Undefined where what the event says besides its letter is not of its shape: the decision names that. */
const viewed = (
  workflow: AnyWorkflow,
  kind: LetterKind,
  type: string,
  data: Record<string, unknown>,
  now: Situation,
  who: Parameters<typeof viewOf>[3],
): LetterView | undefined => {
  const { letter: _, ...rest } = data
  const schema = workflow.events[type]
  const fits = schema instanceof z.ZodObject && schema.omit({ letter: true }).safeParse(rest).success
  return fits ? viewOf(kind, rest, now, who) : undefined
}
