/** What a letter says, from what the case knows and what the writer adds. Words come as text or as references. */
import * as z from 'zod'
import { kept } from '../../core/personal.ts'
import { day, dayOf } from '../../core/time.ts'
import type { Situation } from '../../core/workflow.ts'
import { ombudsmen } from '../../law/ombudsmen.ts'
import { stageOf } from '../../workflows/parts/complaint-clocks.ts'
import { receivedOn } from '../../workflows/parts/complaint-common.ts'
import type { Facts } from '../../workflows/parts/complaint-facts.ts'
import { acknowledgement, response } from '../../workflows/parts/complaint-letters.ts'
import { point } from '../../workflows/parts/complaint-stage.ts'
import type { Contents, LetterKind } from '../../workflows/parts/letter-contents.ts'
import { stageNow } from './kinds.ts'
import type { LetterView } from './view.ts'

/** What a reference stands for; undefined when the words were erased. */
export type Told = (reference: string) => string | undefined
export type Sender = { name: string; contact: string }

/** What the sending event is to say, as far as it is known: anything else of it is no part of the letter. */
const given = z.object({
  points: z.array(point).optional(),
  outcomesSought: z.string().optional(),
  handler: z.object({ name: z.string(), contact: z.string() }).optional(),
  newDue: day.optional(),
  reason: z.string().optional(),
  updateEvery: z.number().optional(),
  matter: z.string().optional(),
  exclusion: z.string().optional(),
  discretion: z.string().optional(),
  words: z.string().optional(),
  progress: z.string().optional(),
  nextUpdateOn: day.optional(),
})
type Given = z.output<typeof given>

const contents = (kind: LetterKind, f: Facts, e: Given, sender: Sender, now: Situation): Omit<Contents, 'says'> => {
  const reference = now.case.id
  switch (kind) {
    case 'acknowledgement': {
      const n = stageNow(f)
      const from = n === 2 && f.s2?.requestedAt ? dayOf(f.s2.requestedAt) : receivedOn(f)
      return acknowledgement(f, n, { ...e, handler: e.handler ?? sender }, now.today, now, from)
    }
    case 'extension':
    case 'delay':
      return { reference, reason: e.reason, due: e.newDue, updateEvery: e.updateEvery }
    case 'refusal':
      return { reference, matter: e.matter, reason: e.reason, exclusion: e.exclusion, discretion: e.discretion }
    case 'stage1':
      return response(f, 1, now)
    case 'stage2':
      return response(f, 2, now)
    case 'withdrawal':
      return { reference, residentsWords: e.words }
    case 'update':
      return { reference, progress: e.progress, nextUpdateOn: e.nextUpdateOn }
  }
}

/** Every text in place of its reference. Erased words are missing words: the letter says so, and does not leave. */
const inWords = (made: Omit<Contents, 'says'>, told: Told): Omit<Contents<string>, 'says'> => {
  const text = (value: unknown): string | undefined => {
    if (typeof value === 'string') return value
    const reference = kept.safeParse(value)
    return reference.success ? told(reference.data.words) : undefined
  }
  const promises = (list: Contents['remedies']) => list?.map(({ what, by }) => ({ what: text(what) ?? '', by }))
  return {
    ...made,
    points: made.points?.map(p => ({
      ...p,
      text: text(p.text) ?? '',
      explanation: text(p.explanation),
      reason: text(p.reason),
    })),
    outcomesSought: text(made.outcomesSought),
    reason: text(made.reason),
    remedies: promises(made.remedies),
    actions: promises(made.actions),
    matter: text(made.matter),
    discretion: text(made.discretion),
    residentsWords: text(made.residentsWords),
    progress: text(made.progress),
  }
}

/** The handler whom the resident was told of; else whoever writes. */
const handlerOf = (f: Facts, sender: Sender): Sender => {
  const { handlerName, handlerContact } = stageOf(f, stageNow(f))
  return { name: handlerName ?? sender.name, contact: handlerContact ?? sender.contact }
}

/** The letter of a kind as of now. `data`: what the sending event is to say. Joint complainants are all addressed. */
export const viewOf = (
  kind: LetterKind,
  data: Record<string, unknown>,
  now: Situation,
  { landlord, sender, told }: { landlord: string; sender: Sender; told: Told },
): LetterView => {
  const f = now.case.facts as Facts
  const e = given.parse(data)
  const handler = e.handler ?? handlerOf(f, sender)
  const name = (value: unknown): string => {
    const reference = kept.safeParse(value)
    return typeof value === 'string' ? value : (reference.success && told(reference.data.words)) || ''
  }
  const people = f.persons.length > 0 ? f.persons : f.representative ? [f.representative] : []
  return {
    ...inWords(contents(kind, f, e, handler, now), told),
    to: people.map(one => name(one.name)),
    from: { landlord, ...handler },
    on: now.today,
    ombudsman: ombudsmen[f.scheme],
  }
}
