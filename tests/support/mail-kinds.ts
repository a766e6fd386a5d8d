/** One mail of each kind that leaves, as its reader has it. */
import type { Day } from '../../shared/core/time.ts'
import { answerMail } from '../../shared/intake/email/answer.ts'
import { letter } from '../../shared/mail/letters/letter.ts'
import { noticeMail } from '../../shared/mail/notice-mail.ts'
import { noticeView, type Reader } from '../../shared/mail/notice-view.ts'
import type { Job } from '../../shared/orders/message.ts'
import { orderMail } from '../../shared/orders/order-mail.ts'
import { resolve } from '../../shared/people/resolve.ts'
import { reportHtml } from '../../shared/report/html.ts'
import { reportSubject, reportText } from '../../shared/report/text.ts'
import { workflows } from '../../shared/workflows/index.ts'
import { letterKinds } from '../../shared/workflows/parts/letter-contents.ts'
import type { Written } from './as-read.ts'
import { digest } from './digest.ts'
import { wholeLetters } from './letters.ts'
import { directory, gasCase, notice, now, people, sender, story } from './mail.ts'
import { monthlyOf } from './monthly.ts'

const about = { workflow: 'gas', title: 'Gas safety check' }
const link = (purpose: 'ack' | 'done' | 'reassign' | 'extend' | 'job', text: string) => ({
  purpose,
  text,
  url: `https://dutyholder.x.org/link/${purpose}${'x'.repeat(100)}`,
})
const reader: Reader = {
  resolved: resolve({ role: 'headOfService' }, about, directory, '2027-02-18' as Day),
  lead: { email: 'asha@x.org', name: 'Asha Patel' },
  copy: false,
  deeds: [link('ack', 'I am dealing with it'), link('done', 'Record it as done'), link('extend', 'Ask for more time')],
  people,
  next: { who: 'Dee Okafor (Service director)', when: 'Tue 23 February 2027' },
}
const noticeTo = (more: Partial<Reader> = {}, urgency: 'urgent' | 'emergency' = 'urgent') =>
  noticeMail(noticeView(notice({ urgency }), story(), { ...reader, ...more }, sender, now))

const job: Job = {
  order: { id: 'x~1~issued~marlow', caseId: 'ACT-7K3Q-9D4H-2XMP', contractorId: 'marlow', kind: 'issued', at: now },
  c: gasCase('H00017', {
    id: 'ACT-7K3Q-9D4H-2XMP',
    workflow: 'action',
    facts: { description: 'Refit the flue', priority: 'P2' },
  }),
  workflow: workflows.action!,
  asset: { id: 'H00017', type: 'dwelling', address: '12 Example Street', postcode: 'CT1 2AB' } as Job['asset'],
  due: '2027-03-09' as Day,
  link: `https://d.example/link/${'x'.repeat(140)}`,
  again: false,
}
const sending = { landlord: 'Example Homes', reference: 'W-AAAA-BBBB', now }

const written = (kind: (typeof letterKinds)[number]): Written => {
  const made = letter(kind, wholeLetters[kind])
  if (!made.ok) throw new Error(made.lacks.join('; '))
  return made
}

const report = monthlyOf(60)
const post = { link: 'https://x.example/r', reference: 'D-AAAA-BBBB' }

export const mailKinds: readonly (readonly [kind: string, mail: Written])[] = [
  ['a notice', noticeTo()],
  ['an emergency', noticeTo({}, 'emergency')],
  ['a copy', noticeTo({ copy: true })],
  ['moved on, since it came back', noticeTo({ avoid: ['kit@x.org'] })],
  [
    'to a contractor',
    noticeTo({ resolved: { ...reader.resolved, role: 'contractor' }, deeds: [link('job', 'Tell us about this job')] }),
  ],
  ['a digest of one', digest(1)],
  ['a digest of 40', digest(40)],
  ['a digest of 400', digest(400)],
  ['a work order', orderMail(job, sending)],
  ['an order withdrawn', orderMail({ ...job, order: { ...job.order, kind: 'withdrawn' } }, sending)],
  [
    'an answer',
    answerMail(
      { headline: 'Recorded: Re: gas', lines: ['Gas safety check (gas:H00017): now with Sam Doyle.'] },
      'Example Homes',
      'A-AAAA-BBBB',
    ),
  ],
  [
    'a report',
    {
      subject: reportSubject(report),
      text: reportText(report, post),
      html: reportHtml(report, { as: 'mail', ...post }),
    },
  ],
  [
    'a report sent once more',
    {
      subject: 'Copy: report',
      text: reportText(report, { ...post, copy: true }),
      html: reportHtml(report, { as: 'mail', ...post, copy: true }),
    },
  ],
  ...letterKinds.map(kind => [`the letter: ${kind}`, written(kind)] as const),
]
