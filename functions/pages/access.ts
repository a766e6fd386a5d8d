/** Homes that we could not get into: lists by kinds of state, whatever the workflow. */
import { html } from '../../shared/mail/html.ts'
import { listed, type Row } from './read.ts'
import { heading, page } from './views/layout.ts'
import { p } from './views/parts.ts'
import { caseTable } from './views/rows.ts'
import type { Page, Visit } from './visit.ts'

type Group = { title: string; rows: Row[]; more: string | undefined }

const groupOf = async ({ deps, now }: Visit, title: string, workflow: string, state?: string): Promise<Group> => {
  const found = await listed(deps, { workflows: [workflow], ...(state ? { state } : {}) }, now, { limit: 25 })
  const query = new URLSearchParams({ workflow, ...(state ? { state } : {}) })
  return { title, rows: found.items, more: found.cursor === undefined ? undefined : `/pages/cases?${query}` }
}

/** Open states whose name says so, in every workflow. */
const states = ({ deps }: Visit, wanted: RegExp, not: readonly string[]) =>
  Object.values(deps.workflows)
    .filter(workflow => !not.includes(workflow.name))
    .flatMap(workflow =>
      Object.entries(workflow.states as Record<string, { title: string; final?: string }>)
        .filter(([name, state]) => wanted.test(name) && state.final === undefined)
        .map(([name, state]) => ({ workflow, name, title: `${workflow.title}: ${state.title.toLowerCase()}` })),
    )

/** All of these workflows, and of the others what stands in such a state. */
export const groups = async (visit: Visit, own: readonly string[], wanted: RegExp): Promise<Group[]> => {
  const whole = own.flatMap(name => visit.deps.workflows[name] ?? [])
  const found = await Promise.all([
    ...whole.map(workflow => groupOf(visit, workflow.title, workflow.name)),
    ...states(visit, wanted, own).map(one => groupOf(visit, one.title, one.workflow.name, one.name)),
  ])
  return found.filter(group => group.rows.length > 0)
}

export const groupTables = ({ deps, now }: Visit, found: readonly Group[], none: string) =>
  found.length === 0
    ? caseTable(deps, '', [], now, none)
    : found.map(
        group =>
          html`${caseTable(deps, group.title, group.rows, now, none)}${group.more && p(html`<a class="govuk-link" href="${group.more}">All: ${group.title}</a>`)}`,
      )

export const accessPage: Page = async visit =>
  page(visit, {
    title: 'Access',
    here: '/pages/access',
    body: html`${heading('Homes that we could not get into')}
${p('The deadline of the check runs on while nobody opens. Each attempt must be recorded with its time and evidence.')}
${groupTables(visit, await groups(visit, ['access'], /access/), 'No home is refusing access or waiting for it.')}`,
  })
