import { describe, expect, it } from 'vitest'
import { createLambda } from '../../infra/local/lambda/lambda.ts'

describe('functions on this machine', () => {
  it('gives event and result through JSON, by name or ARN', async () => {
    const lambda = createLambda()
    lambda.register('wake', (event: unknown) => ({ event, gone: undefined, when: new Date(0) }))
    const payload = { at: new Date(0), none: undefined }
    const expected = { payload: { event: { at: '1970-01-01T00:00:00.000Z' }, when: '1970-01-01T00:00:00.000Z' } }
    expect(await lambda.invoke('wake', payload)).toEqual(expected)
    expect(await lambda.invoke(lambda.arn('wake'), payload)).toEqual(expected)
  })

  it('gives a context with a request id and the time that is left', async () => {
    const lambda = createLambda()
    lambda.register('wake', (_, context) => [context.awsRequestId, context.getRemainingTimeInMillis()], {
      timeout: 5000,
    })
    const { payload } = await lambda.invoke('wake', {})
    const [id, left] = payload as [string, number]
    expect(id).toMatch(/^[0-9a-f-]{36}$/)
    expect(left).toBeGreaterThan(4000)
    expect(left).toBeLessThanOrEqual(5000)
  })

  it('turns a throw, a rejection and a timeout into a FunctionError; call throws it', async () => {
    const lambda = createLambda()
    lambda.register('throws', () => {
      throw new TypeError('bad')
    })
    lambda.register('hangs', () => new Promise(() => {}), { timeout: 20 })
    expect(await lambda.invoke('throws', {})).toMatchObject({
      payload: null,
      functionError: { errorType: 'TypeError', errorMessage: 'bad' },
    })
    expect(await lambda.invoke('hangs', {})).toMatchObject({
      functionError: { errorMessage: 'Task timed out after 0.02 seconds' },
    })
    await expect(lambda.call('throws', {})).rejects.toMatchObject({ name: 'TypeError', message: 'bad' })
    await expect(lambda.invoke('nobody', {})).rejects.toThrow('No function nobody')
  })
})
