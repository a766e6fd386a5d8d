/**
 * Proves of a workflow what types cannot (engine rule 10). The build fails on any finding: a duty that could fall
 * silent, or a case that could not be closed, must never be released.
 */

import { standardOf } from '../law/policy.ts'
import { roles } from '../law/roles.ts'
import { rules } from '../law/rules.ts'
import { runsIn } from './clocks.ts'
import { laddersOf } from './draw.ts'
import { allowedIn, rulesFor } from './machine.ts'
import type { AnyWorkflow, ClockDef, Ladder, Offset, Words } from './workflow.ts'

type AnyClock = ClockDef<never, string, string>
type AnyState = { title: string; final?: string; was?: string }

/** Placeholders that every mail can fill; a workflow adds its own by `view`. */
export const placeholders = ['what', 'where', 'due', 'late', 'law', 'lead', 'state', 'title', 'ref'] as const

/** Every finding as a sentence; none means sound. */
export const check = (workflow: AnyWorkflow): string[] => {
  const states: [string, AnyState][] = Object.entries(workflow.states)
  const clocks: [string, AnyClock][] = Object.entries(workflow.clocks)
  return [
    ...names(workflow, states),
    ...unreachable(workflow, states),
    ...silent(workflow, states, clocks),
    ...unclosable(workflow, states),
    ...unhandled(workflow, states),
    ...clocks.flatMap(([name, clock]) => ladderFaults(name, clock)),
    ...clocks.flatMap(([name, clock]) => (clock.source in rules ? [] : [`clock ${name}: no rule ${clock.source}`])),
    ...wordFaults(workflow, clocks),
  ].map(finding => `${workflow.name}: ${finding}`)
}

const names = (workflow: AnyWorkflow, states: [string, AnyState][]): string[] => [
  ...states.filter(([s]) => !/^[a-z][a-z0-9_]*$/.test(s)).map(([s]) => `state ${s} is not lower snake_case`),
  ...Object.keys(workflow.events)
    .filter(event => !/^[a-z][A-Za-z]*(\.[a-z][A-Za-z]*)+$/.test(event))
    .map(event => `event ${event} is not dotted`),
  ...(workflow.states[workflow.initial] ? [] : [`initial state ${workflow.initial} does not exist`]),
]

/** Where a state can go: by its rules, by what holds anywhere, and by rungs. */
const nextStates = (workflow: AnyWorkflow, state: string): string[] => [
  ...Object.keys(workflow.events).flatMap(event => rulesFor(workflow, state, event).map(rule => rule.to ?? state)),
  ...rulesFor(workflow, state, 'child.closed').map(rule => rule.to ?? state),
  ...Object.values(workflow.clocks).flatMap(clock =>
    runsIn(workflow, clock as AnyClock, state)
      ? laddersOf((clock as AnyClock).ladder).flatMap(l => l.flatMap(rung => rung.to?.[state] ?? []))
      : [],
  ),
]

const reachedFrom = (workflow: AnyWorkflow, ...start: string[]): Set<string> => {
  const seen = new Set(start)
  for (const state of seen) for (const next of nextStates(workflow, state)) seen.add(next)
  return seen
}

const unreachable = (workflow: AnyWorkflow, states: [string, AnyState][]): string[] => {
  const seen = reachedFrom(workflow, workflow.initial, ...Object.keys(workflow.starts ?? {}))
  return states.filter(([state]) => !seen.has(state)).map(([state]) => `state ${state} cannot be reached`)
}

const silent = (workflow: AnyWorkflow, states: [string, AnyState][], clocks: [string, AnyClock][]): string[] =>
  states
    .filter(([, state]) => state.final === undefined)
    .filter(([name]) => !clocks.some(([, clock]) => !clock.last && runsIn(workflow, clock, name)))
    .map(([name]) => `no clock runs in state ${name}: a case there would be silent`)

const unclosable = (workflow: AnyWorkflow, states: [string, AnyState][]): string[] => {
  const finals = new Set(states.filter(([, state]) => state.final !== undefined).map(([name]) => name))
  return states
    .filter(([name]) => ![...reachedFrom(workflow, name)].some(state => finals.has(state)))
    .map(([name]) => `a case in state ${name} can never be closed`)
}

