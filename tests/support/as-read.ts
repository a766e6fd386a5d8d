/** A mail as its reader has it: rules that hold of every mail, whatever it is about. */
import { expect } from 'vitest'
import { compose } from '../../infra/local/smtp/mime.ts'

export type Written = { subject: string; text: string; html: string }

const addresses = /(?:https?:\/\/|www\.|[\w.+-]+@)[^\s<>"]+/g
/** A case’s number is its own, whatever stands in it. */
const caseNumber = /\bcase [a-z-]+:.*?(?= · reference)|(?<=Number:? )[a-z-]+:\S+/g
const entities: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': ' ',
}
const unescaped = (text: string): string => text.replace(/&(?:amp|lt|gt|quot|#39|nbsp);/g, found => entities[found]!)

/** The words of the HTML part, without what a mailbox shows beside the subject. */
export const htmlText = (html: string): string =>
  unescaped(
    html
      .replace(/^[\s\S]*?<body[^>]*>/, '')
      .replace(/<div style="display:none[\s\S]*?<\/div>/, '')
      .replace(/<[^>]*>/g, ' '),
  )

/** Case, marks and layout apart. */
const wordsIn = (text: string): string[] =>
  text
    .replace(addresses, ' ')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? []

const linksIn = (html: string): string[] => [...html.matchAll(/href="([^"]*)"/g)].map(([, url]) => unescaped(url!))

/** What no reader should meet, with the name of what it is. */
const marks: readonly (readonly [what: string, mark: RegExp])[] = [
  ['nothing where something should be', /\b(?:undefined|null|NaN)\b|\[object/],
  ['a date as machines write it', /\b\d{4}-\d{2}-\d{2}/],
  ['a time as machines write it', /\d{2}:\d{2}:\d{2}|\bUTC\b/],
  [
    'a plural of one',
    /(?<![\d.,:]|[Ss]tage )\b1 (?:days|hours|minutes|weeks|months|years|cases|complaints|homes|items|rows|times)\b/,
  ],
  ['a placeholder', /[{}]/],
  ['a name of the program', /\b[a-z]+(?:_[a-z]+)+\b|\b[a-z]+[A-Z][a-z]+[A-Za-z]*\b/],
  ['a rule’s name', /(?<![\w/@.-])[a-z][a-z0-9-]*(?:\.[a-z][A-Za-z0-9-]*){2,}(?![\w/])/],
  ['a word of the engine', /\b(?:rung|ladder|tick|obligation|workflow|payload|enum)s?\b/i],
  ['two blanks', /\S {2,}\S/],
  ['a blank before a mark', / [,.;:](?:\s|$)/m],
  ['a mark twice', /\.\.(?!\.)|,,|;;|: :|\(\)/],
]

const found = (text: string): string[] =>
  marks.flatMap(([what, mark]) => {
    const at = mark.exec(text)
    return at ? [`${what}: …${text.slice(Math.max(0, at.index - 30), at.index + 40).replaceAll('\n', '⏎')}…`] : []
  })

/** Letters of a line of the text part; a paragraph is one line, which mail programs wrap. */
const LONGEST = 400

const tables = (html: string): string[] =>
  [...html.matchAll(/<table([^>]*)>([\s\S]*?)<\/tr>/g)]
    .filter(([, attributes, begins]) => !attributes!.includes('role="presentation"') && !begins!.includes('<th'))
    .map(([whole]) => whole.slice(0, 120))

const sizeOf = (mail: Written): number =>
  compose({
    ...mail,
    messageId: 'm',
    from: 'compliance@x.org',
    to: ['asha@x.org'],
    cc: [],
    replyTo: [],
    date: new Date(0),
    headers: [],
  }).length

/** Words of one part that the other lacks; `apart`: what a report's two parts may have apart, since one is a digest of the other. */
const lacking = (from: string, within: string): string[] => {
  const there = new Set(wordsIn(within))
  return [...new Set(wordsIn(from))].filter(word => !there.has(word))
}

export type Rules = {
  /** the text part is a digest of the other: every word of it is there, not the other way round */
  shorter?: boolean
  /** words of the layout alone, which the other part says otherwise */
  layout?: readonly string[]
}

/** Everything that is wrong with it; nothing, for a mail that may leave. */
export const wrongWith = (mail: Written, { shorter = false, layout = [] }: Rules = {}): string[] => {
  const { subject, text, html } = mail
  const shown = htmlText(html)
  const plain = (given: string): string => given.replace(addresses, '@').replace(caseNumber, 'case 1')
  const links = linksIn(html)
  const inText: string[] = text.match(/https?:\/\/\S+/g) ?? []
  const known = (word: string): boolean => layout.includes(word)
  return [
    ...found(plain(subject)).map(one => `subject: ${one}`),
    ...found(plain(text).replace(/^ +/gm, '')).map(one => `text: ${one}`),
    ...found(
      plain(shown)
        .replace(/\s+/g, ' ')
        .replace(/ ([,.;:])/g, '$1'),
    ).map(one => `html: ${one}`),
    ...(/[\r\n]/.test(subject) ? ['the subject has two lines'] : []),
    ...text
      .split('\n')
      .filter(line => line.length > LONGEST && !/https?:/.test(line))
      .map(line => `a line of ${line.length}: ${line.slice(0, 60)}…`),
    ...inText
      .filter(url => !links.includes(url.replace(/[.,]$/, '')) && !shown.includes(url))
      .map(url => `in the text alone: ${url}`),
    ...(shorter ? [] : links.filter(url => !inText.includes(url)).map(url => `in the HTML alone: ${url}`)),
    ...lacking(text, shown)
      .filter(word => !known(word))
      .map(word => `said in the text alone: ${word}`),
    ...(shorter
      ? []
      : lacking(shown, text)
          .filter(word => !known(word))
          .map(word => `said in the HTML alone: ${word}`)),
    ...(html.includes('<html lang="en-GB">') ? [] : ['no language']),
    ...(/<(?:img|script|link|iframe|svg)\b|url\(/i.test(html) ? ['something that a mailbox blocks'] : []),
    ...[...html.matchAll(/<a [^>]*>\s*<\/a>/g)].map(() => 'a link without a name'),
    ...tables(html).map(one => `a table without headings: ${one}`),
    ...(sizeOf(mail) >= 100_000 ? [`${sizeOf(mail)} bytes`] : []),
  ]
}

export const readsWell = (mail: Written, rules?: Rules): void => expect(wrongWith(mail, rules)).toEqual([])
