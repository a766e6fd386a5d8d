/** Another day or month of a report: only what it takes is asked. */
import { type Html, html } from '../../../shared/mail/html.ts'
import { type Month, monthBefore, monthOf } from '../../../shared/position/reports/periods.ts'
import type { ReportName } from '../../../shared/report/make.ts'
import { takes } from '../../../shared/report/span.ts'
import { select, textInput } from '../views/form.ts'
import type { Mistake } from '../views/parts.ts'
import type { Visit } from '../visit.ts'
import { monthName } from './way.ts'

/** Two years of months: older ones are asked for by their address. */
const MONTHS = 24

const months = (today: Visit['today']): Month[] => {
  const found = [monthOf(today)]
  while (found.length < MONTHS) found.push(monthBefore(found.at(-1)!))
  return found
}

const form = (name: ReportName, fields: Html, button: string): Html =>
  html`<form method="get" action="/pages/reports/${name}">${fields}<button class="govuk-button govuk-button--secondary">${button}</button></form>`

export const chooser = ({ query, today }: Visit, name: ReportName, mistake?: Mistake): Html => {
  const error = (field: string) => (mistake?.field === field ? mistake.message : undefined)
  const day = (field: string, title: string) =>
    textInput(field, title, query.get(field) ?? '', {
      type: 'date',
      width: 'govuk-input--width-10',
      error: error(field),
    })
  const takesOne = takes[name]
  const offered = [
    { value: '', text: 'Choose a month' },
    ...months(today).map(value => ({ value, text: monthName(value) })),
  ]
  return html`${takesOne.includes('month') && form(name, select('month', 'Month', offered, query.get('month') ?? '', error('month')), 'Show the month')}
${takesOne.includes('asAt') && !takesOne.includes('from') && form(name, day('asAt', 'At the end of'), 'Show the day')}
${takesOne.includes('from') && form(name, html`${day('from', 'From')}${day('to', 'To')}`, 'Show these days')}`
}
