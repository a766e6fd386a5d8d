/** Who is looking at our pages: a persona on one machine, a signed session on AWS. Roles are read anew at each request. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import * as z from 'zod'
import type { Actor } from '../../../shared/core/case.ts'
import { dayOf } from '../../../shared/core/time.ts'
import type { Problem } from '../../../shared/http/problem.ts'
import { problem } from '../../../shared/http/problem.ts'
import { type Personas, whoIsAsking } from '../../../shared/http/who.ts'
import type { Person } from '../../../shared/people/person.ts'
import type { Deps } from '../visit.ts'
import { PERSONA, readCookie, SESSION, setCookie } from './cookies.ts'
import type { Claims } from './oidc.ts'
import { csrfFor, seal, unseal } from './sealed.ts'

/** A working day: whoever comes back tomorrow signs in again. */
const MINUTES = 10 * 60

const session = z.object({ email: z.string(), roles: z.array(z.string()), name: z.string().optional() })

export type Visitor =
  | { kind: 'known'; actor: Actor; name: string; csrf: string }
  | { kind: 'stranger' }
  | { kind: 'refused'; problem: Problem }

export const firstKey = (keys: readonly string[]): string => {
  if (!keys[0]) throw new Error('there is no secret to sign sessions with')
  return keys[0]
}
export const sessionKeys = (deps: Pick<Deps, 'secrets'>): Promise<readonly string[]> => deps.secrets.of('session')

const lists = [z.string().transform(text => [text]), z.array(z.string())] as const
const listed = z.union(lists).catch([])

/** What the token says, cut to what we need; whether it names a role of ours is judged at each request. */
export const sessionCookie = async (deps: Deps, claims: Claims): Promise<string | undefined> => {
  const asked = whoIsAsking(asClaims(claims), {
    local: false,
    find: () => ({ email: '', name: '', roles: ['officer'] }),
  })
  if (!asked.ok) return undefined
  const roles = [claims.roles, claims.groups, claims['cognito:groups']].flatMap(claim => listed.parse(claim))
  const name = typeof claims.name === 'string' ? claims.name.slice(0, 120) : undefined
  const value = { email: asked.actor.id, roles: roles.slice(0, 60), ...(name ? { name } : {}) }
  return setCookie(
    SESSION,
    seal(firstKey(await sessionKeys(deps)), 'session', value, deps.now(), MINUTES),
    MINUTES * 60,
  )
}

const asClaims = (claims: Claims) => ({
  headers: {},
  requestContext: { http: {}, authorizer: { jwt: { claims } } },
})

const known = (actor: Actor, person: Person | undefined, name: string | undefined, key: string): Visitor => ({
  kind: 'known',
  actor,
  name: person?.name ?? name ?? (actor.id === 'administrator@localhost' ? 'Administrator' : actor.id),
  csrf: csrfFor(key, actor.id),
})

export const whoVisits = async (event: APIGatewayProxyEventV2, deps: Deps): Promise<Visitor> => {
  const keys = await sessionKeys(deps)
  const stored = deps.local ? undefined : unseal(keys, 'session', readCookie(event, SESSION), session, deps.now())
  if (!deps.local && !stored) return { kind: 'stranger' }
  const email =
    stored?.email ?? (event.headers['x-persona'] ?? decoded(readCookie(event, PERSONA)))?.trim().toLowerCase()
  const person = email ? await deps.store.getPerson(email) : undefined
  const today = dayOf(deps.now())
  if (person?.leftOn && person.leftOn <= today)
    return { kind: 'refused', problem: problem(403, `${person.name} left on ${person.leftOn}`) }
  const personas: Personas = {
    local: deps.local,
    find: () => person && { email: person.email, name: person.name, roles: person.roles },
  }
  const asked = whoIsAsking(stored ? asClaims({ email: stored.email, roles: stored.roles }) : event, personas)
  return asked.ok
    ? known(asked.actor, person, stored?.name, firstKey(keys))
    : { kind: 'refused', problem: asked.problem }
}

const decoded = (text: string | undefined): string | undefined => {
  try {
    return text && decodeURIComponent(text)
  } catch {
    return undefined
  }
}
