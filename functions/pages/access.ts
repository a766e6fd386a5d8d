/** Homes that we could not get into: lists by kinds of state, whatever the workflow. */
import type { AnyWorkflow } from '../../shared/core/workflow.ts'
import { html } from '../../shared/mail/html.ts'
import type { Choice } from '../../shared/store/lists/filter.ts'
import { chosenRows, NOT_AMONG_FIRST, type Row } from './read.ts'
import { heading, page } from './views/layout.ts'
import { p } from './views/parts.ts'
import { caseTable } from './views/rows.ts'
import { stateTitle } from './views/words.ts'
import type { Page, Visit } from './visit.ts'

type Group = { title: string; rows: Row[]; more: string | undefined }

/** Cases of a group; the rest is a list of its own. */
const SHOWN = 25

/** Open states whose name says so. */
const statesOf = ({ states }: AnyWorkflow, wanted: RegExp): string[] =>
  Object.entries(states as Record<string, { title: string; final?: string }>)
    .filter(([name, state]) => wanted.test(name) && state.final === undefined)
    .map(([name]) => name)

/** What is asked of the lists, workflow by workflow: all of it, or what stands in one of its states. */
const asked = ({ deps }: Visit, own: readonly string[], wanted: RegExp): { workflow: string; choices: Choice[] }[] => {
  const others = Object.values(deps.workflows).filter(({ name }) => !own.includes(name))
  return [
    ...own.filter(name => deps.workflows[name]).map(workflow => ({ workflow, choices: [{}] })),
    ...others
      .map(one => ({ workflow: one.name, choices: statesOf(one, wanted).map(state => ({ state })) }))
      .filter(({ choices }) => choices.length > 0),
  ]
}

/** All of these workflows, and of the others what stands in such a state. */
export const groups = async (visit: Visit, own: readonly string[], wanted: RegExp): Promise<Group[]> => {
  const { deps, now } = visit
  const asking = asked(visit, own, wanted)
  const lists = await deps.store.firstLines(asking, { each: SHOWN })
  const chosen = asking.flatMap(({ workflow, choices }, at) =>
    choices.map((choice, index) => ({ workflow, choice, ...lists[at]![index]! })),
  )
  const rows = await chosenRows(deps, chosen, now)
  const found = chosen.map(({ workflow, choice: { state }, more }, index): Group => {
    const { title = workflow } = deps.workflows[workflow] ?? {}
    const query = new URLSearchParams({ workflow, ...(state ? { state: String(state) } : {}) })
    return {
      title: state ? `${title}: ${stateTitle(deps.workflows[workflow], String(state)).toLowerCase()}` : title,
      rows: rows[index]!,
      more: more ? `/pages/cases?${query}` : undefined,
    }
  })
  return found.filter(group => group.rows.length > 0 || group.more)
}

export const groupTables = ({ deps, now }: Visit, found: readonly Group[], none: string) =>
  found.length === 0
    ? caseTable(deps, '', [], now, none)
    : found.map(
        group =>
          html`${caseTable(deps, group.title, group.rows, now, NOT_AMONG_FIRST)}${group.more && p(html`<a class="govuk-link" href="${group.more}">All: ${group.title}</a>`)}`,
      )

export const accessPage: Page = async visit =>
  page(visit, {
    title: 'Access',
    here: '/pages/access',
    body: html`${heading('Homes that we could not get into')}
${p('The deadline of the check runs on while nobody opens. Each attempt must be recorded with its time and evidence.')}
${groupTables(visit, await groups(visit, ['access'], /access/), 'No home is refusing access or waiting for it.')}`,
  })
