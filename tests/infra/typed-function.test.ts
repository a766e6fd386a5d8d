import { App, Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { TypedFunction } from '../../infra/constructs/typed-function.ts'
import { everyFunctionIsServed, only, type StandardEnvironment } from '../../infra/environment.ts'

const env = z.object({ TABLE: z.string(), BASE_URL: z.string(), SEED: z.string().optional() })
const props = {
  name: 'hooks',
  entry: 'functions/hooks/index.ts',
  env,
  description: 'x'.repeat(300),
  memory: 512,
  timeout: 15,
}
const stack = () =>
  new Stack(
    new App({ context: { 'aws:cdk:bundling-stacks': [], '@aws-cdk/core:validateAgainstDefaultRules': false } }),
    'Stack',
  )

describe('a function', () => {
  test('is deployed with what its code parses', () => {
    const on = stack()
    new TypedFunction(on, 'Hooks', { ...props, environment: { TABLE: 't', BASE_URL: 'https://x.example' } })
    Template.fromStack(on).hasResourceProperties('AWS::Lambda::Function', {
      Description: 'x'.repeat(256),
      Environment: {
        Variables: {
          TABLE: 't',
          BASE_URL: 'https://x.example',
          POWERTOOLS_SERVICE_NAME: 'hooks',
        },
      },
    })
  })

  test('does not compile without one of them, nor with one that it does not know', () => {
    const missing = { TABLE: 't' }
    // @ts-expect-error BASE_URL is missing
    const without = () => new TypedFunction(stack(), 'A', { ...props, environment: missing })
    const typo = { TABLE: 't', BASE_URL: '' }
    // @ts-expect-error TABEL is not parsed
    const unknown = () => new TypedFunction(stack(), 'B', { ...props, environment: { ...typo, TABEL: '' } })
    expect([without, unknown]).toHaveLength(2)
    expect(everyFunctionIsServed).toBe(true)
  })

  test('sees no variable that it does not parse', () => {
    const given = { TABLE: 't', BASE_URL: 'https://x.example', MAIL_FROM: 'a@b.example' } as StandardEnvironment
    expect(only(env, given)).toEqual({ TABLE: 't', BASE_URL: 'https://x.example' })
  })
})
