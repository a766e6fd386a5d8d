/**
 * One event that many complaints come from: a lift out, a heating failure, a system lost. Each complaint keeps its own
 * clocks, letters and people; this case holds them together. Where the landlord cannot keep to the Code for a time, it
 * tells the Ombudsman and residents, publishes it and gives a date (Complaint Handling Code 8.5). No clock stops for it.
 */
import * as z from 'zod'
import { ruleFor, workflow } from '../core/declare.ts'
import { isShortId } from '../core/ids.ts'
import type { Reckon } from '../core/reckon.ts'
import { type Day, day } from '../core/time.ts'
import { task } from '../law/tasks.ts'

const words = (most: number) => z.string().trim().min(1).max(most)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/i)

const facts = z.strictObject({
  what: words(300),
  beganOn: day,
  area: z.string().max(100).optional(),
  /** the Code cannot be kept to for a time: 8.5 asks for more than care */
  cannotComply: z.boolean().default(false),
  ombudsmanOn: day.optional(),
  residentsOn: day.optional(),
  publishedOn: day.optional(),
  link: z.string().max(2000).optional(),
  /** when all three were done */
  toldOn: day.optional(),
  /** by when it is over, as told */
  recoveryOn: day.optional(),
  moved: z.array(z.strictObject({ on: day, was: day, to: day, why: z.string() })).default([]),
  complaints: z.array(z.string().max(100)).max(5000).default([]),
  endedOn: day.optional(),
})
type Facts = z.output<typeof facts>

/** The number of an incident, and not a name that somebody gave to an issue. */
export const isIncident = (id: string): boolean => id.startsWith('INC-') && isShortId(id)

const firstLook = (f: Facts, reckon: Reckon): Day => {
  reckon.because(`began on ${f.beganOn}`)
  return reckon.workingDays(f.beganOn, reckon.policy('complaint.incident.tell'))
}

/** Keeps what was said, and the day on which the last of the three was. */
const told = (f: Facts, on: Day, given: Partial<Facts>): Partial<Facts> => {
  const next = { ...f, ...given }
  const all = next.ombudsmanOn !== undefined && next.residentsOn !== undefined && next.publishedOn !== undefined
  return { ...given, ...(all && f.toldOn === undefined ? { toldOn: on } : {}) }
}

const leaders = ['complaintsLead', 'headOfService', 'assistantDirector', 'serviceDirector', 'director'] as const
const recovery = z.strictObject({ to: day, why: words(2000) })
const dates = ruleFor<Facts, typeof recovery>()({
  when: { 'DATE_PAST: it is not a day that is gone': (_, e, now) => e.data.to >= now.today },
  set: (f, e) => ({
    recoveryOn: e.data.to,
    ...(f.recoveryOn === undefined
      ? {}
      : { moved: [...f.moved, { on: e.on, was: f.recoveryOn, to: e.data.to, why: e.data.why }] }),
  }),
})

const joined = z.strictObject({ caseId: words(100) })
/** Complaints come in after it is over, too. */
const joins = ruleFor<Facts, typeof joined>()({
  when: { 'JOINED: it is not among them yet': (f, e) => !f.complaints.includes(e.data.caseId) },
  set: (f, e) => ({ complaints: [...f.complaints, e.data.caseId] }),
})

export const incident = workflow({
  name: 'incident',
  title: 'Incident behind complaints',
  prefix: 'INC',
  law: ['complaint.incident'],
  policies: ['complaint.incident.tell'],
  facts,
  lead: 'complaintsLead',
  opens: { 'DATE_IN_FUTURE: it did not begin in the future': (f, now) => f.beganOn <= now.today },
  events: {
    'complaint.joined': joined,
    'ombudsman.told': z.strictObject({ letterSha256: sha256 }),
    'residents.told': z.strictObject({ how: words(500) }),
    'incident.published': z.strictObject({ link: words(2000) }),
    'compliance.lost': z.strictObject({ why: words(2000) }),
    'recovery.dated': recovery,
    'incident.ended': z.strictObject({ note: words(2000) }),
  },
  initial: 'open',
  states: {
    open: {
      title: 'Going on',
      on: {
        'compliance.lost': { by: leaders, set: () => ({ cannotComply: true }) },
        'ombudsman.told': { set: (f, e) => told(f, e.on, { ombudsmanOn: e.on }) },
        'residents.told': { set: (f, e) => told(f, e.on, { residentsOn: e.on }) },
        'incident.published': { set: (f, e) => told(f, e.on, { publishedOn: e.on, link: e.data.link }) },
        'recovery.dated': dates,
        'incident.ended': {
          to: 'ended',
          by: leaders,
          when: {
            'NOT_TOLD: where the Code cannot be kept to, the Ombudsman and residents were told and it was published':
              f => !f.cannotComply || f.toldOn !== undefined,
          },
          set: (_, e) => ({ endedOn: e.on }),
        },
      },
    },
    ended: { title: 'Over', final: 'ended', on: { 'complaint.joined': joins } },
  },
  toldByCases: ['complaint.joined'],
  anywhere: {
    'complaint.joined': joins,
  },
  clocks: {
    tell: {
      title: 'Tell the Ombudsman and residents, and publish',
      source: 'complaint.incident',
      kind: 'code',
      runs: 'live',
      due: (f, reckon) => (f.cannotComply && f.toldOn === undefined ? firstLook(f, reckon) : undefined),
      ladder: task('tell', ['complaintsLead', 'headOfService', 'director']),
    },
    recovery: {
      title: 'When it is to be over',
      source: 'complaint.incident',
      kind: 'policy',
      runs: 'live',
      due: (f, reckon) => f.recoveryOn ?? firstLook(f, reckon),
      ladder: task('recovery', ['complaintsLead', 'headOfService', 'serviceDirector']),
    },
  },
  words: {
    tell: {
      subject: 'Tell the Ombudsman and residents: incident {ref}',
      body: 'The Code cannot be kept to for a time. It wants the Ombudsman and residents told, and the reason and a date published. The clocks of the complaints go on.',
      act: 'Record when each was done.',
    },
    recovery: {
      subject: 'Incident {ref}: look where it stands',
      body: 'By today it was to be over, or nobody has said by when it will be. {count} complaints belong to it.',
      act: 'End it, or give a new date with the reason, and tell those who complained.',
    },
  },
  views: ['count'],
  view: f => ({ count: String(f.complaints.length) }),
})
