/** What somebody wrote in answer to a mail of ours: their own words, a reply code, and which case it is about. */
import { isShortId } from '../../core/ids.ts'
import { type Day, isDayText } from '../../core/time.ts'
import type { Email } from './read.ts'

/** Where the other side's words begin: what mail programs put above a quotation, and a signature's own mark. */
const quotation = [
  /^\s*>/,
  /^\s*-{2,}\s*(original message|forwarded message|begin forwarded)/i,
  /^\s*on\b.{4,200}\bwrote:\s*$/i,
  /^\s*_{8,}\s*$/,
  /^\s*\*?from:\*?\s+\S/i,
  /^-- ?$/,
  /^\s*sent from (my|outlook|mail)\b/i,
]

const AT_MOST = 2000

/** The sender's own words, without what they quote. */
export const ownText = (text: string): string => {
  const lines = text.split('\n').slice(0, AT_MOST)
  const end = lines.findIndex(line => quotation.some(mark => mark.test(line.slice(0, 300))))
  return (end < 0 ? lines : lines.slice(0, end)).join('\n').trim()
}

export type Code =
  | { code: 'ack'; all?: true }
  | { code: 'done'; on: Day }
  | { code: 'extend'; days: number; reason: string }
  | { code: 'reassign'; to: string }
  | { code: 'mistake'; why: string }
export type Command = Code & { caseId?: string }

const mistake = (why: string): Code => ({ code: 'mistake', why })

/** `2026-11-20` or, as people here write it, `20/11/2026`. */
const dayIn = (text: string): Day | undefined => {
  const [, d, m, y] = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(text) ?? []
  const iso = y ? `${y}-${m!.padStart(2, '0')}-${d!.padStart(2, '0')}` : text
  return isDayText(iso) ? iso : undefined
}

const done = (rest: string): Code => {
  const on = dayIn(rest.split(/\s/)[0]?.replace(/[.,;]+$/, '') ?? '')
  return on ? { code: 'done', on } : mistake('DONE needs the day on which it was done, for example DONE 20/11/2026')
}

const extend = (rest: string): Code => {
  const [, days, reason] = /^(\d{1,3})\s*(?:(?:working )?days?\b)?[\s:,-]*(.*)$/i.exec(rest) ?? []
  if (!days || Number(days) < 1)
    return mistake('EXTEND needs a number of days and a reason, for example EXTEND 5 waiting for a part')
  return reason
    ? { code: 'extend', days: Number(days), reason: reason.slice(0, 1000) }
    : mistake('EXTEND needs a reason, for example EXTEND 5 waiting for a part')
}

const codes: Record<string, (rest: string) => Code> = {
  ACK: rest => (/^all\b/i.test(rest) ? { code: 'ack', all: true } : { code: 'ack' }),
  DONE: done,
  EXTEND: extend,
  REASSIGN: rest =>
    rest ? { code: 'reassign', to: rest.slice(0, 254) } : mistake('REASSIGN needs a name or an address'),
}

/** A case's id as it is written in subjects and mails. `workflows` are the names that an obligation's id may begin with. */
export const caseIdsIn = (text: string, workflows: readonly string[]): string[] => {
  const short = [...text.matchAll(/\b[A-Z]{3}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b/gi)]
    .map(([id]) => id.toUpperCase())
    .filter(isShortId)
  const long = [...text.matchAll(/\b([a-z][a-z-]{1,30}):([A-Za-z0-9][\w.-]{0,80}(?::[a-z][\w-]{0,40})?)/g)]
    .filter(([, workflow]) => workflows.includes(workflow ?? ''))
    .map(([id]) => id.replace(/[.]+$/, ''))
  return [...new Set([...short, ...long])]
}

const commandIn = (line: string, workflows: readonly string[]): Command | undefined => {
  const [, word, rest = ''] = /^\s*(ack|done|extend|reassign)\b[\s:,.-]*(.*)$/i.exec(line.slice(0, 1500)) ?? []
  const read = word && codes[word.toUpperCase()]
  if (!read) return undefined
  const caseId = caseIdsIn(rest, workflows)[0]
  const named = rest.split(/\s+/).filter(part => !caseId || caseIdsIn(part, workflows)[0] !== caseId)
  return { ...read(named.join(' ').trim()), ...(caseId ? { caseId } : {}) }
}

/** The first line that is a code, among the first few that somebody wrote; else the subject, if it is one itself. */
export const commandOf = (
  email: Pick<Email, 'text' | 'subject'>,
  workflows: readonly string[],
): Command | undefined => {
  const lines = ownText(email.text)
    .split('\n')
    .filter(line => line.trim() !== '')
  const subject = email.subject.replace(/^(\s*(re|fw|fwd|aw)\s*:)+/i, '').replace(/\[[^\]]*\]/g, '')
  const found = [...lines.slice(0, 5), ...(lines.length === 0 ? [subject] : [])]
  return (
    found.map(line => commandIn(line, workflows)).find(command => command !== undefined) ??
    (/^\s*(ACK|DONE|EXTEND|REASSIGN)\b/.test(subject) ? commandIn(subject, workflows) : undefined)
  )
}

/** References of our mails (`N-7K3Q-9DMX`, a digest's `D-…`), as they stand at the foot of each. */
export const referencesIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/\b[ND]-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b/g)].map(([found]) => found)),
]

/** Whether one of our own mails is being answered, by SES's Message-ID or by a reference in the quotation. */
export const answersUs = (email: Pick<Email, 'answers' | 'text' | 'subject'>): boolean =>
  email.answers.some(id => /@(?:[a-z0-9-]+\.)?amazonses\.com$/i.test(id)) ||
  referencesIn(`${email.subject}\n${email.text}`).length > 0
