/** A question as the Design System asks it: label, hint, what is wrong, the box. Works without a script. */
import type { Day } from '../../../shared/core/time.ts'
import type { Role } from '../../../shared/law/roles.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import type { Document, Posted } from '../forms/answers.ts'
import type { Field } from '../forms/fields.ts'
import { type Bit, hidden, type Mistake } from './parts.ts'
import { label } from './words.ts'

export type Approvers = (from: readonly Role[]) => readonly { value: string; text: string }[]
export type Asking = {
  answers: Posted
  mistakes: readonly Mistake[]
  documents: readonly Document[]
  today: Day
  /** who may approve, by address; none: it is typed */
  approvers?: Approvers
}

const errorOf = (asking: Asking, id: string): string | undefined =>
  asking.mistakes.find(one => one.field === id || one.field.startsWith(`${id}-`))?.message

const described = (id: string, hint: Bit, error: string | undefined): Html | undefined => {
  const by = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return by ? html` aria-describedby="${by}"` : undefined
}

const lead = (id: string, hint: Bit, error: string | undefined): Html =>
  html`${
    hint ? html`<div id="${id}-hint" class="govuk-hint">${hint}</div>` : undefined
  }${error ? html`<p id="${id}-error" class="govuk-error-message"><span class="govuk-visually-hidden">Error:</span> ${error}</p>` : undefined}`

const group = (error: string | undefined, body: Html): Html =>
  html`<div class="govuk-form-group${error ? ' govuk-form-group--error' : ''}">${body}</div>`

const asked = (field: Pick<Field, 'name' | 'required'>): string =>
  `${label(field.name)}${field.required ? '' : ' (optional)'}`

const fieldset = (id: string, legend: string, hint: Bit, error: string | undefined, body: Bit): Html =>
  group(
    error,
    html`<fieldset class="govuk-fieldset" id="${id}"${described(id, hint, error)}><legend class="govuk-fieldset__legend govuk-fieldset__legend--s">${legend}</legend>${lead(id, hint, error)}${body}</fieldset>`,
  )

export const textInput = (
  id: string,
  title: string,
  value: string,
  {
    hint,
    error,
    rows,
    type = 'text',
    width = '',
  }: { hint?: Bit; error?: string | undefined; rows?: number; type?: string; width?: string } = {},
): Html =>
  group(
    error,
    html`<label class="govuk-label govuk-label--s" for="${id}">${title}</label>${lead(id, hint, error)}${
      rows
        ? html`<textarea class="govuk-textarea${error ? ' govuk-textarea--error' : ''}" id="${id}" name="${id}" rows="${rows}"${described(id, hint, error)}>${value}</textarea>`
        : html`<input class="govuk-input ${width}${error ? ' govuk-input--error' : ''}" id="${id}" name="${id}" type="${type}" value="${value}"${described(id, hint, error)}>`
    }`,
  )

export const dateInput = (id: string, title: string, asking: Asking, time: boolean, hint?: Bit): Html => {
  const error = errorOf(asking, id)
  const bad = error ? ' govuk-input--error' : ''
  const box = (part: string, text: string, width: number, mode = 'numeric') =>
    html`<div class="govuk-date-input__item"><div class="govuk-form-group"><label class="govuk-label govuk-date-input__label" for="${id}-${part}">${text}</label><input class="govuk-input govuk-date-input__input govuk-input--width-${width}${bad}" id="${id}-${part}" name="${id}-${part}" type="text" inputmode="${mode}" value="${asking.answers.get(`${id}-${part}`)}"></div></div>`
  const [year, month, day] = asking.today.split('-').map(Number)
  return fieldset(
    id,
    title,
    hint ?? `For example, ${day} ${month} ${year}${time ? ' at 9:30' : ''}`,
    error,
    html`<div class="govuk-date-input">${box('day', 'Day', 2)}${box('month', 'Month', 2)}${box('year', 'Year', 4)}${time && box('time', 'Time', 4, 'text')}</div>`,
  )
}

export const radios = (
  id: string,
  title: string,
  options: readonly { value: string; text: string; hint?: string }[],
  chosen: string,
  { hint, error }: { hint?: Bit; error?: string | undefined } = {},
): Html =>
  fieldset(
    id,
    title,
    hint,
    error,
    html`<div class="govuk-radios govuk-radios--small">${options.map(
      ({ value, text }, index) =>
        html`<div class="govuk-radios__item"><input class="govuk-radios__input" id="${id}-${index}" name="${id}" type="radio" value="${value}"${value === chosen ? html` checked` : undefined}><label class="govuk-label govuk-radios__label" for="${id}-${index}">${text}</label></div>`,
    )}</div>`,
  )

