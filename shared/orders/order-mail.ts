/** A work order by e-mail: what, where and by when first, then the one link that its reader needs. */
import type { Case } from '../core/case.ts'
import { dayOf, type Instant } from '../core/time.ts'
import { button, frame, quiet } from '../mail/frame.ts'
import { type Html, html } from '../mail/html.ts'
import { isLate, lateness, written } from '../mail/lateness.ts'
import { datesInWords } from '../mail/plainly.ts'
import { capital, subjectLine } from '../mail/words.ts'
import type { Job } from './message.ts'

export type OrderMail = { subject: string; text: string; html: string }
/** `reference`: as it stands in the header of the mail; `now`: a job may be late when it is sent. */
export type Sending = { landlord: string; reference: string; now: Instant }

/** What a letter and a number say to those who wrote them alone. */
const priorities: Record<string, string> = {
  P0: 'P0, immediate',
  P1: 'P1, high',
  P2: 'P2, medium',
  P3: 'P3, low',
  P4: 'P4, planned programme',
  ADV: 'a recommendation',
}

const factOf = ({ facts }: Pick<Case, 'facts'>, name: string, most: number): string | undefined => {
  const value = facts[name]
  return typeof value === 'string' && value !== '' ? datesInWords(value.slice(0, most)) : undefined
}

/** Which job it is among several of one place, in lines: only what was said of it. */
export const particulars = (c: Pick<Case, 'facts'>): string[] => {
  const [location, description, priority, workOrder] = [
    factOf(c, 'location', 300),
    factOf(c, 'description', 2000),
    factOf(c, 'priority', 20),
    factOf(c, 'workOrder', 100),
  ]
  return [
    ...(location ? [`Where exactly: ${location}`] : []),
    ...(description ? [`What: ${capital(description)}`] : []),
    ...(priority ? [`Priority: ${priorities[priority] ?? priority}`] : []),
    ...(workOrder ? [`Work order: ${workOrder}`] : []),
  ]
}

/** One sentence, for whoever is to do it. */
export const byWhen = (due: NonNullable<Job['due']>, now: Instant): string =>
  isLate(due, now)
    ? `This is overdue: it was to be done by ${written(due)} (${lateness(due, now)}).`
    : `To be done by ${written(due)}.`

/** Beside the subject on a telephone: the day, and nothing where there is none. */
const dateInSubject = (due: Job['due'], now: Instant): string =>
  due === undefined ? '' : isLate(due, now) ? ', overdue' : `, by ${written(due)}`

const CLOSING =
  'Whoever has this link can tell us about this one job and nothing else: that nobody let you in, that it is done, that something is unsafe. It ends when the job is yours no more.'
const LINK = 'Tell us how it went'

const paragraphs = (job: Job, where: string, now: Instant): string[] => {
  const { order, c, due, again, link } = job
  const first = again ? ['An earlier mail about this may have reached you. It is the same job.'] : []
  const place = where === '' ? [] : [`Where: ${where}`]
  const number = `Our number: ${order.caseId}`
  if (order.kind === 'withdrawn')
    return [
      ...first,
      'This job is no longer yours. Please do not go. If somebody is there already, telephone us.',
      ...place,
      number,
    ]
  return [
    ...first,
    due === undefined ? 'No date is set for it: agree one with us.' : byWhen(due, now),
    ...place,
    ...particulars(c),
    number,
    ...(link ? [] : ['There is no link for it at present: telephone us to tell us how it went.']),
  ]
}

export const orderMail = (job: Job, { landlord, reference, now }: Sending): OrderMail => {
  const { order, c, workflow, asset, due, link, again } = job
  const where = [asset?.address ?? c.assetId, asset?.postcode].filter(Boolean).join(', ')
  const withdrawn = order.kind === 'withdrawn'
  const headline = withdrawn ? `Job withdrawn: ${workflow.title}` : `Job: ${workflow.title}`
  const lines = paragraphs(job, where, now)
  const foot = `${landlord} · sent ${written(dayOf(now))} · reference ${reference}`
  const place = where === '' ? '' : `, ${where}`
  return {
    subject: subjectLine(
      `${again ? '[may be a copy] ' : ''}${headline}${place}${withdrawn ? '' : dateInSubject(due, now)} [${c.id}]`,
    ),
    text: [headline, '', ...lines, ...(link ? ['', `${LINK}:`, link, '', CLOSING] : []), '', foot, ''].join('\n'),
    html: frame(headline, lines[0] ?? '', body(headline, lines, link, foot)).markup,
  }
}

const body = (headline: string, lines: readonly string[], link: string | undefined, foot: string): Html =>
  html`<tr><td style="padding:16px"><h1 style="margin:0 0 12px;font-size:22px">${headline}</h1>
${lines.map(line => html`<p style="margin:0 0 10px;overflow-wrap:anywhere">${line}</p>`)}
${link && html`${button(link, LINK)}<p style="margin:14px 0 0;font-size:14px">${CLOSING}</p>`}
<p style="margin:18px 0 0;padding:10px 0 0;border-top:1px solid #d5dade;font-size:14px;color:${quiet}">${foot}</p></td></tr>`
