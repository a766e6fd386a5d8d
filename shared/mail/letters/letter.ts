/**
 * A letter to a resident, or what it lacks. It is not written while it lacks anything that the Complaint Handling Code
 * requires of its kind, names nobody, or is not in plain words.
 */
import { createHash } from 'node:crypto'
import { longDay } from '../../core/time.ts'
import { type LetterKind, lacks, type Paragraph } from '../../workflows/parts/letter-contents.ts'
import { font, ink } from '../frame.ts'
import { type Html, html } from '../html.ts'
import { bodies, subjects } from './bodies.ts'
import { standingParagraphs } from './paragraphs.ts'
import { notPlain } from './plain.ts'
import type { Block, LetterView } from './view.ts'

export type Letter =
  | { ok: true; subject: string; text: string; html: string; sha256: string; says: Paragraph[] }
  | { ok: false; lacks: string[] }

const asText = (block: Block): string =>
  'heading' in block
    ? `\n${block.heading}`
    : 'list' in block
      ? block.list.map(item => `- ${item}`).join('\n')
      : block.text

const asHtml = (block: Block): Html =>
  'heading' in block
    ? html`<h2 style="margin:22px 0 6px;font-size:18px">${block.heading}</h2>`
    : 'list' in block
      ? html`<ul style="margin:0 0 12px;padding-left:22px">${block.list.map(item => html`<li style="margin:4px 0">${item}</li>`)}</ul>`
      : html`<p style="margin:0 0 12px">${block.text}</p>`

const named = (view: LetterView): string[] => [
  ...(view.to.length > 0 && view.to.every(name => name.trim() !== '')
    ? []
    : ['LETTER_NAME: the letter addresses each complainant by name']),
  ...(view.from.name.trim() && view.from.contact.trim()
    ? []
    : ['LETTER_FROM: the letter says who writes it and how to reach them']),
]

/** What the landlord itself has written into it: a resident's own words are theirs, and are not corrected. */
const ours = (view: LetterView): string[] =>
  [
    ...(view.points ?? []).flatMap(p => [p.explanation, p.reason]),
    view.reason,
    view.discretion,
    view.progress,
    ...[...(view.remedies ?? []), ...(view.actions ?? [])].map(p => p.what),
  ].filter(text => text !== undefined)

/** The text is what is hashed and kept as sent; `says` goes with it into the event that records the sending. */
export const letter = (kind: LetterKind, view: LetterView): Letter => {
  const standing = standingParagraphs(kind, view)
  const says = standing.map(({ name }) => name)
  const missing = [
    ...named(view),
    ...lacks(kind, { ...view, says }),
    ...new Set(ours(view).flatMap(text => notPlain(text))),
  ]
  if (missing.length > 0) return { ok: false, lacks: missing }
  const reference = view.reference ?? ''
  const subject = `${subjects[kind]}: ${reference}`
  const blocks: Block[] = [
    { text: `Dear ${view.to.join(' and ')},` },
    ...bodies[kind](view),
    ...standing.flatMap(({ blocks: own }) => own),
    { text: `Yours sincerely,` },
    { text: `${view.from.name}, ${view.from.landlord} (${view.from.contact})` },
  ]
  const head = [view.from.landlord, longDay(view.on), `Our reference: ${reference}`]
  // Kept words have no blanks at their ends: the hash is of the text as it is kept.
  const text = [...head, '', ...blocks.map(asText)]
    .join('\n\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  const page = html`<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${subject}</title></head>
<body style="margin:0;padding:16px;max-width:680px;${font};font-size:17px;line-height:1.5;color:${ink}">
<div role="main"><p style="margin:0 0 18px">${head.map(line => html`${line}<br>`)}</p>${blocks.map(asHtml)}</div></body></html>
`
  return { ok: true, subject, text, html: page.markup, sha256: createHash('sha256').update(text).digest('hex'), says }
}
