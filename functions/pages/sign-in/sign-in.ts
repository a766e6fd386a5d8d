/** The way in and out: to the landlord's issuer and back. Nobody is known on these paths yet. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import * as z from 'zod'
import { type Answer, seeOther } from '../../../shared/http/answer.ts'
import { plainPage } from '../views/plain.ts'
import type { Deps } from '../visit.ts'
import { readCookie, SESSION, SIGN_IN, setCookie } from './cookies.ts'
import { sameText, seal, unseal } from './sealed.ts'
import { sessionCookie, sessionKeys } from './session.ts'

/** Minutes to find one's password and telephone. */
const MINUTES = 15
const attempt = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), back: z.string() })

/** A path of ours, never another site: `//elsewhere` is one. */
const ownPath = (text: string | null): string =>
  text && /^\/(?![/\\])[^\p{C}\\]{0,800}$/u.test(text) && !text.startsWith('/pages/session/') ? text : '/'

const start = async (event: APIGatewayProxyEventV2, deps: Deps): Promise<Answer> => {
  const back = ownPath(new URLSearchParams(event.rawQueryString).get('back'))
  const begun = { state: deps.random(), nonce: deps.random(), verifier: `${deps.random()}${deps.random()}`, back }
  const [key] = await sessionKeys(deps)
  if (!key) throw new Error('there is no secret to sign sessions with')
  const sealed = seal(key, 'sign-in', begun, deps.now(), MINUTES)
  return seeOther(await deps.oidc.start(begun), [setCookie(SIGN_IN, sealed, MINUTES * 60)])
}

const refused = (detail: string, status: number): Answer =>
  plainPage('You are not signed in', detail, status, { text: 'Try again', href: '/pages/session/start' })

const callback = async (event: APIGatewayProxyEventV2, deps: Deps): Promise<Answer> => {
  const query = new URLSearchParams(event.rawQueryString)
  const begun = unseal(await sessionKeys(deps), 'sign-in', readCookie(event, SIGN_IN), attempt, deps.now())
  if (!begun) return refused('It took longer than 15 minutes, or began in another browser.', 400)
  if (!sameText(begun.state, query.get('state') ?? '')) return refused('The answer belongs to another attempt.', 400)
  const code = query.get('code')
  if (!code) return refused('Your organisation’s sign-in page did not let you through.', 403)
  const done = await deps.oidc.finish(begun, code).catch((error: unknown) => {
    deps.fault('sign-in', error, 'asker')
    return undefined
  })
  const cookie = done && (await sessionCookie(deps, done))
  if (!cookie) return refused('Your organisation’s answer could not be believed. It has been reported.', 403)
  return seeOther(begun.back, [cookie, setCookie(SIGN_IN, '', 0)])
}

/** Answers for the paths of signing in; undefined for any other. */
export const signIn = async (event: APIGatewayProxyEventV2, deps: Deps): Promise<Answer | undefined> => {
  if (deps.local) return undefined
  const get = event.requestContext.http.method === 'GET'
  if (get && event.rawPath === '/pages/session/start') return start(event, deps)
  if (get && event.rawPath === '/pages/session/callback') return callback(event, deps)
  // Leaving needs no proof: at worst somebody signs in again.
  if (event.rawPath === '/pages/session/end' && !get)
    return {
      ...plainPage('You have signed out', 'Close the browser if others use this computer.', 200, {
        text: 'Sign in',
        href: '/pages/session/start',
      }),
      cookies: [setCookie(SESSION, '', 0)],
    }
  return undefined
}