export const select = (
  id: string,
  title: string,
  options: readonly { value: string; text: string }[],
  chosen: string,
  error?: string,
): Html =>
  group(
    error,
    html`<label class="govuk-label govuk-label--s" for="${id}">${title}</label>${lead(id, undefined, error)}<select class="govuk-select" id="${id}" name="${id}"${described(id, undefined, error)}>${options.map(
      ({ value, text }) =>
        html`<option value="${value}"${value === chosen ? html` selected` : undefined}>${text}</option>`,
    )}</select>`,
  )

const ONE = 'Choose the one file, of those already added to this case, that this is about.'
const EVERY = 'Choose every file, of those already added to this case, that belongs to this.'

const documentsField = (field: Field, asking: Asking, several: boolean): Html => {
  const { path } = field
  const chosen = asking.answers.all(path)
  const kind = several ? 'checkbox' : 'radio'
  const css = several ? 'govuk-checkboxes__' : 'govuk-radios__'
  const none = 'No document is on file for this case yet. Add it on the case’s page first.'
  return fieldset(
    path,
    asked(field),
    asking.documents.length === 0 ? none : several ? EVERY : ONE,
    errorOf(asking, path),
    html`<div class="${several ? 'govuk-checkboxes govuk-checkboxes--small' : 'govuk-radios govuk-radios--small'}">${asking.documents.map(
      ({ name, sha256 }, index) =>
        html`<div class="${css}item"><input class="${css}input" id="${path}-${index}" name="${path}" type="${kind}" value="${sha256}"${chosen.includes(sha256) ? html` checked` : undefined}><label class="govuk-label ${css}label dh-break" for="${path}-${index}">${name}</label></div>`,
    )}</div>`,
  )
}

/** A typed name may be anybody's: those who may are offered, and whoever it was before. */
const approverField = (one: Field, from: readonly Role[], asking: Asking): Html => {
  const { path } = one
  const [error, value, people] = [errorOf(asking, path), asking.answers.get(path), asking.approvers?.(from) ?? []]
  if (people.length === 0) return textInput(path, asked(one), value, { error })
  return select(path, asked(one), [{ value: '', text: 'Choose who approved it' }, ...people], value, error)
}

/** `WRONG_FORM` → `Wrong form`; short codes such as AR and C2 stay. */
const trade: Record<string, string> = {
  ID: 'Immediately Dangerous (ID)',
  AR: 'At Risk (AR)',
  NCS: 'Not to Current Standards (NCS)',
  C1: 'C1, danger present',
  C2: 'C2, potentially dangerous',
  C3: 'C3, improvement recommended',
  FI: 'FI, further investigation',
}
const choice = (value: string): string => trade[value] ?? choiceOf(value)
const choiceOf = (value: string): string =>
  /^[A-Z0-9]{1,4}$/.test(value) ? value : label(/^[A-Z0-9_]+$/.test(value) ? value.toLowerCase() : value)

/** More than this many choices are a list to open. */
const RADIOS = 7

/** One question, or a group of them. */
export const field = (one: Field, asking: Asking): Html => {
  const { path, kind } = one
  const error = errorOf(asking, path)
  const value = asking.answers.get(path)
  const title = asked(one)
  switch (kind.is) {
    case 'group':
      return html`<fieldset class="govuk-fieldset govuk-!-margin-bottom-6"><legend class="govuk-fieldset__legend govuk-fieldset__legend--m">${title}</legend>${kind.fields.map(inner => field(inner, asking))}</fieldset>`
    case 'date':
      return dateInput(path, title, asking, false)
    case 'moment':
      return dateInput(path, title, asking, true)
    case 'yesNo':
      return radios(
        path,
        title,
        [
          { value: 'yes', text: 'Yes' },
          { value: 'no', text: 'No' },
        ],
        value,
        { error },
      )
    case 'one': {
      const options = kind.of.map(one => ({
        value: one,
        text: choice(one),
      }))
      return options.length <= RADIOS
        ? radios(path, title, options, value, { error })
        : select(path, title, [{ value: '', text: 'Choose' }, ...options], value, error)
    }
    case 'documents':
      return documentsField(one, asking, kind.several)
    case 'approver':
      return approverField(one, kind.from, asking)
    case 'lines':
      return textInput(path, title, value, { error, rows: 3, hint: 'One on each line' })
    case 'words':
      return textInput(path, title, value, { error, rows: 5 })
    case 'json':
      return textInput(path, title, value, { error, rows: 4, hint: `As JSON: ${kind.shape}` })
    case 'number':
      return textInput(path, title, value, { error, width: 'govuk-input--width-10' })
    case 'text':
      return textInput(path, title, value, { error, ...(kind.email ? { type: 'email' } : {}) })
  }
}

/** Everything hidden that makes a form safe to send twice and nobody else's to send. */
export const guards = (csrf: string, id: string): Html => html`${hidden('csrf', csrf)}${hidden('id', id)}`
