/** What a function carries, it loads at every cold start: sizes and heavy packages are kept to what each one needs. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { withCanary } from '../../functions/wire.ts'
import { createBundler, layOut, weigh } from '../../infra/constructs/bundling.ts'
import { functionNames, functionSpec } from '../../infra/topology.ts'
import { CANARY } from '../../shared/canary.ts'
import type * as time from '../../shared/core/time.ts'
import { workflows } from '../../shared/workflows/index.ts'

/** KB minified that are read at a start, some 3 % above what each is: raise one only with a reason. */
const budgets: Record<(typeof functionNames)[number], number> = {
  api: 1242,
  hooks: 700,
  contractors: 710,
  link: 708,
  follow: 369,
  wake: 397,
  tick: 418,
  notify: 413,
  'mail-events': 364,
  'mail-in': 810,
  report: 816,
  // a tenth of it takes spreadsheets: the reader of CSV and what each kind of row does
  pages: 1356,
  imports: 511,
  orders: 402,
}
/** What costs most to load, and who alone may carry it. */
const carriers: Record<string, readonly string[]> = {
  '@aws-sdk/client-s3': ['api', 'contractors', 'hooks', 'link', 'mail-in', 'pages', 'report'],
  // the others are asked through shared/aws
  '@aws-sdk/client-dynamodb': [],
  '@aws-sdk/lib-dynamodb': [],
  '@aws-sdk/client-sesv2': [],
  '@aws-sdk/client-scheduler': [],
  '@aws-sdk/client-secrets-manager': [],
  'postal-mime': ['mail-in', 'pages'],
  'csv-parse': ['api', 'imports', 'pages'],
  'write-excel-file': ['api', 'pages', 'report'],
}

const bundle = createBundler()

describe.each(functionNames)('%s', name => {
  const made = bundle(functionSpec(name).entry)
  it('reads no more at a start than its budget', () =>
    expect(weigh(made).atStart / 1024).toBeLessThanOrEqual(budgets[name]))
  it('carries no client and no parser that it does not use', () => {
    const carried = Object.keys(carriers).filter(pack =>
      Object.entries(made.sources).some(([file, bytes]) => bytes > 0 && file.includes(`/${pack}/`)),
    )
    expect(carried.filter(pack => !carriers[pack]!.includes(name))).toEqual([])
  })
})

it('a bundle reads and makes a workflow when it is first asked for, and knows every one of them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'))
  try {
    layOut(bundle('shared/workflows/lazy.cjs'), folder)
    const load = createRequire(join(folder, 'index.js'))
    const lazy = (load('./index.js') as { default: { workflows: typeof workflows } }).default.workflows
    const read = () => Object.keys(load.cache).filter(file => file.startsWith(`${folder}/workflow-`)).length
    expect(Object.keys(lazy)).toEqual(Object.keys(workflows))
    expect(read()).toBe(0)
    expect(lazy.gas).toMatchObject({ name: 'gas' })
    expect(read()).toBe(1)
    for (const [name, { title }] of Object.entries(workflows)) expect(lazy[name]).toMatchObject({ name, title })
  } finally {
    rmSync(folder, { recursive: true })
  }
})

it('the canary joins the workflows of a bundle without making one', () => {
  const made: string[] = []
  const lazy = Object.defineProperties({} as typeof workflows, {
    gas: { enumerable: true, get: () => made.push('gas') && workflows.gas },
  })
  const all = withCanary(lazy)
  expect(Object.keys(all)).toEqual(['gas', CANARY])
  expect(made).toEqual([])
  expect(all.gas?.name).toBe('gas')
})

it('a bundle reads the polyfill of Temporal for dates that arithmetic does not answer, and for no other', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'))
  try {
    layOut(bundle('shared/core/time.ts'), folder)
    const load = createRequire(join(folder, 'index.js'))
    const lean = load('./index.js') as typeof time
    const read = () => Object.keys(load.cache).some(file => file === join(folder, 'temporal.js'))
    const now = lean.instant.parse('2026-11-27T08:00:00.000Z')
    expect([lean.addMonths(lean.dayOf(now), 3), lean.at(lean.dayOf(now), '07:30'), lean.clockOf(now), read()]).toEqual([
      '2027-02-27',
      '2026-11-27T07:30:00.000Z',
      '08:00',
      false,
    ])
    expect([lean.afterDuration(now, 'P1Y'), read()]).toEqual(['2027-11-27T08:00:00.000Z', true])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
