/** What a function carries, it loads at every cold start: sizes and heavy packages are kept to what each one needs. */
import { createRequire } from 'node:module'
import { buildSync } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { withCanary } from '../../functions/wire.ts'
import { bundling } from '../../infra/constructs/bundling.ts'
import { functionNames, functionSpec } from '../../infra/topology.ts'
import { CANARY } from '../../shared/canary.ts'
import { workflows } from '../../shared/workflows/index.ts'

/** KB minified, some 5 % above what each is: raise one only with a reason. */
const budgets: Record<(typeof functionNames)[number], number> = {
  api: 1595,
  hooks: 1190,
  contractors: 1185,
  link: 1190,
  follow: 990,
  wake: 1085,
  tick: 1130,
  notify: 1115,
  'mail-events': 970,
  'mail-in': 1345,
  report: 1310,
  pages: 1640,
  imports: 1060,
  orders: 1070,
}
/** What costs most to load, and who alone may carry it. */
const carriers: Record<string, readonly string[]> = {
  '@aws-sdk/client-s3': ['api', 'contractors', 'hooks', 'link', 'mail-in', 'pages', 'report'],
  '@aws-sdk/client-sesv2': ['wake', 'tick', 'notify', 'mail-in', 'report', 'orders'],
  '@aws-sdk/client-scheduler': ['follow', 'tick', 'notify'],
  'postal-mime': ['mail-in', 'pages'],
  'csv-parse': ['api', 'imports'],
  'write-excel-file': ['api', 'pages', 'report'],
}

describe.each(functionNames)('%s', name => {
  const { metafile } = buildSync({
    ...bundling(functionSpec(name).entry),
    outfile: 'index.js',
    write: false,
    metafile: true,
  })
  const { bytes, inputs } = Object.values(metafile.outputs)[0]!
  it('is no larger than its budget', () => expect(bytes / 1024).toBeLessThanOrEqual(budgets[name]))
  it('carries no client and no parser that it does not use', () => {
    const carried = Object.keys(carriers).filter(pack =>
      Object.entries(inputs).some(([file, { bytesInOutput }]) => bytesInOutput > 0 && file.includes(`/${pack}/`)),
    )
    expect(carried.filter(pack => !carriers[pack]!.includes(name))).toEqual([])
  })
})

it('a bundle makes a workflow when it is first asked for, and knows every one of them', () => {
  const { outputFiles } = buildSync({
    ...bundling('shared/workflows/lazy.cjs'),
    outfile: 'index.js',
    write: false,
    minify: false,
  })
  const loaded = { exports: {} as { workflows: typeof workflows } }
  new Function('module', 'exports', 'require', outputFiles[0]!.text)(
    loaded,
    loaded.exports,
    createRequire(import.meta.url),
  )
  const lazy = loaded.exports.workflows
  expect(Object.keys(lazy)).toEqual(Object.keys(workflows))
  const getters = Object.values(Object.getOwnPropertyDescriptors(lazy)).map(one => typeof one.get)
  expect(new Set(getters)).toEqual(new Set(['function']))
  for (const [name, { title }] of Object.entries(workflows)) expect(lazy[name]).toMatchObject({ name, title })
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
