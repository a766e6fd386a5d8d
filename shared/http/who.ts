/**
 * Who is asking. On AWS the gateway has checked the token already, and its claims are what we read. On one machine a
 * request from loopback names a persona; that door exists only where `local` is set.
 */
import type { Actor } from '../core/case.ts'
import { type Role, roles } from '../law/roles.ts'
import { type Problem, problem } from './problem.ts'

export type Persona = { email: string; name: string; roles: Role[] }

export type Personas = {
  /** true on one machine alone: headers, cookies and silence are believed */
  local: boolean
  /** by e-mail address, lower case */
  find: (email: string) => Persona | undefined
  /** what a directory calls its groups (an Entra group is a GUID) to our roles; role keys need no entry */
  groups?: Record<string, Role>
}

/** What of API Gateway's event matters here; an event without an authorizer fits too. */
export type Asking = {
  headers: Record<string, string | undefined>
  cookies?: string[]
  requestContext: {
    http: { sourceIp?: string }
    authorizer?: { jwt?: { claims: Record<string, unknown> } }
  }
}

export type Asked = { ok: true; actor: Actor } | { ok: false; problem: Problem }

/** Roles that nobody at the landlord holds: a claim or a persona that names one is not believed. */
const notStaff = new Set<Role>(['contractor', 'resident', 'system'])
const isStaffRole = (text: string): text is Role => Object.hasOwn(roles, text) && !notStaff.has(text as Role)

const unknown = (detail: string): Asked => ({ ok: false, problem: problem(401, detail) })

const staff = (email: string, held: Iterable<string>): Asked => {
  const own = [...new Set(held)].filter(isStaffRole)
  return own.length > 0
    ? { ok: true, actor: { kind: 'staff', id: email, roles: own } }
    : { ok: false, problem: problem(403, 'you are known, but hold no role here; ask an administrator for one') }
}

const isEmail = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 254 && /^[^\s@,;<>]+@[^\s@,;<>]+$/.test(value)

/** The gateway writes an array claim as the text `[a b]`, a directory perhaps as `a,b`. */
const listed = (claim: unknown): string[] =>
  Array.isArray(claim)
    ? claim.map(String)
    : typeof claim === 'string'
      ? claim.replace(/^\[|\]$/g, '').split(/[\s,]+/)
      : []

const fromToken = (claims: Record<string, unknown>, { find, groups = {} }: Personas): Asked => {
  const email = [claims.email, claims.preferred_username, claims.upn].find(isEmail)?.toLowerCase()
  if (!email) return unknown('the token names no e-mail address; send the id token')
  if (String(claims.email_verified ?? 'true') !== 'true') return unknown('the e-mail address is not verified')
  const claimed = [claims.roles, claims.groups, claims['cognito:groups']].flatMap(listed)
  const mapped = claimed.map(name => (Object.hasOwn(groups, name) ? groups[name]! : name))
  return staff(email, [...mapped, ...(find(email)?.roles ?? [])])
}

const cookie = (cookies: string[] = [], name: string): string | undefined => {
  const found = cookies.find(each => each.startsWith(`${name}=`))?.slice(name.length + 1)
  try {
    return found && decodeURIComponent(found)
  } catch {
    return undefined
  }
}

const loopback = /^(?:::ffff:)?127\.\d+\.\d+\.\d+$|^::1$/
/** A page elsewhere can make a name resolve to this machine; it cannot make the browser say `localhost`. */
const ourHost = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i

const ADMINISTRATOR = 'administrator@localhost'

const fromPersona = ({ headers, cookies, requestContext }: Asking, { find }: Personas): Asked => {
  if (!loopback.test(requestContext.http.sourceIp ?? '') || !ourHost.test(headers.host ?? 'localhost'))
    return unknown('personas are for this machine alone')
  const named = (headers['x-persona'] ?? cookie(cookies, 'persona'))?.trim().toLowerCase()
  if (!named) return { ok: true, actor: { kind: 'staff', id: ADMINISTRATOR, roles: ['administrator'] } }
  const persona = isEmail(named) ? find(named) : undefined
  return persona ? staff(persona.email, persona.roles) : unknown('there is no such persona')
}

/** The member of staff who asks; 401 when that is not known, 403 for somebody without a role. */
export const whoIsAsking = (event: Asking, personas: Personas): Asked => {
  if (personas.local) return fromPersona(event, personas)
  const claims = event.requestContext.authorizer?.jwt?.claims
  return claims ? fromToken(claims, personas) : unknown('sign in first')
}
