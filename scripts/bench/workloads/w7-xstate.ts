/** W7's machine in XState, through its pure `transition`: guards, a context of four and the same trace. */
import { assign, initialTransition, setup, transition } from 'xstate'

type Context = { rung: number; attempts: number; due: string; checked: boolean }

const machine = setup({
  types: { context: {} as Context, events: {} as { type: string } },
  guards: {
    checked: ({ context }) => context.checked,
    tried: ({ context }) => context.attempts > 0,
  },
  actions: {
    tell: () => {},
    failed: assign({ attempts: ({ context }) => context.attempts + 1 }),
    done: assign({ checked: true }),
    climbed: assign({ rung: ({ context }) => context.rung + 1 }),
    afresh: assign({ rung: 0, attempts: 0, checked: false }),
  },
}).createMachine({
  id: 'bench',
  initial: 'scheduled',
  context: { rung: 0, attempts: 0, due: '2027-02-01', checked: false },
  states: {
    scheduled: { on: { 'slot.booked': 'booked', 'rung.climbed': 'overdue' } },
    booked: {
      on: {
        'slot.lost': 'scheduled',
        'visit.failed': { target: 'overdue', actions: 'failed' },
        'visit.done': { target: 'review', actions: 'done' },
      },
    },
    review: {
      on: {
        'paper.sent': {},
        'paper.refused': 'booked',
        'paper.accepted': { target: 'scheduled', guard: 'checked', actions: 'afresh' },
      },
    },
    overdue: {
      on: {
        'rung.climbed': { actions: ['climbed', 'tell'] },
        'slot.booked': 'booked',
        'court.asked': { target: 'court', guard: 'tried' },
      },
    },
    court: { on: { 'court.granted': 'overdue' } },
    gone: { type: 'final' },
  },
})

/** Runs a trace from the beginning; the state in which it ends. */
export const byXState = (trace: readonly string[]): string => {
  let [snapshot] = initialTransition(machine)
  for (const type of trace) [snapshot] = transition(machine, snapshot, { type })
  return String(snapshot.value)
}
