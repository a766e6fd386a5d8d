/**
 * Writes what the documentation draws from the code: the picture in the README from the topology, docs/workflows.md
 * with every machine and its clocks, docs/rules.md with every number and its source, docs/your-data.md with every column of an import. Run by `npm run generate`; a test
 * says when one is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { functionNames, functionSpec } from '../../infra/topology.ts'
import { draw } from '../../shared/core/draw.ts'
import type { AnyWorkflow, ClockDef } from '../../shared/core/workflow.ts'
import { policies } from '../../shared/law/policy.ts'
import type { LawRule } from '../../shared/law/rules/rule.ts'
import { rules } from '../../shared/law/rules.ts'
import { workflows } from '../../shared/workflows/index.ts'
import { yourData } from './import-docs.ts'

const root = new URL('../../', import.meta.url)
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')
const row = (...cells: string[]): string => `| ${cells.map(cell).join(' | ')} |`

type Name = (typeof functionNames)[number]
type On = ReturnType<typeof functionSpec>['triggers'][number]

/** Who wakes it: the node that stands for them, and what is written on the arrow. */
const wakenBy = (t: On): [from: string, label: string] => {
  if (t.on === 'http') return ['http', '']
  if (t.on === 'stream') return ['table', t.kinds.join(', ')]
  if (t.on === 'schedules') return ['scheduler', 'one-off']
  if (t.on === 'every')
    return [
      'scheduler',
      t.expression.replace(/^rate\(1 (\w+)\)$/, 'each $1').replace(/^cron\(0 \* .*$/, 'each full hour'),
    ]
  return ['ses', t.on === 'mailEvents' ? 'delivered, bounced' : 'mail in']
}

const GROUPS = { http: 'asked', table: 'owed', scheduler: 'timed', ses: 'posted' } as const
const TITLES = {
  asked: 'people and machines ask',
  owed: 'what a commit owes',
  timed: 'time passes',
  posted: 'mail comes back',
} as const

const groupOf = (name: Name) => {
  const [first] = functionSpec(name).triggers
  return GROUPS[(first ? wakenBy(first)[0] : 'http') as keyof typeof GROUPS]
}
const arrow = (from: string, labels: readonly string[], to: string): string => {
  const said = [...new Set(labels)].filter(label => label !== '').join(' · ')
  return said === '' ? `  ${from} --> ${to}` : `  ${from} -- "${said}" --> ${to}`
}

/** Each function in the box of what wakes it first; a box is written to the table by all who stand in it. */
const boxes = (): string[] =>
  Object.entries(TITLES).flatMap(([group, title]) => [
    `  subgraph ${group} ["${title}"]`,
    '    direction TB',
    ...functionNames.filter(name => groupOf(name) === group).map(name => `    ${name}`),
    '  end',
    `  ${group} --> table`,
  ])

const woken = (): string[] => {
  const arrows = new Map<string, { from: string; to: string; labels: string[] }>()
  for (const name of functionNames)
    for (const t of functionSpec(name).triggers) {
      const [from, label] = wakenBy(t)
      const to = from === 'http' ? groupOf(name) : name
      const held = arrows.get(`${from} ${to}`) ?? { from, to, labels: [] }
      held.labels.push(label)
      arrows.set(`${from} ${to}`, held)
    }
  return [...arrows.values()].map(({ from, to, labels }) => arrow(from, labels, to))
}

const reaches = (name: Name): string[] => {
  const { may } = functionSpec(name)
  return [
    ...(may.schedules ? [`  ${name} -. wakes .-> scheduler`] : []),
    ...(may.send ? [`  ${name} -. mail .-> ses`] : []),
  ]
}

/** The architecture as mermaid, from the table that CDK and the local run read. */
export const picture = (): string =>
  [
    '```mermaid',
    'flowchart TB',
    '  http([HTTP API])',
    '  table[(DynamoDB table)]',
    '  scheduler([EventBridge Scheduler])',
    '  ses([SES])',
    ...boxes(),
    ...woken(),
    ...functionNames.flatMap(reaches),
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

const MARKS = /(<!-- picture -->\n)[\s\S]*?(<!-- \/picture -->)/

/** Each generated file with what it should hold. */
export const documents = (): Record<string, string> => ({
  'docs/workflows.md': machines(),
  'docs/rules.md': numbers(),
  'docs/your-data.md': yourData(),
  'README.md': readFileSync(new URL('README.md', root), 'utf8').replace(
    MARKS,
    (_, open, close) => `${open}${picture()}\n${close}`,
  ),
})

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const [path, text] of Object.entries(documents())) writeFileSync(new URL(path, root), text)
