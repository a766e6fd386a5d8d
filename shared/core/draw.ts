/** Draws a workflow as a mermaid state diagram; a case's present state can be marked. */

import { rulesFor } from './machine.ts'
import type { AnyWorkflow, Ladder } from './workflow.ts'

type Declared = { title: string; on?: object; final?: string }

/** Mermaid text. Events that hold anywhere are drawn once, from a note, where they would clutter every state. */
export const draw = (workflow: AnyWorkflow, marked?: string): string => {
  const declared: Record<string, Declared> = workflow.states
  const states = Object.entries(declared)
  const lines = ['stateDiagram-v2', `  [*] --> ${workflow.initial}`]
  for (const [state, { title }] of states) lines.push(`  ${state}: ${title}`)
  for (const [state, { on, final }] of states) {
    for (const event of Object.keys(on ?? {}))
      for (const to of new Set(rulesFor(workflow, state, event).map(rule => rule.to ?? state)))
        lines.push(`  ${state} --> ${to}: ${event}`)
    for (const [clock, rungTo] of moves(workflow, state)) lines.push(`  ${state} --> ${rungTo}: clock ${clock}`)
    if (final !== undefined) lines.push(`  ${state} --> [*]`)
  }
  const anywhere = Object.keys(workflow.anywhere ?? {})
  for (const event of anywhere)
    for (const rule of [workflow.anywhere?.[event]].flat())
      if (rule?.to) lines.push(`  anywhere --> ${rule.to}: ${event}`)
  if (anywhere.length > 0) lines.push('  anywhere: in any open state')
  if (marked) lines.push('  classDef here font-weight:bold,stroke-width:4px', `  class ${marked} here`)
  return `${[...new Set(lines)].join('\n')}\n`
}

export const laddersOf = (ladder: Ladder<string, string> | { of: Record<string, Ladder<string, string>> }) =>
  'of' in ladder ? Object.values(ladder.of) : [ladder as Ladder<string, string>]

const moves = (workflow: AnyWorkflow, state: string): [string, string][] =>
  Object.entries(workflow.clocks).flatMap(([name, clock]) =>
    laddersOf((clock as { ladder: Ladder<string, string> }).ladder).flatMap(ladder =>
      ladder.flatMap((rung): [string, string][] => {
        const to = rung.to?.[state]
        return to ? [[name, to]] : []
      }),
    ),
  )
