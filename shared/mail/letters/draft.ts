/**
 * A letter before it leaves: what it says, what it lacks, and whether the case would take the event that sends it. The
 * event is made whole here, so that what is sent is what was looked at. A letter that lacks anything has no event.
 */
import * as z from 'zod'
import type { Actor } from '../../core/case.ts'
import { decide } from '../../core/machine.ts'
import { references } from '../../core/personal.ts'
import type { AnyWorkflow, Situation } from '../../core/workflow.ts'
import { isRole, type Titles, titled } from '../../law/roles.ts'
import type { Facts } from '../../workflows/parts/complaint-facts.ts'
import type { LetterKind, LetterSent } from '../../workflows/parts/letter-contents.ts'
import { paragraphs } from '../../workflows/parts/letter-contents.ts'
import { listed } from '../words.ts'
import { type Sender, type Told, viewOf } from './from-case.ts'
import { letter } from './letter.ts'

export type Draft = {
  kind: LetterKind
  /** all that it lacks; none: it may leave */
  lacks: string[]
  /** what else keeps the case from sending it: a check, an approval, a date */
  refused: string[]
  ready: boolean
  /** what the resident needs, as agreed: their language, larger print. The letter is written, translated or read out so */
  agreed: string[]
  subject?: string
  text?: string
  html?: string
  /** to be told to the case as it is */
  event?: { type: string; data: Record<string, unknown> }
}

export type Asked = {
  kind: LetterKind
  type: string
  data: Record<string, unknown>
  channel: LetterSent['channel']
  by: Actor
}

const unchecked = '0'.repeat(64)

const refusals = (
  workflow: AnyWorkflow,
  now: Situation,
  asked: Asked,
  sent: LetterSent,
  incomplete: boolean,
  titles: Titles,
): string[] => {
  const data = { ...asked.data, letter: sent }
  const decided = decide(workflow, now.case, { type: asked.type, at: now.instant, by: asked.by, data }, now)
  if (decided.ok) return []
  if (decided.kind === 'guard') return decided.failed.filter(sentence => !sentence.startsWith('LETTER_'))
  // what is not there yet is told once, as lacking from the letter
  if (decided.kind === 'invalid' && incomplete) return []
  if (decided.kind === 'invalid') return decided.issues.map(({ path, message }) => `${path}: ${message}`)
  if (decided.kind === 'forbidden')
    return [
      `FORBIDDEN: it is for ${listed(
        decided.needs.map(need => (isRole(need) ? titled(titles)(need) : need)),
        'or',
      )} to send`,
    ]
  return [`${asked.type} is not possible now`]
}

/** What the sending event says of itself, without its letter; undefined for an event of no such shape. */
export const asideFromLetter = (workflow: AnyWorkflow, type: string): z.ZodObject | undefined => {
  const schema = workflow.events[type]
  return schema instanceof z.ZodObject ? schema.omit({ letter: true }) : undefined
}

/** What of it is there and wrong. What is not there yet is no mistake: the letter lacks it. */
export const mistakesIn = (
  workflow: AnyWorkflow,
  type: string,
  data: Record<string, unknown>,
): z.core.$ZodError | undefined => asideFromLetter(workflow, type)?.partial().safeParse(data).error

/** References of the case that a letter may need. */
export const referencesFor = (now: Pick<Situation, 'case'>): string[] => references(now.case.facts)

export const agreedWith = ({ case: c }: Pick<Situation, 'case'>): string[] =>
  (c.facts as Facts).adjustments.map(({ type }) => type)

export const draftLetter = (
  workflow: AnyWorkflow,
  now: Situation,
  asked: Asked,
  who: { landlord: string; titles: Titles; sender: Sender; told: Told },
): Draft => {
  const { kind, type, data, channel } = asked
  const made = letter(kind, viewOf(kind, data, now, who))
  if (!made.ok) {
    const refused = refusals(
      workflow,
      now,
      asked,
      { sha256: unchecked, channel, says: [...paragraphs], words: '-' },
      true,
      who.titles,
    )
    return { kind, lacks: made.lacks, refused, ready: false, agreed: agreedWith(now) }
  }
  const sent = { sha256: made.sha256, channel, says: made.says, words: made.text }
  const refused = refusals(workflow, now, asked, sent, false, who.titles)
  const { subject, text, html } = made
  return {
    kind,
    lacks: [],
    refused,
    ready: refused.length === 0,
    agreed: agreedWith(now),
    subject,
    text,
    html,
    ...(refused.length === 0 ? { event: { type, data: { ...data, letter: sent } } } : {}),
  }
}
