/** What falls due and who will be mailed, day by day, if nobody acts. */
import * as z from 'zod'
import type { Case } from '../../../shared/core/case.ts'
import { addDays, type Day, dayOf } from '../../../shared/core/time.ts'
import { json } from '../../../shared/http/answer.ts'
import { problem } from '../../../shared/http/problem.ts'
import { route } from '../../../shared/http/route.ts'
import { lookAhead as foresee, type LookAhead } from '../../../shared/look-ahead.ts'
import { referenceOf } from '../../../shared/mail/reference.ts'
import { isTheirs } from '../../../shared/position/theirs.ts'
import type { Deps } from '../ports.ts'

/** Bytes of one answer: Lambda's end at 6 MB. */
const FULL = 4_500_000

const entry = z.looseObject({ caseId: z.string() })
const sending = z.looseObject({
  reference: z.string().meta({ description: 'as it will stand in the mail' }),
  at: z.string(),
  kind: z.enum(['notice', 'digest', 'report']),
  report: z
    .looseObject({ id: z.string(), title: z.string() })
    .optional()
    .meta({ description: 'of a report: which one; the weekly lists and packs, the month, the drafts of the year' }),
  urgency: z.string(),
  to: z.array(z.looseObject({ email: z.string(), name: z.string() })),
  cases: z.int().meta({ description: 'what it says for the first time; each is among `mails`' }),
  again: z.int().meta({ description: 'what a digest shows again, since it still stands' }),
})
const ahead = z
  .looseObject({
    from: z.string(),
    through: z.string().meta({ description: 'the last day that is whole' }),
    complete: z.boolean(),
    overdueAtLeast: z.boolean().meta({ description: 'there may be more overdue than is counted' }),
    days: z.array(
      z.looseObject({
        day: z.string(),
        fallsDue: z.array(entry),
        mails: z.array(entry).meta({ description: 'what will be said, in which of the day’s mails' }),
        sendings: z.array(sending).meta({ description: 'the mails of that day' }),
        overdue: z.record(z.string(), z.int()).meta({ description: 'cases overdue at the end of that day' }),
      }),
    ),
  })
  .meta({ id: 'LookAhead' })

const byDay = ({ falls, mails, overdue }: LookAhead) => {
  const due = Map.groupBy(falls, fall => fall.day)
  const sent = Map.groupBy(mails, mail => dayOf(mail.at))
  const same = (day: Day): boolean =>
    JSON.stringify(overdue.get(day) ?? {}) === JSON.stringify(overdue.get(addDays(day, -1)) ?? {})
  const moves = [...overdue.keys()].flatMap(day => [day, addDays(day, 1)]).filter(day => !same(day))
  return [...new Set([...due.keys(), ...sent.keys(), ...moves])].sort().map(day => ({
    day,
    fallsDue: (due.get(day) ?? []).map(({ day: _, ...rest }) => rest),
    mails: (sent.get(day) ?? []).flatMap(({ parcel, to, about }) =>
      about.map(({ role, caseId, template, urgency }) => ({
        role,
        person: to[0],
        caseId,
        template,
        urgency,
        reference: referenceOf(parcel.kind, parcel.id),
      })),
    ),
    sendings: (sent.get(day) ?? []).map(({ parcel, about, ...rest }) => ({
      reference: referenceOf(parcel.kind, parcel.id),
      ...rest,
      cases: about.length,
    })),
    overdue: overdue.get(day) ?? {},
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
    summary: 'What falls due and who will be told, day by day, if nobody acts; with a contractor: if they stop',
    who: 'staff',
    query: z.strictObject({
      days: z.coerce.number().int().min(1).max(366).default(90),
      contractor: z.string().min(1).max(60).optional(),
    }),
    responses: { 200: { description: 'the days on which something happens', schema: ahead } },
    handler: async ({ query: { days, contractor } }) => {
      const firm = deps.contractors.find(one => one.id === contractor)
      if (contractor !== undefined && !firm) return problem(422, `there is no contractor ${contractor}`)
      const theirs = firm && ((c: Case) => isTheirs(firm, c, deps.contractors))
      const found = await foresee(deps, days, theirs)
      const whole = byDay(found).filter(one => one.day <= found.through && one.day >= found.from)
      const { days: shown, through } = fitting(whole, found.through)
      const { from, overdueAtLeast } = found
      return json({ from, through, complete: through === addDays(from, days), overdueAtLeast, days: shown })
    },
  })
