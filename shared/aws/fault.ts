/** What a service answered that was no success. */

/**
 * `name` is the service's own word, `status` that of HTTP, `answer` the whole body: a cancelled transaction says there why.
 * `$metadata` is where the rules of retrying look for the status.
 */
export type Fault = Error & { status: number; answer: Record<string, unknown>; $metadata: { httpStatusCode: number } }

/** `com.amazonaws.dynamodb.v20120810#Name` or `Name:http://…`, by protocol. */
const plain = (code: string): string => code.replace(/^.*#/, '').replace(/:.*$/, '')

export const faultOf = (
  status: number,
  headers: Readonly<Record<string, string>>,
  answer: Record<string, unknown>,
): Fault => {
  const said = [headers['x-amzn-errortype'], answer.__type, answer.code].find(code => typeof code === 'string')
  const message = [answer.message, answer.Message].find(text => typeof text === 'string') ?? `answered ${status}`
  return Object.assign(new Error(String(message)), {
    name: plain(String(said ?? `Status${status}`)),
    status,
    answer,
    $metadata: { httpStatusCode: status },
  })
}

export const isFault = (error: unknown): error is Fault => error instanceof Error && 'answer' in error

/** Whether a service said exactly this. */
export const saidBy = (error: unknown, name: string): error is Fault => isFault(error) && error.name === name
