/** Guards on letters: an event that says a letter was sent is refused while the letter lacks what the Code requires. */
import type { Day } from '../../core/time.ts'
import type { Happened, Situation } from '../../core/workflow.ts'
import { baseDue, overall, type StageNumber, stageOf } from './complaint-clocks.ts'
import type { Facts } from './complaint-facts.ts'
import type { Point } from './complaint-stage.ts'
import { type Contents, contents, type LetterKind, type LetterSent, paragraphs } from './letter-contents.ts'

type Sent = { letter?: LetterSent | undefined; note?: string | undefined }

/** Nobody to write to: the note in the log stands for the letter (an anonymous complaint is investigated all the same). */
const anonymous = (f: Facts): boolean => f.persons.length === 0 && f.representative === undefined
const saysOf = (f: Facts, data: Sent): Contents['says'] =>
  data.letter?.says ?? (anonymous(f) && data.note ? paragraphs : [])

/** One sentence for each thing the letter must hold, so that a refusal says what is missing. */
export const letterGuards = <D extends Sent>(
  kind: LetterKind,
  view: (f: Facts, e: Happened<D>, now: Situation) => Omit<Contents, 'says'>,
): Record<string, (f: Facts, e: Happened<D>, now: Situation) => boolean> => ({
  'LETTER_SENT: the letter was sent, and its text is kept as sent': (f, e) =>
    e.data.letter !== undefined || (anonymous(f) && e.data.note !== undefined),
  ...Object.fromEntries(
    contents[kind].map(([code, sentence, holds]) => [
      `${code}: ${sentence}`,
      (f: Facts, e: Happened<D>, now: Situation) => holds({ ...view(f, e, now), says: saysOf(f, e.data) }),
    ]),
  ),
})

export const withLetter = (f: Facts, kind: string, on: Day, letter: LetterSent | undefined): Facts['letters'] =>
  letter
    ? [
        ...f.letters,
        {
          kind,
          on,
          sha256: letter.sha256.toLowerCase(),
          channel: letter.channel,
          words: letter.words,
        },
      ]
    : f.letters

/** The points that a stage is about: at stage 2 those that are not resolved. */
export const pointsOf = (f: Facts, n: StageNumber): Point[] => {
  const only = n === 2 ? f.s2?.points : undefined
  return only ? f.points.filter(p => only.includes(p.id)) : f.points
}

export const acknowledgement = (
  f: Facts,
  n: StageNumber,
  given: { points?: Point[] | undefined; outcomesSought?: unknown; handler: { name: string; contact: string } },
  on: Day,
  now: Situation,
  receivedOn: Day,
): Omit<Contents, 'says'> => ({
  reference: now.case.id,
  receivedOn,
  points: n === 1 ? (given.points ?? f.points) : pointsOf(f, n),
  outcomesSought: given.outcomesSought ?? f.outcomesSought,
  handler: given.handler,
  due: baseDue(
    { ...f, ...(n === 1 ? { s1: { ...f.s1, countsFrom: on } } : { s2: { ...stageOf(f, 2), countsFrom: on } }) },
    n,
    now.reckon,
  ),
})

export const response = (f: Facts, n: StageNumber, now: Situation): Omit<Contents, 'says'> => {
  const draft = stageOf(f, n).draft
  return {
    reference: now.case.id,
    stage: n,
    outcome: draft && overall(draft.findings),
    points: pointsOf(f, n).map(p => {
      const found = draft?.findings.find(g => g.point === p.id)
      return { text: p.text, responsible: p.responsible, finding: found?.finding, reason: found?.reason }
    }),
    remedies: draft?.remedies,
    actions: draft?.actions,
  }
}
