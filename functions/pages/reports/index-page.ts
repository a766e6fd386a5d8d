/** Which reports there are, of which days, and to whom they are sent. */
import { longDay } from '../../../shared/core/time.ts'
import { html } from '../../../shared/mail/html.ts'
import { monthBefore, monthOf, yearOf } from '../../../shared/position/reports/periods.ts'
import { reportNames } from '../../../shared/report/make.ts'
import { newestSnapshot } from '../../../shared/report/snapshots.ts'
import { heading, page } from '../views/layout.ts'
import { h2, inset, link, p, table } from '../views/parts.ts'
import type { Page } from '../visit.ts'
import { titles } from './names.ts'
import { monthName, reportHref } from './way.ts'

export const reportsPage: Page = async visit => {
  const newest = await newestSnapshot(visit.deps.store)
  const last = monthBefore(monthOf(visit.today))
  const year = yearOf(visit.today)
  return page(visit, {
    title: 'Reports',
    here: '/pages/reports',
    body: html`${heading('Reports')}
${
  newest
    ? p(
        `The newest figures are of the end of ${longDay(newest.latest)}. They are counted every night and kept as they were.`,
      )
    : inset(
        'Figures are counted and kept every night. No night has passed yet: until then reports are made when they are opened.',
      )
}
${table(
  '',
  [{ title: 'Report' }, { title: 'What it holds' }],
  reportNames.map(name => [link(reportHref(name), titles[name][0]), titles[name][1]]),
  'Reports',
)}
${h2('Sent by themselves')}
${table(
  '',
  [{ title: 'What' }, { title: 'When' }, { title: 'To' }],
  [
    [
      link(reportHref('monthly', { month: last }), `Monthly compliance report, ${monthName(last)}`),
      'Third working day of the next month, 8:00',
      'Executive, head of service, portfolio holder',
    ],
    [link(reportHref('complaints'), 'Weekly complaints pack'), 'Mondays, 8:00', 'Complaints lead, head of service'],
    [
      link(reportHref('complaints'), 'Quarterly complaints pack'),
      'Ten working days after the quarter, 8:00',
      'Member responsible for complaints, complaints lead',
    ],
    [
      link(reportHref('complaints', { from: year.from, to: visit.today }), 'Annual complaints report, draft'),
      'Tenth working day of April, 8:00',
      'Complaints lead, member responsible for complaints, head of service',
    ],
    [
      link(reportHref('tsm'), 'Tenant Satisfaction Measures, draft of the return'),
      'Fifth working day of April, 8:00',
      'Compliance manager, head of service, executive',
    ],
  ],
  'Reports sent by themselves',
)}`,
  })
}
