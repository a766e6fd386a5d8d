/** Small values that leave us and come back: signed, with a purpose and an end, so that none passes for another. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type * as z from 'zod'
import { addMinutes, type Instant } from '../../../shared/core/time.ts'

export type Purpose = 'session' | 'sign-in' | 'feed' | 'csrf' | 'upload'

const signature = (key: string, purpose: Purpose, payload: string): Buffer =>
  createHmac('sha256', key).update(`${purpose}\n${payload}`).digest()

/** `minutes` absent: it holds until the key is changed. */
export const seal = (key: string, purpose: Purpose, value: object, now: Instant, minutes?: number): string => {
  const whole = { value, ...(minutes === undefined ? {} : { until: addMinutes(now, minutes) }) }
  const payload = Buffer.from(JSON.stringify(whole)).toString('base64url')
  return `${payload}.${signature(key, purpose, payload).toString('base64url')}`
}

/** Undefined for whatever we did not sign for this purpose, or whose time is over. */
export const unseal = <S extends z.ZodType>(
  keys: readonly string[],
  purpose: Purpose,
  text: string | undefined,
  schema: S,
  now: Instant,
): z.output<S> | undefined => {
  const [payload, signed, ...rest] = (text ?? '').split('.')
  if (!payload || !signed || rest.length > 0) return undefined
  const given = Buffer.from(signed, 'base64url')
  const ours = keys.map(key => signature(key, purpose, payload))
  if (!ours.some(one => one.length === given.length && timingSafeEqual(one, given))) return undefined
  const { value, until } = JSON.parse(Buffer.from(payload, 'base64url').toString())
  if (until !== undefined && until <= now) return undefined
  return schema.safeParse(value).data
}

/** Bound to the person, so that a form filled in before the session ended can be sent again after signing in. */
export const csrfFor = (key: string, email: string): string =>
  signature(key, 'csrf', email).toString('base64url').slice(0, 32)

export const sameText = (a: string, b: string): boolean => {
  const [one, two] = [Buffer.from(a), Buffer.from(b)]
  return one.length === two.length && timingSafeEqual(one, two)
}
