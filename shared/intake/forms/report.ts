/** What a source's mapping makes of a saved submission, for whoever writes the mapping. */
import type { Instant } from '../../core/time.ts'
import type { AnyWorkflow } from '../../core/workflow.ts'
import { openings, opensByMessage } from '../../workflows/parts/arrival.ts'
import type { FormSource } from './kinds.ts'
import { fitted } from './mapping.ts'
import { readSubmission } from './services.ts'

type Report = { fits: boolean; lines: string[] }

const listed = (title: string, items: readonly string[]): string[] =>
  items.length > 0 ? ['', title, ...items.map(item => `  ${item}`)] : []

export const report = async (
  source: FormSource,
  sample: Uint8Array,
  workflows: Readonly<Record<string, AnyWorkflow>>,
  now: Instant,
): Promise<Report> => {
  const read = await readSubmission(source.kind, sample, 'application/json')
  if (!read.ok) return { fits: false, lines: [`${source.source} (${source.kind}) cannot be read`, `  ${read.why}`] }
  const { arrival, issues, unanswered, unused } = fitted(read.submission, source.mapping, now)
  const opens = opensByMessage(source.workflow) ? source.workflow : undefined
  const facts = arrival && opens ? openings[opens](arrival) : undefined
  const parsed = facts && opens ? workflows[opens]?.facts.safeParse(facts) : undefined
  const refused = parsed?.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []
  const wrong = [
    ...issues.map(({ fact, field, why }) => `${[fact, field].filter(Boolean).join(' ← ') || 'the whole'}: ${why}`),
    ...refused,
    ...(opens && workflows[opens] ? [] : [`no submission opens ${source.workflow}`]),
  ]
  const number = read.submission.reference ?? 'without a number: the same bytes are the same submission'
  return {
    fits: wrong.length === 0,
    lines: [
      `${source.source} (${source.kind}), submission ${number}${read.submission.test ? ', a trial' : ''}`,
      ...listed(
        `opens ${source.workflow} with`,
        Object.entries(facts ?? {}).map(([name, value]) => `${name}: ${JSON.stringify(value)}`),
      ),
      ...listed('does not fit', wrong),
      ...listed('mapped, not answered in this sample', unanswered),
      ...listed('answered, mapped to nothing', unused),
    ],
  }
}
