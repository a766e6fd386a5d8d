import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { dayOf } from '../../shared/core/time.ts'
import { type Answer, seeOther } from '../../shared/http/answer.ts'
import { mediaType, rawBody } from '../../shared/http/body.ts'
import { postedFields } from '../../shared/http/crowd.ts'
import { isPassing } from '../../shared/http/errors.ts'
import { requestId } from '../../shared/http/request-id.ts'
import { stack } from '../../shared/http/stack.ts'
import { tooManyParts } from '../../shared/intake/parts.ts'
import { BadCursor } from '../../shared/store/faults.ts'
import { once } from '../once.ts'
import { calendarFeed } from './calendar.ts'
import { LARGEST } from './case/documents.ts'
import { posted } from './forms/answers.ts'
import { missing } from './missing.ts'
import { find, findUpload, matched } from './routes.ts'
import { sameText } from './sign-in/sealed.ts'
import { whoVisits } from './sign-in/session.ts'
import { signIn } from './sign-in/sign-in.ts'
import { styles } from './styles.gen.ts'
import { notOurs, sessionEnded } from './views/ended.ts'
import { stylePath } from './views/layout.ts'
import { plainPage } from './views/plain.ts'
import type { Deps, Visit } from './visit.ts'

/** What needs nobody: the stylesheet, signing in, a signed calendar. */
const open = async (event: APIGatewayProxyEventV2, deps: Deps): Promise<Answer | undefined> => {
  if (event.rawPath === stylePath)
    return {
      statusCode: 200,
      // Its name is made of its bytes: a new stylesheet is a new address.
      headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=31536000, immutable' },
      body: styles,
    }
  const feed = matched('/pages/calendar/{token}', event.rawPath)?.token
  if (feed?.endsWith('.ics')) return calendarFeed(deps, feed.slice(0, -4))
  return signIn(event, deps)
}

/** Above this no form of ours has fields. */
const FORM = 256 * 1024

const tooMuch = (upload = ''): Answer =>
  plainPage(
    'That was too much',
    `A file may have 4 MB here. Nothing was saved.${upload === '/pages/imports' ? ' Send a larger spreadsheet in parts, each with the line of headings, or have it sent by the programming interface: POST /imports/ and its kind.' : ''}`,
    413,
  )

/** Undefined for what is no form in parts. */
const partsOf = (raw: Buffer, type: string): Promise<FormData | undefined> =>
  new Response(new Uint8Array(raw), { headers: { 'content-type': type } }).formData().catch(() => undefined)

const post = async (visit: Visit, event: APIGatewayProxyEventV2): Promise<Answer> => {
  const upload = findUpload(event.rawPath)
  const raw = rawBody(event, upload ? LARGEST + FORM : FORM)
  if (!raw.ok) return tooMuch(upload?.path)
  const type = mediaType(event.headers['content-type'])
  if (upload && type === 'multipart/form-data') {
    if (tooManyParts(raw.value)) return tooMuch()
    const sent = await partsOf(raw.value, event.headers['content-type'] ?? '')
    if (!sent) return plainPage('The form came broken', 'Nothing was saved. Send it once more.', 400)
    return sameText(String(sent.get('csrf') ?? ''), visit.csrf)
      ? upload.take({ ...visit, params: upload.params }, sent)
      : notOurs(event)
  }
  const found = find(event.rawPath)
  if (!found?.page.take || type !== 'application/x-www-form-urlencoded') return missing(visit, 'form', event.rawPath)
  const body = raw.value.toString('utf8')
  if (!postedFields(body)) return tooMuch()
  return sameText(posted(body).get('csrf'), visit.csrf)
    ? found.page.take({ ...visit, params: found.params }, body)
    : notOurs(event)
}

const stranger = (event: APIGatewayProxyEventV2): Answer => {
  if (event.requestContext.http.method !== 'GET') return sessionEnded(event)
  const back = event.rawQueryString ? `${event.rawPath}?${event.rawQueryString}` : event.rawPath
  return seeOther(`/pages/session/start?back=${encodeURIComponent(back)}`)
}

const serve = async (event: APIGatewayProxyEventV2, deps: Deps): Promise<Answer> => {
  const { method } = event.requestContext.http
  const isPost = method === 'POST'
  if (isPost && event.headers['sec-fetch-site'] === 'cross-site') return notOurs(event)
  const anyone = await open(event, deps)
  if (anyone) return anyone
  const visitor = await whoVisits(event, deps)
  if (visitor.kind === 'stranger') return stranger(event)
  if (visitor.kind === 'refused')
    return plainPage(
      'You cannot come in',
      visitor.problem.detail ?? '',
      visitor.problem.status,
      deps.local
        ? { text: 'Be somebody else', href: '/pages/personas' }
        : { text: 'Sign in again', href: '/pages/session/start' },
    )
  const now = deps.now()
  const { actor, name, csrf } = visitor
  const visit: Visit = {
    deps,
    event,
    actor,
    name,
    csrf,
    now,
    today: dayOf(now),
    query: new URLSearchParams(event.rawQueryString),
    params: {},
  }
  if (isPost) return post(visit, event)
  const found = find(event.rawPath)
  // What is only shown changes nobody: the register of people is read once for a page.
  const shown = { ...visit, deps: { ...deps, directory: once(deps.directory) } }
  return found ? found.page.show({ ...shown, params: found.params }) : missing(visit, 'page', event.rawPath)
}

const answered = async (event: APIGatewayProxyEventV2, deps: Deps): Promise<Answer> => {
  try {
    return await serve(event, deps)
  } catch (error) {
    if (error instanceof BadCursor)
      return plainPage('This list has changed', 'The place in the list that you asked for is no longer known.', 400, {
        text: 'From the beginning',
        href: event.rawPath,
      })
    const reference = requestId(event)
    deps.fault(reference, error)
    return isPassing(error)
      ? plainPage(
          'Busy',
          `Try again in a moment; what you sent was recorded once or not at all. Reference ${reference}.`,
          503,
        )
      : plainPage(
          'Something broke on our side',
          `It has been reported. Clocks and mails go on. Quote the reference ${reference} when you ask about it.`,
          500,
        )
  }
}

/** Pages for people: every answer is HTML, a redirect, the stylesheet or a calendar. */
export const createHandler = (deps: Deps) =>
  stack(
    event => answered(event, deps),
    (error, reference) => deps.fault(reference, error),
  )
