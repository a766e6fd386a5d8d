/**
 * What a letter's own text says, read as a resident would read it. Words may be the writer's own: a point or a reason
 * counts as there when most of its words are, a date in any of the ways in which it is written in England.
 */
import { type Day, longDay } from '../../core/time.ts'
import type { Paragraph } from '../../workflows/parts/letter-contents.ts'
import type { LetterView } from './view.ts'

/** Of the words of a passage, so many must be in the text for the passage to be there. */
const MOST = 0.6

const wordsIn = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

/** Most of the words of the passage are in the text; an empty passage is nowhere. */
export const tells = (text: string, passage: string | undefined): boolean => {
  const wanted = [...new Set(wordsIn(passage ?? ''))]
  const there = new Set(wordsIn(text))
  return wanted.length > 0 && wanted.filter(word => there.has(word)).length >= wanted.length * MOST
}

/** `11 December 2026`, `11th Dec`, `December 11`, `11/12/2026`, `2026-12-11`. */
export const tellsDay = (text: string, day: Day): boolean => {
  const [year = '', month = '', date = ''] = day.split('-')
  const name = longDay(day).match(/[A-Z][a-z]+(?= \d{4})/)?.[0] ?? ''
  const said = `(?:${name}|${name.slice(0, 3)})`
  const number = String(Number(date))
  const forms = [
    `\\b0?${number}(?:st|nd|rd|th)?(?: of)? ${said}\\b(?! (?!${year})\\d{4})`,
    `\\b${said} 0?${number}(?:st|nd|rd|th)?\\b(?!,? (?!${year})\\d{4})`,
    `\\b0?${number}[/.]0?${Number(month)}[/.](?:${year}|${year.slice(2)})\\b`,
    day,
  ]
  return new RegExp(forms.join('|'), 'i').test(text.replace(/\s+/g, ' '))
}

const numbers =
  'nought one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  )
/** Every so many working days; five are also a week. */
export const tellsInterval = (text: string, days: number): boolean =>
  new RegExp(`\\b(?:${days}|${numbers[days] ?? days})\\b(?:\\s+working)?[\\s-]+days?\\b`, 'i').test(text) ||
  (days === 5 && /\b(?:weekly|every week|each week)\b/i.test(text)) ||
  (days === 10 && /\b(?:fortnight|every two weeks)/i.test(text))

const decisions: Record<string, (text: string) => boolean> = {
  upheld: text =>
    /\bupheld\b|\buphold\b|\bwe agree\b(?! (?:with you )?in part)/i.test(
      text.replace(
        /\b(?:not|part(?:ly|ially)?)[\s-]+(?:upheld|uphold)\b|\b(?:upheld|uphold)\b[^.\n]{0,40}\bin part\b/gi,
        '',
      ),
    ),
  partially_upheld: text =>
    /part(?:ly|ially)?[\s-]+(?:upheld|uphold)|(?:upheld|uphold|agree)\b[^.\n]{0,40}\bin part/i.test(text),
  not_upheld: text => /\bnot[\s-]+(?:upheld|uphold)|\b(?:do|cannot|can|did) ?not (?:agree|uphold)/i.test(text),
  out_of_jurisdiction: text =>
    /jurisdiction|\bnot ours\b|not (?:for us|responsible)|not something we can decide/i.test(text),
}
export const tellsDecision = (text: string, outcome: string | undefined): boolean =>
  outcome !== undefined && (decisions[outcome]?.(text) ?? false)

const exclusions: Record<string, RegExp> = {
  over_12_months: /\b(?:12|twelve)\b[\s-]+months?|\bover a year\b|\bmore than a year\b/i,
  legal_proceedings: /\bcourt\b|\blegal proceedings\b/i,
  already_considered: /\balready\b|\bpreviously\b/i,
}
export const tellsExclusion = (text: string, exclusion: string | undefined): boolean =>
  exclusion !== undefined && (exclusions[exclusion]?.test(text) ?? false)

const squeezed = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

const shows: Record<Paragraph, (text: string, view: Pick<LetterView, 'ombudsman'>) => boolean> = {
  ombudsman: (text, { ombudsman: who }) =>
    who !== undefined &&
    /\bombudsman\b/i.test(text) &&
    [who.phone, who.web.replace(/^www\./, ''), who.address].some(way => squeezed(text).includes(squeezed(way))),
  representative: text =>
    /\brepresent|\b(?:act|speak) for you\b|\bon your behalf\b|\baccompan|\bcome with you\b/i.test(text),
  adjustments: text => /\badjustment|\blarger? print\b|\banother language\b|\bmake this easier\b/i.test(text),
  updates: text => /\bupdate|\bhear from us\b|\bkeep you informed\b|\btell you how it is going\b/i.test(text),
  apology: text => /\bsorry\b|\bapolog/i.test(text),
  escalate: text => /\bstage (?:2|two)\b/i.test(text.replace(/\s+/g, ' ')),
  resume: text =>
    /\breopen|\bre-open|\b(?:take|taken) (?:it |this |your complaint )?up (?:your complaint )?again\b|\bcomplain(?:t)?\b[^.]*\bagain\b/i.test(
      text,
    ),
}

/** The paragraphs of the procedure that the text holds. */
export const paragraphsIn = (text: string, view: Pick<LetterView, 'ombudsman'>): Paragraph[] =>
  (Object.keys(shows) as Paragraph[]).filter(name => shows[name](text, view))
