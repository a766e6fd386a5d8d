/** What every workflow understands without declaring it. */
import * as z from 'zod'
import type { Case } from './case.ts'
import { running } from './clocks.ts'
import type { EngineEvent } from './engine-event.ts'
import { personal } from './personal.ts'
import { MORNING } from './rungs.ts'
import { at } from './time.ts'
import { begunAgain, restored, withdrawn } from './undone.ts'
import type { AnyWorkflow, Now } from './workflow.ts'

const acknowledgedData = z.strictObject({
  clock: z.string().optional(),
  /** of a mail that spoke of several; without either, all that have told somebody something */
  clocks: z.array(z.string()).min(1).max(50).optional(),
  note: z.string().max(2000).optional(),
})

/** Clocks that have told somebody something for their present due date. */
const climbedClocks = (
  workflow: AnyWorkflow,
  c: Case,
  now: Now,
  { clock, clocks = clock === undefined ? undefined : [clock] }: z.output<typeof acknowledgedData>,
) =>
  running(workflow, c, now.reckon).flatMap(({ name, due }) => {
    const memory = c.climbed[name]
    return memory && memory.due === due && memory.rung >= 0 && (clocks === undefined || clocks.includes(name))
      ? [{ name, due, rung: memory.rung }]
      : []
  })

const acknowledged = {
  title:
    'Somebody has taken it on: repeats of this level stop until it expires; the next level comes, and it still counts as overdue',
  data: acknowledgedData,
  refuses: (workflow, c, data: z.output<typeof acknowledgedData>, now) =>
    climbedClocks(workflow, c, now, data).length > 0
      ? []
      : ['NOTHING_TO_ACKNOWLEDGE: something has been told that can be acknowledged'],
  apply: (workflow, c, data: z.output<typeof acknowledgedData>, event, now) => {
    const days = now.reckon.policy('acknowledgement.lasts')
    const until = at(now.reckon.calendar.add(now.today, days), MORNING)
    const fresh = climbedClocks(workflow, c, now, data).map(({ name, due, rung }) => ({
      clock: name,
      due,
      rung,
      by: event.by.id,
      at: now.instant,
      until,
    }))
    const kept = c.acknowledged.filter(a => a.until > now.instant && !fresh.some(f => f.clock === a.clock))
    return { ...c, acknowledged: [...kept, ...fresh] }
  },
} satisfies EngineEvent

const reassignedData = z.strictObject({ to: z.email(), reason: z.string().max(2000).optional() })
const reassigned = {
  title: 'Given to a named person',
  data: reassignedData,
  refuses: (_, c) => (c.closedAt ? ['CLOSED: the case is open'] : []),
  apply: (_, c, data: z.output<typeof reassignedData>) => ({ ...c, assignee: data.to.toLowerCase() }),
} satisfies EngineEvent

const adoptedData = z.strictObject({
  /** the regime that it is moved to: the one in force, named so that nobody moves it to one they have not seen */
  to: z.string(),
  reason: z.string().max(2000).optional(),
})
const adopted = {
  title: 'Moved to the choices now in force',
  data: adoptedData,
  internal: true,
  refuses: (_, c, data: z.output<typeof adoptedData>, { reckon }) => [
    ...(data.to === reckon.version ? [] : ['OTHER_POLICY: it is moved to the choices in force']),
    ...(c.under === reckon.version ? ['SAME_POLICY: it is not under these choices already'] : []),
    ...(c.closedAt ? ['CLOSED: the case is open'] : []),
  ],
  apply: (_, c, data: z.output<typeof adoptedData>) => ({ ...c, under: data.to }),
} satisfies EngineEvent

const noteData = z.strictObject({ text: personal(5000) })
const noteAdded = {
  title: 'A note for the history',
  data: noteData,
  refuses: () => [],
  apply: (_, c) => c,
} satisfies EngineEvent

const childClosedData = z.strictObject({
  child: z.string(),
  workflow: z.string(),
  state: z.string(),
  outcome: z.string(),
})
const childClosed = {
  title: 'A child of this case came to its end',
  data: childClosedData,
  internal: true,
  byErrand: true,
  always: true,
  refuses: () => [],
  apply: (_, c, data: z.output<typeof childClosedData>) => ({
    ...c,
    children: {
      ...c.children,
      [data.child]: { workflow: data.workflow, state: data.state, closed: true, outcome: data.outcome },
    },
  }),
} satisfies EngineEvent

/** What `fire` records; nobody can post it. */
const internalOnly = (title: string) =>
  ({
    title,
    data: z.looseObject({}),
    internal: true,
    refuses: () => ['INTERNAL: it is recorded by the engine alone'],
    apply: (_, c) => c,
  }) satisfies EngineEvent

const all: Record<string, EngineEvent> = {
  acknowledged,
  reassigned,
  'note.added': noteAdded,
  'policy.adopted': adopted,
  'child.closed': childClosed,
  'case.withdrawn': withdrawn,
  'case.restored': restored,
  'case.begunAgain': begunAgain,
  'case.opened': internalOnly('The case began'),
  'clock.climbed': internalOnly('A clock reached a rung of its ladder'),
  'clocks.redated': internalOnly('Dates moved because a rule, a policy or the calendar changed'),
}

/** By name. Without a prototype: an event that is called `constructor` is none of ours. */
export const engineEvents: Readonly<Record<string, EngineEvent | undefined>> = Object.assign(Object.create(null), all)

/** All that a withdrawn case still takes. */
export const takenWhenWithdrawn = ['note.added', 'case.begunAgain'] as const
/** Those that staff may post to any open case. */
export const openEvents = ['acknowledged', 'reassigned', 'note.added'] as const
