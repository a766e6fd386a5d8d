/** What a source's mapping makes of a saved submission, for whoever writes the mapping. Nothing is sent or stored. */
import type * as z from 'zod'
import type { Instant } from '../../core/time.ts'
import type { AnyWorkflow } from '../../core/workflow.ts'
import { openings, opensByMessage, told } from '../../workflows/parts/arrival.ts'
import { mapped, readForm } from '../form.ts'
import { formFacts } from '../opening-facts.ts'
import type { FormSource } from './kinds.ts'
import { fitted } from './mapping.ts'
import { readSubmission } from './services.ts'
import type { Submission } from './submission.ts'
import { filesOfForm } from './uploads.ts'

type Report = { fits: boolean; lines: string[] }
type Facts = Record<string, unknown>

const part = (title: string, items: readonly string[]): string[] =>
  items.length > 0 ? ['', title, ...items.map(item => `  ${item}`)] : []

/** How a saved body was sent, by its first bytes; the boundary of parts is the first line. */
export const contentTypeOf = (bytes: Uint8Array): string => {
  const start = Buffer.from(bytes.subarray(0, 200)).toString('latin1').trimStart()
  if (/^[[{]/.test(start)) return 'application/json'
  const boundary = /^--([^\r\n]{1,70})\r?\n/.exec(start)?.[1]
  return boundary ? `multipart/form-data; boundary="${boundary}"` : 'application/x-www-form-urlencoded'
}

const issuesOf = (workflow: AnyWorkflow, facts: Facts): string[] => {
  const parsed = (workflow.facts as z.ZodType).safeParse(facts)
  return parsed.error?.issues.map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`) ?? []
}

const verdict = (workflow: string, wrong: readonly string[], opens: boolean): string => {
  if (wrong.length === 0) return `FITS: it opens a case of ${workflow}.`
  return opens
    ? `DOES NOT FIT: the case of ${workflow} opens with the rest, and the submission waits beside it for a person.`
    : 'DOES NOT FIT: no case opens; the submission waits for a person, and is read again once this is mended.'
}

const held = (facts: Facts): string[] =>
  Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)

const beside = async (sample: Uint8Array, type: string): Promise<string[]> =>
  (await filesOfForm(sample, type)).map(({ name, bytes }) => `${name}, ${bytes.length} bytes`)

/** Complaints and hazards: every answer has its place, if only in a note. */
const ofArrival = (source: FormSource, workflow: AnyWorkflow, submission: Submission, now: Instant) => {
  const { arrival, issues, unanswered, unused } = fitted(submission, source.mapping, now)
  const facts = arrival && opensByMessage(source.workflow) ? openings[source.workflow](arrival) : undefined
  const wrong = [
    ...issues.map(({ fact, field, why }) => `${[fact, field].filter(Boolean).join(' ← ') || 'the whole'}: ${why}`),
    ...(facts ? issuesOf(workflow, facts) : []),
  ]
  const ours = (field: string): string =>
    `${Object.entries(source.mapping).find(([, theirs]) => theirs === field)?.[0] ?? '?'} ← ${field}`
  const free = Object.keys(told).filter(fact => source.mapping[fact] === undefined)
  const named = (field: string): string => (submission.asked?.[field] ? `${field}: ${submission.asked[field]}` : field)
  return {
    wrong,
    opens: facts !== undefined,
    lines: [
      ...part('The case would hold', held(facts ?? {})),
      ...(source.mapping.assetId
        ? ['', 'The home is looked up when the submission comes; if nobody knows it, the case opens without.']
        : []),
      ...part('Does not fit', wrong),
      ...part('Mapped, and not answered in this sample: the case opens without', unanswered.map(ours)),
      ...part('Answered, and in no mapping: a note of the case repeats it', unused.map(named)),
      ...part('Ours, and fed by no field', free.length > 0 ? [free.join(', ')] : []),
    ],
  }
}

/** Any other workflow: its own facts, by the landlord's names of them. */
const ofFields = (source: FormSource, workflow: AnyWorkflow, sample: Uint8Array, type: string, now: Instant) => {
  const form = readForm(sample, type)
  if (!form.ok) return { wrong: [form.why], opens: false, lines: part('Does not fit', [form.why]) }
  const { assetId, ...fields } = mapped(form.fields, source.mapping)
  const { facts, unknown } = formFacts(workflow, fields, now)
  const refused = issuesOf(workflow, facts)
  const wrong = [...refused, ...unknown.map(name => `${name}: ${workflow.name} has no such fact`)]
  const missing = Object.entries(source.mapping).filter(([fact]) => fact !== 'assetId' && fields[fact] === undefined)
  return {
    wrong,
    opens: refused.length === 0,
    lines: [
      ...part('The case would hold', held({ ...(assetId === undefined ? {} : { assetId }), ...facts })),
      ...part('Does not fit', wrong),
      ...part(
        'Mapped, and not answered in this sample',
        missing.map(([fact, field]) => `${fact} ← ${field}`),
      ),
    ],
  }
}

const numbered = ({ reference, test }: Submission): string =>
  `${reference ? `submission ${reference}` : 'without a number (the same bytes are the same submission)'}${test ? ', a trial: it opens nothing' : ''}`

export const report = async (
  source: FormSource,
  sample: Uint8Array,
  workflows: Readonly<Record<string, AnyWorkflow>>,
  now: Instant,
): Promise<Report> => {
  const type = contentTypeOf(sample)
  const title = `${source.source} (${source.kind}, ${type.split(';')[0]})`
  const workflow = Object.hasOwn(workflows, source.workflow) ? workflows[source.workflow] : undefined
  if (!workflow) return { fits: false, lines: [title, `DOES NOT FIT: there is no workflow ${source.workflow}.`] }
  const read = await readSubmission(source.kind, sample, type)
  if (!read.ok) return { fits: false, lines: [title, verdict(source.workflow, [read.why], false), `  ${read.why}`] }
  const { wrong, opens, lines } = opensByMessage(source.workflow)
    ? ofArrival(source, workflow, read.submission, now)
    : ofFields(source, workflow, sample, type, now)
  return {
    fits: wrong.length === 0,
    lines: [
      `${title}, ${numbered(read.submission)}`,
      verdict(source.workflow, wrong, opens),
      ...lines,
      ...part('Files: documents of the case', await beside(sample, type)),
    ],
  }
}
