/**
 * Lambda on this machine: handlers by name, called as the service calls them. Event and result go through JSON, so that
 * nothing reaches a handler here that could not reach it there; errors come back as FunctionError, never as throws.
 */
import { randomUUID } from 'node:crypto'
import type { Context } from 'aws-lambda'

export type LambdaHandler = (event: never, context: Context) => unknown

export type Outcome = { payload: unknown; functionError?: { errorType: string; errorMessage: string; trace: string[] } }

export type Lambda = {
  /** `timeout` in milliseconds */
  register(name: string, handler: LambdaHandler, options?: { timeout?: number }): void
  /** Throws only for an unknown function. */
  invoke(nameOrArn: string, payload: unknown): Promise<Outcome>
  /** As `invoke`, but a FunctionError throws: for callers that retry. */
  call(nameOrArn: string, payload: unknown): Promise<unknown>
  arn(name: string): string
}

const ARN = 'arn:aws:lambda:eu-west-2:000000000000:function:'

export const createLambda = (): Lambda => {
  const functions = new Map<string, { handler: LambdaHandler; timeout: number }>()
  const invoke: Lambda['invoke'] = async (nameOrArn, payload) => {
    const name = nameOrArn.startsWith(ARN) ? nameOrArn.slice(ARN.length) : nameOrArn
    const known = functions.get(name)
    if (known === undefined) throw new Error(`No function ${name} on this machine`)
    try {
      return { payload: throughJson(await withTimeout(name, known, throughJson(payload))) }
    } catch (error) {
      return { payload: null, functionError: described(error) }
    }
  }
  return {
    register: (name, handler, { timeout = 30_000 } = {}) => void functions.set(name, { handler, timeout }),
    invoke,
    call: async (nameOrArn, payload) => {
      const { payload: result, functionError } = await invoke(nameOrArn, payload)
      if (functionError !== undefined) throw failed(functionError)
      return result
    },
    arn: name => ARN + name,
  }
}

const withTimeout = async (name: string, known: { handler: LambdaHandler; timeout: number }, event: unknown) => {
  const { handler, timeout } = known
  const end = performance.now() + timeout
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Task timed out after ${(timeout / 1000).toFixed(2)} seconds`)), timeout)
  })
  try {
    return await Promise.race([(async () => handler(event as never, context(name, end)))(), tooLong])
  } finally {
    clearTimeout(timer)
  }
}

const context = (name: string, end: number): Context => {
  const awsRequestId = randomUUID()
  return {
    awsRequestId,
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: ARN + name,
    memoryLimitInMB: '512',
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: awsRequestId,
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(end - performance.now())),
    done: () => {},
    fail: () => {},
    succeed: () => {},
  }
}

/** undefined becomes null, as in the service's answer. */
const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value) ?? 'null')

const described = (error: unknown) =>
  error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') }
    : { errorType: 'Error', errorMessage: String(error), trace: [] }

const failed = ({ errorType, errorMessage, trace }: NonNullable<Outcome['functionError']>): Error => {
  const error = new Error(errorMessage)
  error.name = errorType
  error.stack = trace.join('\n')
  return error
}
