/** A submission by the landlord's mapping: our word for a thing ← their field. Says everything that does not fit. */
import type * as z from 'zod'
import type { Instant } from '../../core/time.ts'
import { type Arrival, arrival, severities, speakers, told } from '../../workflows/parts/arrival.ts'
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
  /** answered, and mapped to nothing */
  unused: string[]
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

/** `receivedAt` is our own clock's reading, or the service's where that is earlier. */
export const fitted = (submission: Submission, mapping: Mapping, receivedAt: Instant): Fitted => {
  const { answers, reference, at } = submission
  const unknown = Object.entries(mapping).filter(([fact]) => !facts.includes(fact))
  const pairs = Object.entries(mapping).flatMap(([fact, field]) =>
    facts.includes(fact) && answers[field] !== undefined ? [[fact, tidy(fact, answers[field])] as const] : [],
  )
  const known = {
    receivedAt: at && at < receivedAt ? at : receivedAt,
    channel: 'form',
    ...(reference ? { reference } : {}),
  }
  const parsed = arrival.safeParse({ ...Object.fromEntries(pairs), ...known })
  const wrong = parsed.success ? [] : issuesOf(parsed.error, mapping)
  // A field that does not fit must not keep a clock from starting: the rest opens the case, and a person sees to it.
  const sound = pairs.filter(([fact]) => !wrong.some(issue => issue.fact === fact))
  const rest = arrival.safeParse({ ...Object.fromEntries(sound), ...known })
  const issues = [
    ...unknown.map(([fact, field]) => ({ fact, field, why: `there is no ${fact}; known are ${facts.join(', ')}` })),
    ...wrong,
  ]
  const mapped = Object.values(mapping)
  return {
    ...(rest.success && sound.length > 0 ? { arrival: rest.data } : {}),
    issues: sound.length > 0 ? issues : [...issues, { fact: '', field: '', why: 'no mapped field was answered' }],
    unanswered: mapped.filter(field => answers[field] === undefined),
    unused: Object.keys(answers).filter(field => !mapped.includes(field)),
  }
}

const issuesOf = (error: z.ZodError, mapping: Mapping): Fitted['issues'] =>
  error.issues.map(({ path, message }) => {
    const fact = path.map(String).join('.')
    return { fact, field: mapping[fact] ?? '', why: message }
  })
