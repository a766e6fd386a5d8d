/** What falls due and who will be mailed, day by day, if nobody acts. */
import * as z from 'zod'
import type { Case, Notice } from '../../../shared/core/case.ts'
import { addDays, addMinutes, type Day, dayOf, endOf, type Instant, instant } from '../../../shared/core/time.ts'
import { json } from '../../../shared/http/answer.ts'
import { route } from '../../../shared/http/route.ts'
import type { Directory } from '../../../shared/people/person.ts'
import { type Resolved, resolve } from '../../../shared/people/resolve.ts'
import { everyShard } from '../../../shared/store/keys.ts'
import { type Falls, forecast } from '../forecast.ts'
import type { Deps } from '../ports.ts'

/** Some seconds of reckoning. */
const MOST = { wakings: 20_000, notices: 20_000 }
/** Bytes of one answer: Lambda's end at 6 MB. */
const FULL = 4_500_000
const PAGE = 500
const AT_ONCE = 25
const EVER = instant.parse('1970-01-01T00:00:00Z')

const paged = async <T>(
  page: (cursor: string | undefined) => Promise<{ items: T[]; cursor?: string }>,
): Promise<T[]> => {
  const items: T[] = []
  let cursor: string | undefined
  do {
    const found = await page(cursor)
    items.push(...found.items)
    cursor = found.cursor
  } while (cursor !== undefined)
  return items
}

/** Those whose deadline ends by then come in batches; those that only want to be looked at by then are few more. */
const concerned = async ({ store, workflows }: Deps, until: Instant): Promise<Case[]> => {
  const filter = { workflows: Object.keys(workflows), overdueAt: until }
  const due = await paged(cursor => store.list(filter, { cursor, limit: PAGE }))
  const known = new Map(due.map(c => [c.id, c]))
  const waking = await Promise.all(
    everyShard.map(shard => paged(cursor => store.dueBetween(EVER, until, shard, { cursor, limit: PAGE }))),
  )
  const others = waking.flat().filter(({ caseId }) => !known.has(caseId))
  for (let from = 0; from < others.length; from += AT_ONCE) {
    const loaded = await Promise.all(others.slice(from, from + AT_ONCE).map(({ caseId }) => store.load(caseId)))
    for (const one of loaded) if (one) known.set(one.case.id, one.case)
  }
  return [...known.values()]
}

/** Who holds a role changes by day, workflow and area, not by case. */
const addressee = (deps: Deps, directory: Directory, areas: Map<string, string | undefined>) => {
  const known = new Map<string, Resolved['person']>()
  return ({ role, person, workflow, assetId }: Notice, on: Day) => {
    const area = areas.get(assetId ?? '')
    const key = [role, person, workflow, area, on].join('|')
    const title = deps.workflows[workflow]?.title
    const found = known.get(key) ?? resolve({ role, person }, { workflow, area, title }, directory, on).person
    known.set(key, found)
    return found
  }
}

const areasOf = async ({ store }: Deps, notices: readonly Notice[]): Promise<Map<string, string | undefined>> => {
  const ids = [...new Set(notices.flatMap(notice => notice.assetId ?? []))]
  const areas = new Map<string, string | undefined>()
  for (let from = 0; from < ids.length; from += AT_ONCE)
    await Promise.all(ids.slice(from, from + AT_ONCE).map(async id => areas.set(id, (await store.getAsset(id))?.area)))
  return areas
}

const entry = z.looseObject({ caseId: z.string() })
const ahead = z
  .looseObject({
    from: z.string(),
    through: z.string().meta({ description: 'the last day that is whole' }),
    complete: z.boolean(),
    days: z.array(z.looseObject({ day: z.string(), fallsDue: z.array(entry), mails: z.array(entry) })),
  })
  .meta({ id: 'LookAhead' })

const byDay = (falls: Falls[], mails: { day: Day }[]) => {
  const due = Map.groupBy(falls, fall => fall.day)
  const sent = Map.groupBy(mails, mail => mail.day)
  const plain = ({ day: _, ...rest }: { day: Day }) => rest
  return [...new Set([...due.keys(), ...sent.keys()])].sort().map(on => ({
    day: on,
    fallsDue: (due.get(on) ?? []).map(plain),
    mails: (sent.get(on) ?? []).map(plain),
  }))
}

/** Whole days, as many as one answer holds. */
const fitting = <T extends { day: Day }>(days: T[], through: Day): { days: T[]; through: Day } => {
  let bytes = 0
  const first = days.findIndex(one => {
    bytes += Buffer.byteLength(JSON.stringify(one))
    return bytes > FULL
  })
  return first < 0 ? { days, through } : { days: days.slice(0, first), through: addDays(days[first]!.day, -1) }
}

export const lookAhead = (deps: Deps) =>
  route({
    method: 'GET',
    path: '/look-ahead',
    summary: 'What falls due and who will be told, day by day, if nobody acts',
    who: 'staff',
    query: z.strictObject({ days: z.coerce.number().int().min(1).max(366).default(90) }),
    responses: { 200: { description: 'the days on which something happens', schema: ahead } },
    handler: async ({ query: { days } }) => {
      const now = deps.now()
      const until = addMinutes(endOf(addDays(dayOf(now), days)), -1)
      const { workflows, reckon } = deps
      const found = forecast(await concerned(deps, until), { workflows, reckon, now, until, most: MOST })
      const told = addressee(deps, await deps.directory(), await areasOf(deps, found.notices))
      const mails = found.notices.map(notice => {
        const on = dayOf(notice.at)
        const { role, caseId, template, urgency } = notice
        return { day: on, role, person: told(notice, on), caseId, template, urgency }
      })
      const whole = byDay(found.falls, mails).filter(one => one.day <= found.through)
      const { days: shown, through } = fitting(whole, found.through)
      return json({ from: dayOf(now), through, complete: through === dayOf(until), days: shown })
    },
  })
