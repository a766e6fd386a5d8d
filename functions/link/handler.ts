import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { isDayText } from '../../shared/core/time.ts'
import type { Answer } from '../../shared/http/answer.ts'
import { rawBody } from '../../shared/http/body.ts'
import { stack } from '../../shared/http/stack.ts'
import { type Acting, act } from '../../shared/intake/email/act.ts'
import { fileOf } from '../../shared/intake/email/files.ts'
import { toTriage } from '../../shared/intake/to-triage.ts'
import type { Link, Purpose } from '../../shared/links/link.ts'
import type { Html } from '../../shared/mail/html.ts'
import { dueOf } from '../../shared/orders/message.ts'
import { byWhen, particulars } from '../../shared/orders/order-mail.ts'
import { canonical, sha256 } from '../../shared/store/chain.ts'
import { offersOf, type Sent, sendJob } from './job.ts'
import { jobForms, sentPage } from './job-page.ts'
import { type Opened, open, type Who } from './opened.ts'
import { confirm, page, said, titleOf } from './page.ts'
import type { Deps } from './ports.ts'
import { toldOf } from './told.ts'

/** Bytes: a Lambda's request ends at 6 MB in base64. */
const LARGEST = 4_400_000

/** Of what was not read nothing can be shown again; the browser still has it. */
const TOO_LARGE = [
  'Nothing was recorded: a file may have 4 MB here.',
  'Go back: what you typed is still there. Choose a smaller file, or send it without the photograph.',
  'If something at the property is unsafe, telephone us now.',
]

/** That it was looked at, by a person or by a scanner of links: beside the case, which does not change by it. */
const noteOpening = ({ store, now }: Deps, { id, caseId, purpose, about, people }: Link): Promise<void> =>
  store.noteOpening({ link: id, caseId, purpose, about, people: [...people], first: now() }, now())

const jobForm = async (deps: Deps, opened: Opened, wrong: string | undefined, was: Sent['fields']): Promise<Html> => {
  const { c, who, about } = opened
  const workflow = deps.workflows[c.workflow]
  const offers = workflow ? offersOf(workflow, c) : undefined
  const due = workflow && dueOf(workflow, c, deps.reckon)
  const lines = [...about, ...particulars(c), ...(due === undefined ? [] : [byWhen(due, deps.now())])]
  const told = await Promise.all(
    who.map(({ actor }) => toldOf(deps.store, { link: opened.link, c, contractorId: actor.id })),
  )
  return jobForms({ about: lines, who, at: deps.now(), offers, told: told.flat() }, wrong, was)
}

const form = async (deps: Deps, opened: Opened, wrong?: string, was: Sent['fields'] = {}): Promise<Answer> => {
  const { link, who, about, deeds } = opened
  const status = wrong ? 422 : 200
  if (link.purpose === 'job') return page(deps.landlord, 'Your job', await jobForm(deps, opened, wrong, was), status)
  const asked = { purpose: link.purpose, about, who, certificate: deeds.done?.by === 'certificate' }
  return page(deps.landlord, titleOf(link.purpose), confirm(asked, wrong, was), status)
}

const sentIn = async (event: APIGatewayProxyEventV2, raw: Buffer): Promise<Sent | undefined> => {
  try {
    const data = await new Response(Buffer.from(raw), {
      headers: { 'content-type': event.headers['content-type'] ?? '' },
    }).formData()
    const fields: Record<string, string> = {}
    const files: Sent['files'][number][] = []
    for (const [name, value] of [...data.entries()].slice(0, 50)) {
      if (typeof value === 'string') fields[name] = value.slice(0, 5000)
      else if (value.size > 0) files.push(fileOf(value.name, value.type, Buffer.from(await value.arrayBuffer())))
    }
    return { fields, files }
  } catch {
    return undefined
  }
}

const codeOf = (purpose: Purpose, fields: Sent['fields']): Acting['code'] | string => {
  if (purpose === 'ack') return { code: 'ack' }
  if (purpose === 'done')
    return fields.on && isDayText(fields.on) ? { code: 'done', on: fields.on } : 'Say on which day it was done.'
  if (purpose === 'reassign')
    return fields.to?.trim() ? { code: 'reassign', to: fields.to.trim().slice(0, 254) } : 'Say to whom.'
  const days = Number(fields.days)
  const reason = fields.reason?.trim().slice(0, 1000) ?? ''
  if (!Number.isInteger(days) || days < 1 || days > 250) return 'Say how many working days.'
  return reason ? { code: 'extend', days, reason } : 'Say why.'
}

const doIt = async (deps: Deps, opened: Opened, { fields, files }: Sent, who: Who): Promise<Answer> => {
  const { link, c } = opened
  const code = codeOf(link.purpose, fields)
  if (typeof code === 'string') return form(deps, opened, code, fields)
  const at = deps.now()
  const acted = await act(deps, {
    code,
    caseId: c.id,
    by: who.actor,
    at,
    id: link.id,
    source: 'link',
    ...(link.clock === undefined ? {} : { clocks: [link.clock] }),
    bodyHash: sha256(canonical({ ...code, files: files.map(one => one.sha256) })),
    files: link.purpose === 'done' ? files : [],
  })
  if (!acted.event) return form(deps, opened, acted.line, fields)
  if (acted.wantsTime) {
    const text = `Asks for ${acted.wantsTime.days} more working days: ${acted.wantsTime.reason}`
    const original = { key: `link:${link.id}`, sha256: sha256(text) }
    const misfit = {
      reason: 'request',
      source: 'link',
      channel: 'form',
      receivedAt: at,
      original,
      caseId: c.id,
      text,
    } as const
    await toTriage(deps, link.id, { ...misfit, sender: who.actor.id })
  }
  return page(deps.landlord, 'Recorded', said([acted.line]))
}

const post = async (deps: Deps, opened: Opened, event: APIGatewayProxyEventV2): Promise<Answer> => {
  const raw = rawBody(event, LARGEST)
  if (!raw.ok) return page(deps.landlord, 'That was too large', said(TOO_LARGE), 413)
  const sent = await sentIn(event, raw.value)
  if (!sent) return form(deps, opened, 'That could not be read. Try again.')
  const me = opened.who.find(one => one.mark === sent.fields.me)
  if (!me) {
    const names = opened.who.map(one => one.name).join(' and ')
    const wrong = `This link was sent to ${names}. If it was passed on to you, ask them to use it, or sign in yourself.`
    return form(deps, opened, wrong, sent.fields)
  }
  if (opened.link.purpose !== 'job') return doIt(deps, opened, sent, me)
  const no = await sendJob(deps, opened.link, { c: opened.c, by: me.actor }, sent, deps.now())
  return no ? form(deps, opened, no, sent.fields) : page(deps.landlord, 'Sent', sentPage(opened, sent.fields.kind))
}

/** Looking changes nothing of the case: scanners open every link in a mail. Only a form that a person sends acts. */
export const createHandler = (deps: Deps) =>
  stack(async event => {
    const { method } = event.requestContext.http
    const opened = await open(deps, event.rawPath.replace(/^\/link\//, ''))
    if ('title' in opened) return page(deps.landlord, opened.title, said(opened.lines), opened.status)
    if (method === 'POST') return post(deps, opened, event)
    if (method === 'GET') await noteOpening(deps, opened.link)
    return form(deps, opened)
  }, deps.report)
