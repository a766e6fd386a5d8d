/**
 * Writes what the documentation draws from the code: the picture in the README from the topology, docs/workflows.md
 * with every machine and its clocks, docs/rules.md with every number and its source. Run by `npm run generate`; a test
 * says when one is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { functionNames, functionSpec } from '../infra/topology.ts'
import { draw } from '../shared/core/draw.ts'
import type { AnyWorkflow, ClockDef } from '../shared/core/workflow.ts'
import { policies } from '../shared/law/policy.ts'
import type { LawRule } from '../shared/law/rules/rule.ts'
import { rules } from '../shared/law/rules.ts'
import { workflows } from '../shared/workflows/index.ts'

const root = new URL('../', import.meta.url)
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')
const row = (...cells: string[]): string => `| ${cells.map(cell).join(' | ')} |`

const trigger = (name: (typeof functionNames)[number]): string[] =>
  functionSpec(name).triggers.map(t => {
    if (t.on === 'http') return `  http([HTTP API]) --> ${name}`
    if (t.on === 'stream') return `  table[(Table)] -- ${t.kinds.join(', ')} --> ${name}`
    if (t.on === 'schedules') return `  scheduler([Scheduler]) -- one-off --> ${name}`
    if (t.on === 'every') return `  scheduler([Scheduler]) -- ${t.expression} --> ${name}`
    return t.on === 'mailEvents' ? `  ses([SES]) -- events --> ${name}` : `  ses([SES]) -- mail in --> ${name}`
  })

const touches = (name: (typeof functionNames)[number]): string[] => {
  const { may } = functionSpec(name)
  return [
    ...(may.table.includes('PutItem') ? [`  ${name} --> table`] : [`  table --> ${name}`]),
    ...(may.schedules ? [`  ${name} -- wakes --> scheduler`] : []),
    ...(may.send ? [`  ${name} -- mail --> ses`] : []),
  ]
}

/** The architecture as mermaid, from the table that CDK and the local run read. */
export const picture = (): string =>
  [
    '```mermaid',
    'flowchart LR',
    ...new Set(functionNames.flatMap(name => [...trigger(name), ...touches(name)])),
    '```',
  ].join('\n')

const clockRows = (workflow: AnyWorkflow): string[] =>
  Object.entries(workflow.clocks as Record<string, ClockDef<never, string, string>>)
    .filter(([, clock]) => !clock.last)
    .map(([name, clock]) =>
      row(name, clock.title, typeof clock.kind === 'string' ? clock.kind : 'by its facts', rules[clock.source].source),
    )

const machines = (): string =>
  [
    '# Every machine',
    '',
    'Generated from `shared/workflows/` by `npm run generate`. A case waits in one state; its clocks run across states. Where none of them has a date, the clock of the engine itself runs: somebody decides what happens next.',
    ...Object.values(workflows).flatMap(workflow => [
      '',
      `## ${workflow.title} (\`${workflow.name}\`)`,
      '',
      '```mermaid',
      draw(workflow).trimEnd(),
      '```',
      '',
      row('clock', 'what must be done', 'kind', 'source'),
      row('---', '---', '---', '---'),
      ...clockRows(workflow),
    ]),
    '',
  ].join('\n')

const numbers = (): string =>
  [
    '# Every number, and where it comes from',
    '',
    'Generated from `shared/law/` by `npm run generate`. *confidence*: verified (read in the source), known (settled law, wording not re-read), seed (a landlord asked for it), practice (sector practice; a landlord may change it), unconfirmed (a switch).',
    '',
    row('rule', 'value', 'unit', 'source', 'confidence', 'in force'),
    row('---', '---', '---', '---', '---', '---'),
    ...Object.entries<LawRule>(rules).map(([id, { value, unit, source, confidence, from, to }]) =>
      row(`\`${id}\``, String(value ?? '–'), unit, source, confidence, from || to ? `${from ?? ''} – ${to ?? ''}` : ''),
    ),
    '',
    '# What a landlord may choose',
    '',
    'In the landlord file under `policy`. A choice may tighten what the law sets, never loosen it.',
    '',
    row('policy', 'default', 'unit', 'what', 'from', 'to'),
    row('---', '---', '---', '---', '---', '---'),
    ...Object.entries(policies).map(([id, { value, unit, title, min, max }]) =>
      row(`\`${id}\``, String(value), unit, title, String(min), String(max)),
    ),
    '',
  ].join('\n')

const MARKS = /(<!-- picture -->\n)[\s\S]*?(\n<!-- \/picture -->)/

/** Each generated file with what it should hold. */
export const documents = (): Record<string, string> => ({
  'docs/workflows.md': machines(),
  'docs/rules.md': numbers(),
  'README.md': readFileSync(new URL('README.md', root), 'utf8').replace(MARKS, (_, a, b) => a + picture() + b),
})

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const [path, text] of Object.entries(documents())) writeFileSync(new URL(path, root), text)