const unhandled = (workflow: AnyWorkflow, states: [string, AnyState][]): string[] => {
  const handled = new Set(states.flatMap(([state]) => allowedIn(workflow, state)))
  return Object.keys(workflow.events)
    .filter(event => !handled.has(event))
    .map(event => `event ${event} is handled in no state`)
}

/** Comparable measure of an offset; different units are compared roughly, which suffices for an order. */
const measure = (offset: Offset): number => {
  if ('days' in offset) return offset.days
  if ('daysBefore' in offset) return -standardOf(offset.daysBefore)
  if ('workingDays' in offset) return offset.workingDays * 1.4
  if ('hours' in offset) return offset.hours / 24
  return (offset.share - 1) * 1000
}

const ladderFaults = (name: string, clock: AnyClock): string[] =>
  laddersOf(clock.ladder as Ladder<string, string>).flatMap(ladder => {
    const last = ladder.at(-1)
    const early = ladder.slice(0, -1)
    return [
      ...(last ? [] : [`clock ${name}: the ladder is empty`]),
      ...(last && !last.every ? [`clock ${name}: the last rung does not repeat`] : []),
      ...ladder
        .flatMap(rung => rung.tell)
        .filter(one => !Object.hasOwn(roles, one))
        .map(one => `clock ${name}: nobody is a ${one}, there is no such role`),
      ...(last && last.tell.length === 0 ? [`clock ${name}: the last rung tells nobody`] : []),
      ...(early.some(rung => rung.every)
        ? [`clock ${name}: a rung before the last repeats, so later ones are unreachable`]
        : []),
      ...(ladder.some((rung, i) => i > 0 && measure(rung.at) < measure(ladder[i - 1]!.at))
        ? [`clock ${name}: the ladder descends`]
        : []),
      ...(ladder.some(rung => 'share' in rung.at) && !clock.from ? [`clock ${name}: shares need a start (from)`] : []),
    ]
  })

const templatesOf = (workflow: AnyWorkflow, clocks: [string, AnyClock][]): Set<string> => {
  const byClock = clocks.flatMap(([, clock]) =>
    laddersOf(clock.ladder as Ladder<string, string>).flatMap(l => l.map(r => r.template)),
  )
  const byRule = Object.keys(workflow.states).flatMap(state =>
    Object.keys(workflow.events).flatMap(event =>
      rulesFor(workflow, state, event).flatMap(rule =>
        Array.isArray(rule.tells) ? rule.tells.map(t => t.template) : [],
      ),
    ),
  )
  return new Set([...byClock, ...byRule])
}

const tellsByFunction = (workflow: AnyWorkflow): boolean =>
  Object.keys(workflow.states).some(state =>
    Object.keys(workflow.events).some(event =>
      rulesFor(workflow, state, event).some(r => typeof r.tells === 'function'),
    ),
  )

const wordFaults = (workflow: AnyWorkflow, clocks: [string, AnyClock][]): string[] => {
  const used = templatesOf(workflow, clocks)
  const words: [string, Words][] = Object.entries(workflow.words)
  const known = new Set<string>(placeholders)
  return [
    // the badge in front of every subject says it already
    ...words
      .filter(([, w]) => w.subject.includes('{late}'))
      .map(([t]) => `words ${t}: the subject repeats how late it is`),
    ...[...used].filter(template => !(template in workflow.words)).map(template => `no words for template ${template}`),
    ...(tellsByFunction(workflow) ? [] : words.filter(([t]) => !used.has(t)).map(([t]) => `words ${t} are never used`)),
    ...words.flatMap(([template, w]) =>
      [...`${w.subject} ${w.body} ${w.act}`.matchAll(/\{([^}]*)\}/g)]
        .map(match => match[1] ?? '')
        .filter(placeholder => !known.has(placeholder) && !workflow.views?.includes(placeholder))
        .map(placeholder => `words ${template}: no placeholder {${placeholder}}`),
    ),
  ]
}
