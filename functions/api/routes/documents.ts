/** Evidence is registered by its hash; the bytes go past us, straight to where they are kept. */
import * as z from 'zod'
import { json, seeOther } from '../../../shared/http/answer.ts'
import { documentAddress } from '../../../shared/http/document-address.ts'
import { anotherBody, problem } from '../../../shared/http/problem.ts'
import { type Request, route } from '../../../shared/http/route.ts'
import { mayReadWords } from '../../../shared/people/rights.ts'
import { carriedOut, remember } from '../carried-out.ts'
import { messageHeaders, messageId, messageOf } from '../message.ts'
import type { Deps } from '../ports.ts'

/** Bytes. What one PUT to S3 may carry without parts is more; a scan of a report is less. */
const LARGEST = 100_000_000

const body = z
  .strictObject({
    id: messageId.optional(),
    name: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .regex(/^\P{C}+$/u, 'printable'),
    sha256: z.string().regex(/^[0-9a-f]{64}$/, 'SHA-256 in 64 lower case hex digits'),
    type: z.string().regex(/^[\w.+-]{1,60}\/[\w.+-]{1,60}$/, 'a media type, such as application/pdf'),
    size: z.int().min(1).max(LARGEST),
  })
  .meta({ id: 'Document' })

const registered = z
  .looseObject({
    sha256: z.string(),
    status: z.string(),
    duplicate: z.boolean(),
    elsewhere: z.array(z.string()).meta({ description: 'other cases that hold the same bytes' }),
    upload: z
      .looseObject({ method: z.literal('PUT'), url: z.string(), headers: z.record(z.string(), z.string()) })
      .optional(),
  })
  .meta({ id: 'RegisteredDocument' })

/** The bytes are their own name; a message that bears an id is held to what it said the first time all the same. */
const heardBefore = async (
  deps: Deps,
  request: Pick<Request, 'event'> & { body: { id?: string | undefined } },
  caseId: string,
) => {
  if (request.body.id === undefined && request.event.headers['webhook-id'] === undefined) return undefined
  const message = messageOf(request)
  if (!message.ok) return message.problem
  const about = `document-messages:${caseId}`
  const before = await carriedOut(deps.store, about, message.value)
  if (before === 'mismatch') return anotherBody(message.value.id)
  return before === 'duplicate' || (await remember(deps.store, about, message.value))
    ? undefined
    : problem(503, 'others are bringing documents of this case: send it again')
}

export const postDocument = (deps: Deps) =>
  route({
    method: 'POST',
    path: '/cases/{caseId}/documents',
    summary: 'Registers evidence and says where to put it; the same bytes twice are one',
    who: 'staff',
    body: { json: body },
    headers: messageHeaders,
    refuses: [409],
    responses: {
      201: { description: 'registered', schema: registered },
      200: { description: 'registered before', schema: registered },
    },
    handler: async request => {
      const { caseId } = request.params
      const { name, sha256, type, size } = request.body
      if (!(await deps.store.load(caseId))) return problem(404, `case ${caseId} is not known`)
      const repeated = await heardBefore(deps, request, caseId)
      if (repeated) return repeated
      const document = { caseId, sha256, name, type, size, status: 'awaited' as const, at: deps.now() }
      const done = await deps.store.registerDocument(document)
      const first = done.kind === 'duplicate' ? done.first : document
      const upload = first.status === 'awaited' ? await deps.evidence.upload(first) : undefined
      const { name: called, status } = first
      return json(
        { sha256, name: called, status, duplicate: done.kind === 'duplicate', elsewhere: done.elsewhere, upload },
        done.kind === 'duplicate' ? 200 : 201,
      )
    },
  })

export const getDocument = (deps: Deps) =>
  route({
    method: 'GET',
    path: '/cases/{caseId}/documents/{documentId}',
    summary: 'A document of a case, by its SHA-256: leads on to a signed address that gives it for five minutes',
    who: 'staff',
    responses: { 303: { description: 'where the bytes are, as an attachment' } },
    handler: async ({ params: { caseId, documentId }, actor }) => {
      if (!mayReadWords(actor)) return problem(403, 'documents of a case are for those who work on cases')
      const found = await documentAddress(deps, caseId, documentId)
      if (found.kind === 'there') return seeOther(found.url)
      return problem(404, found.kind === 'awaited' ? 'it is announced, but its bytes have not come' : 'it is not known')
    },
  })
