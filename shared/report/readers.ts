/** To whom a report goes on a day, by roles or by what they lead. Pure: what is sent and what is foreseen ask the same. */
import type { Case } from '../core/case.ts'
import type { Reckon } from '../core/reckon.ts'
import { at, type Day, dayOf, type Instant } from '../core/time.ts'
import type { AnyWorkflow } from '../core/workflow.ts'
import type { Role } from '../law/roles.ts'
import type { Directory } from '../people/person.ts'
import { resolve } from '../people/resolve.ts'
import type { Stuck } from '../position/stuck.ts'

export type Reader = { email: string; name: string; role: Role; why: string[] }

const directors: readonly Role[] = ['assistantDirector', 'serviceDirector', 'director']

/** Those of the directors' roles that the landlord has; where it has none, the executive team. */
export const directorsOf = ({ people }: Directory, today: Day): readonly Role[] => {
  const here = people.filter(one => !one.leftOn || one.leftOn > today)
  const held = directors.filter(role => here.some(one => one.roles.includes(role)))
  return held.length > 0 ? held : ['executive']
}

/** Each person once, under the first of the roles that they are found by. */
export const holdersOf = (roles: readonly Role[], directory: Directory, today: Day): Reader[] => {
  const byEmail = new Map<string, Reader>()
  for (const role of roles) {
    const { all, why } = resolve({ role }, { workflow: 'report', title: 'reports' }, directory, today)
    for (const { email, name } of all) if (!byEmail.has(email)) byEmail.set(email, { email, name, role, why })
  }
  return [...byEmail.values()]
}

/** What was taken on before this is looked at again. */
export const stuckBefore = (reckon: Reckon, now: Instant): Instant =>
  at(reckon.calendar.add(dayOf(now), -reckon.policy('weekly.stuck')), '23:59')

/** With the case, so that whoever leads it can be found. */
export type StuckCase = Stuck & { case: Case }
export type StuckList = { reader: Reader; cases: StuckCase[] }

/** Each lead has what they lead; the head of service has all of it. */
export const stuckLists = (
  found: readonly StuckCase[],
  workflows: Readonly<Record<string, AnyWorkflow>>,
  { directory, today, areaOf }: { directory: Directory; today: Day; areaOf: (assetId: string) => string | undefined },
): StuckList[] => {
  const lists = new Map<string, StuckList>()
  const give = (one: StuckCase, wanted: Parameters<typeof resolve>[0], area: string | undefined): void => {
    const about = { workflow: one.workflow, area, title: workflows[one.workflow]?.title }
    const { all, why } = resolve(wanted, about, directory, today)
    for (const { email, name } of all) {
      const list = lists.get(email) ?? { reader: { email, name, role: wanted.role, why }, cases: [] }
      lists.set(email, list)
      if (!list.cases.includes(one)) list.cases.push(one)
    }
  }
  for (const one of found) {
    const { assetId, lead, assignee } = one.case
    const area = assetId === undefined ? undefined : areaOf(assetId)
    give(one, { role: lead, person: assignee }, area)
    give(one, { role: 'headOfService' }, area)
  }
  return [...lists.values()]
}
