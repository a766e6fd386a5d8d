/** The week's lists: once, on the working day that the landlord chose, and after an outage until the next is due. */
import { addDays, type Day, dayOf, type Instant } from '../../shared/core/time.ts'
import type { Role } from '../../shared/law/roles.ts'
import { nextSendingMoment } from '../../shared/mail/window.ts'
import { resolve } from '../../shared/people/resolve.ts'
import { weeklyDue } from '../../shared/position/periods.ts'
import { rollUpReport, type StuckCase, stuckCases, stuckReport } from '../../shared/report/weekly.ts'
import { deliver, type Post, type Reader } from './deliver.ts'
import type { Deps } from './ports.ts'

/** The whole list on the pages. */
const OVERDUE = '/pages/cases?overdue=true'

/** The last one that has come due; within its first hours of a week that is still the one before. */
const last = ({ reckon }: Deps, now: Instant): Day => {
  const on = reckon.policy('weekly.weekday')
  const today = dayOf(now)
  const { day, due } = weeklyDue(today, on, reckon.calendar)
  return now >= due ? day : weeklyDue(addDays(today, -7), on, reckon.calendar).day
}

const directors: readonly Role[] = ['assistantDirector', 'serviceDirector', 'director']

/** To those of the directors' roles that the landlord has; where it has none, to the executive team. */
const rollUp = async (deps: Deps, day: Day): Promise<Post> => {
  const today = dayOf(deps.now())
  const here = (await deps.desk.directory()).people.filter(one => !one.leftOn || one.leftOn > today)
  const held = directors.filter(role => here.some(one => one.roles.includes(role)))
  return {
    id: `roll-up:${day}`,
    to: held.length > 0 ? held : ['executive'],
    path: OVERDUE,
    make: () => rollUpReport(deps, day),
  }
}

/** Each lead has what they lead; the head of service has all of it. */
const stuckPosts = async (deps: Deps, day: Day): Promise<Post[]> => {
  const found = await stuckCases(deps)
  if (found.length === 0) return []
  const directory = await deps.desk.directory()
  const today = dayOf(deps.now())
  const lists = new Map<string, { reader: Reader; cases: StuckCase[] }>()
  const give = (one: StuckCase, wanted: Parameters<typeof resolve>[0], area: string | undefined): void => {
    const about = { workflow: one.workflow, area, title: deps.workflows[one.workflow]?.title }
    const { all, why } = resolve(wanted, about, directory, today)
    for (const { email } of all) {
      const list = lists.get(email) ?? { reader: { email, role: wanted.role, why }, cases: [] }
      lists.set(email, list)
      if (!list.cases.includes(one)) list.cases.push(one)
    }
  }
  for (const one of found) {
    const { assetId, lead, assignee } = one.case
    const area = assetId === undefined ? undefined : (await deps.store.getAsset(assetId))?.area
    give(one, { role: lead, person: assignee }, area)
    give(one, { role: 'headOfService' }, area)
  }
  const names = new Map(directory.people.map(one => [one.email, one.name]))
  return [...lists.values()].map(({ reader, cases }) => ({
    id: `stuck:${day}`,
    to: [reader],
    path: OVERDUE,
    make: () => stuckReport(deps, day, cases, email => names.get(email)),
  }))
}

/** How many left; outside the sending window they wait for it. A week whose lists have all left is not looked at again. */
export const weekly = async (deps: Deps, now: Instant): Promise<number> => {
  if (nextSendingMoment(now, deps.desk.window, deps.reckon.calendar) > now) return 0
  const day = last(deps, now)
  let sent = await deliver(deps, await rollUp(deps, day))
  const name = `stuck:${day}`
  if (await deps.store.getSetting(name)) return sent
  let left = 0
  for (const post of await stuckPosts(deps, day)) left += await deliver(deps, post)
  // Looked at once more an hour later, since a mail may wait; then it is over.
  if (left === 0) await deps.store.putSetting(name, 'sent', 0)
  sent += left
  return sent
}
