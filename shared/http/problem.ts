/**
 * Refusals as RFC 9457 problem details: what is wrong, and what would help to mend it. A problem is a value; it
 * becomes an answer at the very edge.
 */
import * as z from 'zod'
import type { Rejection } from '../core/case.ts'
import type { Answer } from './answer.ts'

export const issue = z.strictObject({
  path: z.string().meta({ description: 'where, dotted: `data.slotStart`; empty for the whole' }),
  message: z.string(),
})
export type Issue = z.output<typeof issue>

export const problemSchema = z
  .strictObject({
    type: z
      .string()
      .meta({ description: 'which problem; stable, for programs', examples: ['urn:dutyholder:problem:guard'] }),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    issues: z.array(issue).optional().meta({ description: 'what is wrong with the message, by field' }),
    failed: z.array(z.string()).optional().meta({ description: 'the conditions that did not hold' }),
    codes: z.array(z.string()).optional().meta({ description: 'reason codes, e.g. DATE_IN_FUTURE' }),
    allowed: z.array(z.string()).optional().meta({ description: 'the events that would be allowed now' }),
    needs: z.array(z.string()).optional().meta({ description: 'the roles that may' }),
    kept: z.string().optional().meta({ description: 'not dropped all the same: the case of triage that holds it' }),
    reference: z.string().optional().meta({ description: 'quote this when you ask for help' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' })
export type Problem = z.output<typeof problemSchema>

const titles = {
  400: ['bad-request', 'The message cannot be read'],
  401: ['unauthorised', 'We do not know who is asking'],
  403: ['forbidden', 'Not yours to do'],
  404: ['unknown', 'Not found'],
  405: ['method', 'This method is not served here'],
  409: ['conflict', 'Not now'],
  413: ['too-large', 'The message is too large'],
  415: ['media-type', 'This kind of content is not read here'],
  422: ['guard', 'A condition does not hold'],
  500: ['fault', 'Something broke on our side'],
  503: ['busy', 'Try again shortly'],
} as const
export type ProblemStatus = keyof typeof titles

/** A problem of that status; `more` adds or replaces members. */
export const problem = (status: ProblemStatus, detail: string, more: Partial<Problem> = {}): Problem => ({
  type: `urn:dutyholder:problem:${titles[status][0]}`,
  title: titles[status][1],
  status,
  detail,
  ...more,
})

const allowedNow = (allowed: string[]): string =>
  allowed.length > 0 ? `Allowed now: ${allowed.join(', ')}.` : 'Nothing is allowed any more: it is closed.'

/** The engine's rejection as the caller reads it: 409, 422, 400, 403 or 404. */
export const fromRejection = (rejection: Rejection): Problem => {
  switch (rejection.kind) {
    case 'not_allowed':
      return problem(409, `${rejection.event} is not allowed in ${rejection.state}. ${allowedNow(rejection.allowed)}`, {
        type: 'urn:dutyholder:problem:not-allowed',
        allowed: rejection.allowed,
      })
    case 'guard':
      return problem(422, `${rejection.event} in ${rejection.state}: ${rejection.failed.join('; ')}`, {
        failed: rejection.failed,
        codes: rejection.codes,
        allowed: rejection.allowed,
      })
    case 'invalid':
      return invalid(rejection.issues, `${rejection.event} is not as it should be`)
    case 'forbidden':
      return problem(403, `${rejection.event} needs one of: ${rejection.needs.join(', ')}`, { needs: rejection.needs })
    case 'unknown':
      return problem(404, `${rejection.what} is not known`)
  }
}

/** More than this helps nobody, and lets a small request ask for a large answer. */
const MOST_ISSUES = 50

export const invalid = (issues: Issue[], what = 'The message is not as it should be'): Problem =>
  problem(400, `${what}: ${issues.length} ${issues.length === 1 ? 'mistake' : 'mistakes'}`, {
    type: 'urn:dutyholder:problem:invalid',
    issues: issues.slice(0, MOST_ISSUES),
  })

/** zod's issues as paths and sentences. Never the value itself: it may be somebody's name. */
export const issuesOf = (error: z.core.$ZodError): Issue[] =>
  error.issues.slice(0, MOST_ISSUES).map(({ path, message }) => ({
    path: path.map(String).join('.').slice(0, 200),
    message: message.slice(0, 300),
  }))

/** A message id that has come before, with another body. */
export const anotherBody = (id: string): Problem =>
  problem(409, `a message with the id ${id} came before, with another body; a new message needs a new id`, {
    type: 'urn:dutyholder:problem:message-id',
  })

export const refuse = (refusal: Problem, headers: Record<string, string> = {}): Answer => ({
  statusCode: refusal.status,
  headers: { 'content-type': 'application/problem+json', ...headers },
  body: JSON.stringify(refusal),
})
