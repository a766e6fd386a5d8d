/** Handing what was given up to its function once more. Every function takes the same event twice without harm. */
import * as z from 'zod'

export type Letter = {
  id: string
  /** the function */
  target: string
  body: string
  /** takes it away for good */
  remove: () => Promise<void>
}
export type Post = { call: (target: string, payload: unknown) => Promise<unknown> }

/** How Lambda wraps what an asynchronous call could not do. */
const destination = z.object({ requestPayload: z.unknown(), requestContext: z.object({ condition: z.string() }) })
/** How it wraps the records of a stream: as text. */
const batch = z.object({ payload: z.string(), requestContext: z.looseObject({}) })
const partly = z.object({ batchItemFailures: z.array(z.unknown()).min(1) })

/** What the function was called with, whoever gave it up: Lambda, its stream, Scheduler or EventBridge. Throws when not JSON. */
export const payloadOf = (body: string): unknown => {
  const parsed: unknown = JSON.parse(body)
  const streamed = batch.safeParse(parsed)
  if (streamed.success) return JSON.parse(streamed.data.payload)
  const wrapped = destination.safeParse(parsed)
  return wrapped.success ? wrapped.data.requestPayload : parsed
}

export type Replayed = { done: number; kept: { id: string; why: string }[] }

/** One after the other, oldest first as they came; removed only after the function took it whole. */
export const replayAll = async (letters: readonly Letter[], { call }: Post): Promise<Replayed> => {
  const kept: Replayed['kept'] = []
  for (const { id, target, body, remove } of letters) {
    try {
      const answer = await call(target, payloadOf(body))
      if (partly.safeParse(answer).success) throw new Error('the function gave some of it up again')
      await remove()
    } catch (error) {
      kept.push({ id, why: error instanceof Error ? error.message : String(error) })
    }
  }
  return { done: letters.length - kept.length, kept }
}
