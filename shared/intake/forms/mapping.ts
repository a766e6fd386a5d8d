/** A submission by the landlord's mapping: our word for a thing ← their field. Says everything that does not fit. */
import type * as z from 'zod'
import type { Instant } from '../../core/time.ts'
import {
  type Arrival,
  arrival,
  keeps,
  longest,
  opensByMessage,
  severities,
  speakers,
  told,
} from '../../workflows/parts/arrival.ts'
import type { FormSource } from './kinds.ts'
import type { Submission } from './submission.ts'

/** ours → theirs */
export type Mapping = Readonly<Record<string, string>>

export type Fitted = {
  /** what fits; absent when nothing does */
  arrival?: Arrival
  /** by our word and their field: never what was answered */
  issues: { fact: string; field: string; why: string }[]
  /** mapped, and not answered in this submission */
  unanswered: string[]
  /** answered, and mapped to nothing; each once, though it may stand under two names */
  unused: string[]
}

/** What the case of this workflow has no place for is asked for all the same: as a note. */
export const mappingOf = ({ workflow, mapping }: Pick<FormSource, 'workflow' | 'mapping'>): Mapping => {
  const lost = (fact: string): boolean =>
    opensByMessage(workflow) && facts.includes(fact) && !keeps[workflow].some(kept => kept === fact)
  return Object.fromEntries(Object.entries(mapping).filter(([fact]) => !lost(fact)))
}

const facts = Object.keys(told)
const dates = ['issueOn', 'awareOn']

/** Dates as people here write them; the choices of a form by their first word. */
const tidy = (fact: string, text: string): string => {
  const [, d, m, y] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text) ?? []
  if (dates.includes(fact) && y) return `${y}-${m!.padStart(2, '0')}-${d!.padStart(2, '0')}`
  const known: Record<string, readonly string[]> = { speaker: speakers, severity: severities }
  const choice = known[fact]?.find(one => text.toLowerCase().startsWith(one))
  if (choice) return choice
  return fact === 'uprn' ? text.replace(/\s/g, '') : text
}

/** What stands for a letter that could not be read. */
const LOST = '\uFFFD'

const isLong = (fact: string, text: string): boolean => text.length > (longest[fact] ?? Number.POSITIVE_INFINITY)
/** Words that are too many for the case still say what it is about: their beginning opens it. */
const begun = (fact: string, text: string): string =>
  isLong(fact, text) ? `${text.slice(0, (longest[fact] ?? 1) - 1).toWellFormed()}…` : text

/** Names of fields, never what was answered; whoever mends a mapping sees both sides at once. */
const named = (fields: readonly string[]): string => {
  const shown = fields.slice(0, 20).map(field => (field.length > 60 ? `${field.slice(0, 59)}…` : field))
  return `${shown.join(', ') || 'none'}${fields.length > 20 ? ` and ${fields.length - 20} more` : ''}`
}

/** `receivedAt` is our own clock's reading, or the service's where that is earlier. */
export const fitted = (submission: Submission, mapping: Mapping, receivedAt: Instant): Fitted => {
  const { answers, reference, at } = submission
  const unknown = Object.entries(mapping).filter(([fact]) => !facts.includes(fact))
  const pairs = Object.entries(mapping).flatMap(([fact, field]) =>
    facts.includes(fact) && answers[field] !== undefined
      ? [[fact, begun(fact, tidy(fact, answers[field]))] as const]
      : [],
  )
  const given = {
    receivedAt: at && at < receivedAt ? at : receivedAt,
    channel: 'form',
    ...(reference ? { reference } : {}),
  }
  const parsed = arrival.safeParse({ ...Object.fromEntries(pairs), ...given })
  const wrong = parsed.success ? [] : issuesOf(parsed.error, mapping)
  // A field that does not fit must not keep a clock from starting: the rest opens the case, and a person sees to it.
  const sound = pairs.filter(([fact]) => !wrong.some(issue => issue.fact === fact))
  const rest = arrival.safeParse({ ...Object.fromEntries(sound), ...given })
  const issues = [
    ...unknown.map(([fact, field]) => ({ fact, field, why: `there is no ${fact}; known are ${facts.join(', ')}` })),
    ...Object.entries(mapping)
      .filter(([fact, field]) => isLong(fact, answers[field] ?? ''))
      .map(([fact, field]) => ({
        fact,
        field,
        why: `more than ${longest[fact]} characters: the case holds its beginning`,
      })),
    ...Object.entries(mapping)
      .filter(([, field]) => answers[field]?.includes(LOST))
      .map(([fact, field]) => ({ fact, field, why: 'letters were lost on the way: it was not UTF-8' })),
    ...wrong,
  ]
  const mapped = Object.values(mapping)
  const nothing = `no mapped field was answered: the mapping names ${named(mapped)}; the form answered ${named(Object.keys(answers))}`
  const known = (field: string): string => submission.same?.[field] ?? field
  const read = new Set([...mapped, ...(submission.envelope ?? [])].map(known))
  return {
    ...(rest.success && sound.length > 0 ? { arrival: rest.data } : {}),
    issues: sound.length > 0 ? issues : [...issues, { fact: '', field: '', why: nothing }],
    unanswered: mapped.filter(field => answers[field] === undefined),
    unused: [...new Set(Object.keys(answers).map(known))].filter(field => !read.has(field)),
  }
}

const issuesOf = (error: z.ZodError, mapping: Mapping): Fitted['issues'] =>
  error.issues.map(({ path, message }) => {
    const fact = path.map(String).join('.')
    return { fact, field: mapping[fact] ?? '', why: message }
  })
