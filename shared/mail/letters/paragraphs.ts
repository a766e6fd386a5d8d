/** Paragraphs that every letter of a kind holds. Each is there only if what it needs is known. */
import type { LetterKind, Paragraph } from '../../workflows/parts/letter-contents.ts'
import type { Block, LetterView } from './view.ts'

const ombudsman = (view: LetterView, opening: string): Block[] => {
  const who = view.ombudsman
  if (!who?.name || !who.phone || !who.web || !who.address) return []
  return [
    { heading: `The ${who.name}` },
    { text: opening },
    { list: [`Telephone: ${who.phone}`, `Website: ${who.web}`, `Post: ${who.address}`] },
  ]
}

const openings: Partial<Record<LetterKind, string>> = {
  refusal:
    'If you disagree with this decision, you have the right to take it to the Ombudsman, who can tell us to accept your complaint.',
  stage2: 'This is our final answer. If you are not satisfied, you can take your complaint to the Ombudsman.',
}

const texts: Record<Paragraph, (view: LetterView, kind: LetterKind) => Block[]> = {
  ombudsman: (view, kind) =>
    ombudsman(
      view,
      openings[kind] ??
        'You can ask the Ombudsman for advice at any time while we deal with your complaint. It is free and independent.',
    ),
  representative: () => [
    {
      text: 'Somebody else may act for you, or come with you when we meet: a relative, a friend, an advice service, your councillor or your member of parliament. Tell us who, and that you agree.',
    },
  ],
  adjustments: () => [
    {
      text: 'Do you need anything from us to make this easier? For example larger print, another language, a call in place of a letter, or more time. Tell us, and we will write it down and keep to it.',
    },
  ],
  updates: view => [
    {
      text: `${view.handler?.name ?? view.from.name} will tell you how it is going. If we need more time, we will write to you before the date above, say why, and agree with you how often you hear from us.`,
    },
  ],
  apology: () => [{ text: 'We are sorry that this takes longer than we told you.' }],
  escalate: view => [
    { heading: 'If you are not satisfied' },
    {
      text: `Tell us that you are not satisfied, in any words, to anyone who works for us: by telephone, in person, by letter or by e-mail. You can reach us at ${view.from.contact}. You need not give a reason or fill in a form. Somebody who has not dealt with your complaint will then look at it again. This is stage 2.`,
    },
  ],
  resume: () => [
    {
      text: 'You can take up your complaint again at any time. Tell us, in any way. What we promised you still stands.',
    },
  ],
}

const standing: Record<LetterKind, readonly Paragraph[]> = {
  acknowledgement: ['updates', 'adjustments', 'representative', 'ombudsman'],
  extension: ['apology', 'ombudsman'],
  delay: ['apology', 'ombudsman'],
  refusal: ['ombudsman'],
  stage1: ['escalate', 'ombudsman'],
  stage2: ['ombudsman'],
  withdrawal: ['resume', 'ombudsman'],
  update: [],
}

/** The paragraphs of a kind with their names; one that cannot be filled is missing. */
export const standingParagraphs = (kind: LetterKind, view: LetterView): { name: Paragraph; blocks: Block[] }[] =>
  standing[kind].map(name => ({ name, blocks: texts[name](view, kind) })).filter(({ blocks }) => blocks.length > 0)
