/** Facts and events' data as people read them. Words about people are put in place of their references. */
import { instant, isDayText, longDay } from '../../../shared/core/time.ts'
import { html } from '../../../shared/mail/html.ts'
import { type Bit, details } from './parts.ts'
import { label, moment } from './words.ts'

/** What stands for a reference: the words, `erased`, or that they are not for this reader. */
export type Told = ReadonlyMap<string, string>

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const reference = (value: unknown): string | undefined =>
  isRecord(value) && typeof value.words === 'string' && typeof value.sha256 === 'string' ? value.words : undefined

/** References anywhere in it. */
export const referencesIn = (value: unknown): string[] => {
  const own = reference(value)
  if (own) return [own]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(referencesIn)
}

/** A letter as it was sent: the names of its paragraphs are for machines, its text is long. */
const isLetter = (value: Record<string, unknown>): boolean =>
  typeof value.sha256 === 'string' && typeof value.channel === 'string'

const letter = ({ says: _, words, ...rest }: Record<string, unknown>, told: Told): Bit =>
  html`${pairs(rest, told)}${words !== undefined && details('Its text', html`<div class="dh-words">${shown(words, told)}</div>`)}`

const text = (value: string): string => {
  if (isDayText(value)) return longDay(value)
  const at = /^\d{4}-\d\d-\d\dT/.test(value) ? instant.safeParse(value) : undefined
  if (at?.success) return moment(at.data)
  return /^(yes|no|unknown|[a-z]+(_[a-z]+)+)$/.test(value) ? label(value) : value
}

/** More than this of a list helps nobody on one page. */
const LONGEST = 30

export const shown = (value: unknown, told: Told): Bit => {
  const ref = reference(value)
  if (ref) return told.get(ref) ?? 'Words that you may not read'
  if (value === null || value === undefined || value === '') return 'none'
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'number') return value
  if (typeof value === 'string') return text(value)
  if (Array.isArray(value)) {
    if (value.length === 0) return 'none'
    const more = value.length > LONGEST && html`<li>and ${value.length - LONGEST} more</li>`
    return html`<ul class="govuk-list govuk-!-margin-bottom-0">${value.slice(0, LONGEST).map(one => html`<li>${shown(one, told)}</li>`)}${more}</ul>`
  }
  if (!isRecord(value)) return String(value)
  if (typeof value.sha256 === 'string' && typeof value.name === 'string') return value.name
  return isLetter(value) ? letter(value, told) : pairs(value, told)
}

/** Hashes prove a thing to machines, which read them in the export. */
const isHash = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f]{64}$/i.test(value)

const pairs = (value: Record<string, unknown>, told: Told): Bit =>
  Object.entries(value)
    .filter(([, one]) => one !== undefined && !isHash(one))
    .map(([name, one], index) => html`${index > 0 && ', '}${label(name).toLowerCase()}: ${shown(one, told)}`)
