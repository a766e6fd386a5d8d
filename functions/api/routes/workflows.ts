/** What the system knows how to watch: each workflow with its law, its events and whom its clocks tell. */
import * as z from 'zod'
import { draw } from '../../../shared/core/draw.ts'
import type { AnyWorkflow, ClockDef, Ladder } from '../../../shared/core/workflow.ts'
import { json, text } from '../../../shared/http/answer.ts'
import { problem } from '../../../shared/http/problem.ts'
import { route } from '../../../shared/http/route.ts'
import type { LawRule } from '../../../shared/law/rules/rule.ts'
import { rules } from '../../../shared/law/rules.ts'
import type { Deps } from '../ports.ts'

type AnyClock = ClockDef<never, string, string>
type AnyLadder = Ladder<string, string>

const asJsonSchema = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })

const brief = ({ name, title, law, lead, obligation }: AnyWorkflow) => ({
  name,
  title,
  lead,
  obligation: obligation !== undefined,
  law: law.map(id => ({ id, source: rules[id].source })),
})

const states = (workflow: AnyWorkflow) =>
  Object.entries(workflow.states as Record<string, { title: string; final?: string; lead?: string; on?: object }>).map(
    ([name, { title, final, lead = workflow.lead, on = {} }]) => ({
      name,
      title,
      lead,
      ...(final === undefined ? {} : { final }),
      takes: [...new Set([...Object.keys(on), ...(final === undefined ? Object.keys(workflow.anywhere ?? {}) : [])])],
    }),
  )

const ladder = (clock: AnyClock): AnyLadder | Record<string, AnyLadder> =>
  'by' in clock.ladder ? clock.ladder.of : clock.ladder

const clocks = (workflow: AnyWorkflow) =>
  Object.entries(workflow.clocks as Record<string, AnyClock>).map(([name, clock]) => ({
    name,
    title: clock.title,
    kind: clock.kind,
    rule: { id: clock.source, ...(rules[clock.source] as LawRule) },
    runs: clock.runs,
    ladder: ladder(clock),
  }))

const whole = (workflow: AnyWorkflow) => ({
  ...brief(workflow),
  initial: workflow.initial,
  states: states(workflow),
  events: Object.fromEntries(
    Object.entries(workflow.events as Record<string, z.ZodType>).map(([name, schema]) => [name, asJsonSchema(schema)]),
  ),
  facts: asJsonSchema(workflow.facts),
  clocks: clocks(workflow),
  words: workflow.words,
})

export const listWorkflows = ({ workflows }: Deps) =>
  route({
    method: 'GET',
    path: '/workflows',
    summary: 'Lists the workflows',
    who: 'staff',
    responses: { 200: { description: 'all of them', schema: z.object({ items: z.array(z.looseObject({})) }) } },
    handler: () => json({ items: Object.values(workflows).map(brief) }),
  })

export const oneWorkflow = ({ workflows }: Deps) =>
  route({
    method: 'GET',
    path: '/workflows/{workflow}',
    summary: 'One workflow: states, events as JSON Schema, clocks with their law and ladder; or drawn',
    who: 'staff',
    query: z.strictObject({ as: z.enum(['json', 'mermaid']).default('json') }),
    responses: { 200: { description: 'the workflow', schema: z.looseObject({ name: z.string() }) } },
    handler: ({ params, query }) => {
      const workflow = Object.hasOwn(workflows, params.workflow) ? workflows[params.workflow] : undefined
      if (!workflow) return problem(404, `there is no workflow ${params.workflow}`)
      return query.as === 'mermaid' ? text(draw(workflow)) : json(whole(workflow))
    },
  })
