/** What stands in the account whether or not there is a home: counted in the stacks of the example landlord as they are deployed. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'

export type Standing = { alarms: number; secrets: number; keys: number; dashboards: number; metrics: number }

/** Told of every minute or hour: TickCompleted, Fired, CanaryDelivered. What is caught costs only the hours it happens in. */
const STEADY_METRICS = 3

const root = fileURLToPath(new URL('../..', import.meta.url))
const settings = z.object({ context: z.record(z.string(), z.unknown()) })
const template = z.object({ Resources: z.record(z.string(), z.object({ Type: z.string() })) })

export const standing = (): Standing => {
  const folder = mkdtempSync(join(tmpdir(), 'stacks-'))
  try {
    const { context } = settings.parse(JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')))
    // What the functions are made of costs nothing by itself.
    const quick = { 'aws:cdk:bundling-stacks': [], '@aws-cdk/core:validateAgainstDefaultRules': false }
    execFileSync(process.execPath, ['infra/app.ts'], {
      cwd: root,
      env: { ...process.env, CDK_OUTDIR: folder, CDK_CONTEXT_JSON: JSON.stringify({ ...context, ...quick }) },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const types = readdirSync(folder)
      .filter(name => name.endsWith('.template.json'))
      .flatMap(name => Object.values(template.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))).Resources))
    const count = (type: string): number => types.filter(one => one.Type === type).length
    return {
      alarms: count('AWS::CloudWatch::Alarm'),
      secrets: count('AWS::SecretsManager::Secret'),
      keys: count('AWS::KMS::Key'),
      dashboards: count('AWS::CloudWatch::Dashboard'),
      metrics: STEADY_METRICS,
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
