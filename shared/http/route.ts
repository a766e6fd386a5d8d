/** What a route declares. One declaration serves the router, which enforces it, and the description of the API. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import type * as z from 'zod'
import type { Actor } from '../core/case.ts'
import type { Answer } from './answer.ts'
import type { Problem, ProblemStatus } from './problem.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export type ParamsOf<P extends string> = P extends `${string}{${infer Name}}${infer Rest}`
  ? { [K in Name | keyof ParamsOf<Rest>]: string }
  : Record<never, string>

/** `any`: the route itself knows how to trust (a signature, a token in the path, or nothing to protect). */
export type Who = 'any' | 'staff'

export type Request<P extends string = string, B = unknown, Q = unknown, W extends Who = Who> = {
  event: APIGatewayProxyEventV2
  /** parts of the path, decoded: printable, no slash, at most 200 characters */
  params: ParamsOf<P>
  query: Q
  body: B
  /** the bytes as they were sent */
  raw: Buffer
  actor: W extends 'staff' ? Actor : undefined
  requestId: string
}

/** A handler answers, or returns a problem, which the router turns into its answer. */
export type Handled = Answer | Problem

export type Route<
  P extends string = string,
  B extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  W extends Who = Who,
> = {
  method: Method
  path: P
  summary: string
  who: W
  /** how the body is read; absent: it is not, and the handler has `raw` */
  body?: { json: B } | { form: B }
  /** content types that `raw` may have: others are 415. Also what the description says */
  accepts?: readonly string[]
  /** strict schema of the query; absent: a query is ignored */
  query?: Q
  /** bytes of body at most; 1 MiB unless told */
  limit?: number
  handler: (request: Request<P, z.output<B>, z.output<Q>, W>) => Promise<Handled> | Handled
  /** for the description alone */
  responses?: Record<number, { description: string; schema?: z.ZodType; type?: string }>
  refuses?: readonly ProblemStatus[]
  headers?: z.ZodObject
  /** the JSON that the handler itself reads from `raw` */
  describes?: z.ZodType
}

/** A route as the router holds it: any of them. */
// biome-ignore lint/suspicious/noExplicitAny: the one place where a route's own types are forgotten
export type AnyRoute = Route<any, any, any, any>

/** Declares a route: the names of `params` come from the path, body and query from their schemas. */
export const route = <P extends string, B extends z.ZodType, Q extends z.ZodType, W extends Who>(
  declared: Route<P, B, Q, W>,
): Route<P, B, Q, W> => declared
