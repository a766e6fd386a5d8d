/** How a workflow is declared: its own names are checked against each other, and the engine's last watch joins its clocks. */
import type * as z from 'zod'
import { LAST_WATCH, lastWatch, lastWords } from './last-watch.ts'
import type { ClockDef, Now, On, Rule, StateDef, Words, Workflow } from './workflow.ts'

/** Gives a rule that several states share its types: the facts here, the event's data by `D`, state and template by use. */
export const ruleFor =
  <F, D extends z.ZodType>() =>
  <const S extends string = never, const T extends string = never>(rule: Rule<F, z.output<D>, S, T>) =>
    rule

/** Names come from outside: what every object has (`constructor`) is neither an event nor a state. */
const byNameAlone = <T extends object>(declared: T): T => Object.assign(Object.create(null), declared)

/**
 * Declares a workflow. The names of states, clocks and templates are taken from their keys, and every mention
 * elsewhere is checked against them.
 */
export const workflow = <
  F extends Record<string, unknown>,
  E extends Record<string, z.ZodType>,
  S extends string,
  C extends string,
  T extends string,
>(
  declared: Omit<Workflow<F, E, S, C, T>, 'states' | 'clocks' | 'words' | 'initial' | 'starts' | 'anywhere'> & {
    initial: NoInfer<S>
    starts?: { [K in NoInfer<S>]?: (facts: F, now: Now) => boolean }
    states: { [K in S]: StateDef<F, E, NoInfer<S>, NoInfer<T>> }
    anywhere?: On<F, E, NoInfer<S>, NoInfer<T>>
    clocks: { [K in C]: ClockDef<F, NoInfer<S>, NoInfer<T>> }
    words: { [K in T]: Words }
  },
): Workflow<F, E, S, C, T> =>
  ({
    ...declared,
    events: byNameAlone(declared.events),
    states: byNameAlone(declared.states),
    clocks: { ...declared.clocks, [LAST_WATCH]: lastWatch(declared.lead) },
    words: { ...declared.words, [LAST_WATCH]: lastWords },
  }) as unknown as Workflow<F, E, S, C, T>
