/** What each letter says of this very complaint, in the order in which a person wants to know it. */
import { longDay } from '../../core/time.ts'
import type { LetterKind } from '../../workflows/parts/letter-contents.ts'
import type { Block, LetterView } from './view.ts'

const findings: Record<string, string> = {
  upheld: 'we agree with you (upheld)',
  partially_upheld: 'we agree with you in part (partially upheld)',
  not_upheld: 'we do not agree (not upheld)',
  out_of_jurisdiction: 'this is not ours to decide',
}
const exclusions: Record<string, string> = {
  over_12_months: 'what happened, or when you came to know of it, is more than 12 months ago',
  legal_proceedings: 'a court is dealing with it: a claim form and particulars of claim have been filed',
  already_considered: 'we have already looked at this complaint under our policy',
}
const on = (day: LetterView['due']): string => (day ? longDay(day) : '')
const points = (view: LetterView) => view.points ?? []

const acknowledgement = (view: LetterView): Block[] => [
  { text: `Thank you for your complaint, which reached us on ${on(view.receivedOn)}. This is what we understand:` },
  { list: points(view).map(p => p.text) },
  { text: `What you would like to happen: ${view.outcomesSought ?? ''}` },
  ...points(view)
    .filter(p => p.responsible !== 'landlord')
    .map((p): Block => ({ text: `We are not responsible for this point: ${p.text}. ${p.explanation ?? ''}` })),
  { text: 'If we have misunderstood anything, tell us and we will put it right.' },
  {
    text: `${view.handler?.name ?? ''} is dealing with your complaint (${view.handler?.contact ?? ''}). You will have our answer by ${on(view.due)}.`,
  },
]

const extension = (view: LetterView): Block[] => [
  { text: `We need more time to answer your complaint. You will have our answer by ${on(view.due)}.` },
  { text: `Why: ${view.reason ?? ''}` },
  { text: `Until then you will hear from us every ${view.updateEvery ?? 0} working days.` },
]

const delay = (view: LetterView): Block[] => [
  { text: `Our answer to your complaint is late. You will have it by ${on(view.due)}.` },
  { text: `Why: ${view.reason ?? ''}` },
  { text: `Until then you will hear from us every ${view.updateEvery ?? 0} working days.` },
]

const refusal = (view: LetterView): Block[] => [
  { text: `You complained about this: ${view.matter ?? ''}` },
  { text: `We have decided not to accept it as a complaint, because ${exclusions[view.exclusion ?? ''] ?? ''}.` },
  { text: `In your case: ${view.reason ?? ''}` },
  { text: `We also considered whether to accept it all the same: ${view.discretion ?? ''}` },
]

const promised = (heading: string, list: LetterView['remedies'], none: string): Block[] => [
  { heading },
  list && list.length > 0 ? { list: list.map(p => `${p.what}, by ${on(p.by)}`) } : { text: none },
]

const response = (view: LetterView): Block[] => [
  {
    text: `This is our answer at stage ${view.stage}. On your complaint as a whole ${findings[view.outcome ?? ''] ?? ''}.`,
  },
  { heading: 'Your complaint, and our decision on each point' },
  ...points(view).flatMap((p): Block[] => [
    { text: `${p.text}: ${findings[p.finding ?? ''] ?? ''}.` },
    { text: `Why: ${p.reason ?? ''}` },
  ]),
  ...promised('What we will do to put it right', view.remedies, 'There is nothing to put right.'),
  ...promised('What is still to be done', view.actions, 'Nothing else is outstanding.'),
]

const withdrawal = (view: LetterView): Block[] => [
  { text: 'You have told us that you withdraw your complaint, and we have closed it.' },
  { text: `Your words: “${view.residentsWords ?? ''}”` },
]

const update = (view: LetterView): Block[] => [
  { text: `Here is how your complaint is going: ${view.progress ?? ''}` },
  { text: `You will hear from us again by ${on(view.nextUpdateOn)}.` },
]

export const bodies: Record<LetterKind, (view: LetterView) => Block[]> = {
  acknowledgement,
  extension,
  delay,
  refusal,
  stage1: response,
  stage2: response,
  withdrawal,
  update,
}

export const subjects: Record<LetterKind, string> = {
  acknowledgement: 'We have your complaint',
  extension: 'We need more time for your complaint',
  delay: 'Our answer to your complaint is late',
  refusal: 'Our decision about your complaint',
  stage1: 'Our answer to your complaint (stage 1)',
  stage2: 'Our final answer to your complaint (stage 2)',
  withdrawal: 'Your complaint is withdrawn',
  update: 'News on your complaint',
}
