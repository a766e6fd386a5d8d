/** Lists of what is past its day, and the boxes by which an administrator chooses what goes. */
import { isDayText, longDay } from '../../../shared/core/time.ts'
import { rules } from '../../../shared/law/rules.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import { has } from '../../../shared/people/rights.ts'
import type { PastItem } from '../../../shared/position/retention/count.ts'
import { type GroupId, groupIds, groups } from '../../../shared/position/retention/retained.ts'
import type { Asset } from '../../../shared/store/records.ts'
import { personHref } from '../case/accountable.ts'
import { assetHref, caseHref, place } from '../read.ts'
import { type Bit, type Column, link } from '../views/parts.ts'
import type { Visit } from '../visit.ts'

export const PATH = '/pages/retention'
export const ROWS = 50

export const others = {
  messages: 'Messages that go by themselves although their case is on hold',
  'holds.review': 'Holds to be looked at again',
} as const

export type ListId = GroupId | `${GroupId}.held` | keyof typeof others

export const isList = (id: string): id is ListId =>
  Object.hasOwn(others, id) || groupIds.some(group => id === group || id === `${group}.held`)

export const groupOf = (id: ListId): GroupId | undefined =>
  groupIds.find(group => id === group || id === `${group}.held`)

export const titleOf = (id: ListId): string => {
  const group = groupOf(id)
  if (group !== undefined) return `${groups[group][0]}${id === group ? '' : ': on hold'}`
  return id === 'messages' ? others.messages : others['holds.review']
}

export const listHref = (id: string, more: Record<string, string> = {}): string =>
  `${PATH}?${new URLSearchParams({ list: id, ...more })}`

export const mayErase = ({ actor }: Pick<Visit, 'actor'>): boolean => has(actor, ['administrator'])

/** What a box says of its row: a case whole, documents of a case, a person. */
export const boxValue = (id: ListId, { caseId = '', email = '', documents }: PastItem): string => {
  if (id === 'people') return `person:${email}`
  return id === 'evidence' ? `documents:${(documents ?? []).join(',')}:${caseId}` : `case:${caseId}`
}

export type Chosen = { caseId: string; documents?: string[] } | { email: string }
export const chosenIn = (value: string): Chosen | undefined => {
  const [, kind, rest = ''] = /^(case|person|documents):(.{1,40000})$/s.exec(value) ?? []
  if (kind === 'case') return { caseId: rest }
  if (kind === 'person') return { email: rest }
  const [, hashes, caseId] = /^([0-9a-f,]+):(.+)$/s.exec(rest) ?? []
  return hashes && caseId ? { caseId, documents: hashes.split(',') } : undefined
}

const subject = (one: PastItem, assets: ReadonlyMap<string, Asset>): Html => {
  if (one.email !== undefined) return link(personHref(one.email), one.email)
  const { caseId, assetId } = one
  const where = assetId === undefined ? undefined : link(assetHref(assetId), place(assets.get(assetId), assetId))
  return caseId === undefined
    ? html`${where}`
    : html`${link(caseHref(caseId), caseId)}${where && html`<br><span class="dh-quiet">${where}</span>`}`
}

const box = (visit: Visit, id: ListId, one: PastItem, index: number): Html | false =>
  mayErase(visit) &&
  (id === 'complaints' || id === 'cases' || id === 'people' || id === 'evidence') &&
  html`<div class="govuk-checkboxes govuk-checkboxes--small"><div class="govuk-checkboxes__item"><input class="govuk-checkboxes__input" id="erase-${index}" name="erase" type="checkbox" value="${boxValue(id, one)}"><label class="govuk-label govuk-checkboxes__label" for="erase-${index}"><span class="govuk-visually-hidden">Erase ${one.caseId ?? one.email}</span></label></div></div>`

export const columnsOf = (visit: Visit, id: ListId): Column[] => [
  { title: id === 'people' ? 'Who' : 'Case and place' },
  { title: 'Kept by' },
  { title: id === 'messages' ? 'Goes on' : 'Kept to' },
  { title: id.endsWith('.held') || Object.hasOwn(others, id) ? 'On hold because of' : 'Counted from' },
  ...(mayErase(visit) && groupIds.some(group => group === id) ? [{ title: 'Erase' }] : []),
]

const day = (text: string | undefined): string => (text !== undefined && isDayText(text) ? longDay(text) : '–')

export const rowOf = (
  visit: Visit,
  id: ListId,
  one: PastItem,
  index: number,
  assets: ReadonlyMap<string, Asset>,
): Bit[] => {
  const ticked = box(visit, id, one, index)
  const checked = one.checkedOn && html`<br><span class="dh-quiet">check of ${day(one.checkedOn)}</span>`
  return [
    html`${subject(one, assets)}${checked}`,
    id === 'holds.review'
      ? 'a recorded hold'
      : html`${rules[one.rule].source}<br><span class="dh-quiet">${one.rule}</span>`,
    day(id === 'holds.review' ? one.reviewOn : one.until),
    one.held ?? day(one.from),
    ...(ticked ? [ticked] : []),
  ]
}
