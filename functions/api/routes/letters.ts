/** Letters of a complaint: which may be sent now, the draft of one with all that it lacks, and those that were sent. */
import * as z from 'zod'
import type { Actor } from '../../../shared/core/case.ts'
import { current } from '../../../shared/core/machine.ts'
import { dayOf } from '../../../shared/core/time.ts'
import type { AnyWorkflow, Situation } from '../../../shared/core/workflow.ts'
import { json } from '../../../shared/http/answer.ts'
import { invalid, issuesOf, problem } from '../../../shared/http/problem.ts'
import { type Handled, route } from '../../../shared/http/route.ts'
import { draftLetter, mistakesIn, referencesFor } from '../../../shared/mail/letters/draft.ts'
import { kindsNow, sendingEvent } from '../../../shared/mail/letters/kinds.ts'
import { wordsOf } from '../../../shared/words.ts'
import type { Facts } from '../../../shared/workflows/parts/complaint-facts.ts'
import { type LetterKind, letterKinds, letterSent } from '../../../shared/workflows/parts/letter-contents.ts'
import { noReferences } from '../message.ts'
import type { Deps } from '../ports.ts'

const kindOf = z.enum(letterKinds)
const draftSchema = z
  .looseObject({
    kind: kindOf,
    ready: z.boolean(),
    lacks: z.array(z.string()).meta({ description: 'what the Code requires of it and it has not; none: it may leave' }),
    refused: z.array(z.string()).meta({ description: 'what else keeps the case from sending it' }),
    agreed: z.array(z.string()).meta({
      description: 'adjustments agreed with the resident, their language among them: the letter is to be written so',
    }),
    subject: z.string().optional(),
    text: z.string().optional().meta({ description: 'as it would be kept' }),
    html: z.string().optional(),
    event: z
      .object({ type: z.string(), data: z.record(z.string(), z.unknown()) })
      .optional()
      .meta({ description: 'to be sent to /cases/{caseId}/events when the letter has left' }),
  })
  .meta({ id: 'LetterDraft' })

const body = z
  .strictObject({
    data: z
      .record(z.string(), z.unknown())
      .default({})
      .meta({ description: 'what the sending event is to say, without its letter' }),
    channel: letterSent.shape.channel.default('email'),
  })
  .meta({ id: 'LetterAsked' })

type Found = { workflow: AnyWorkflow; now: Situation }
const complaintOf = async (deps: Deps, caseId: string): Promise<Found | undefined> => {
  const stored = (await deps.store.load(caseId))?.case
  const workflow = stored && deps.workflows[stored.workflow]
  if (!workflow || stored.workflow !== 'complaint') return undefined
  const instant = deps.now()
  return {
    workflow,
    now: { instant, today: dayOf(instant), reckon: deps.reckon, case: current(workflow, stored) },
  }
}
const unknown = (caseId: string) => problem(404, `there is no complaint ${caseId}`)

const senderOf = async (deps: Deps, by: Actor) => ({
  name: (await deps.directory()).people.find(({ email }) => email === by.id)?.name ?? by.id,
  contact: by.id,
})

const drafted = async (
  deps: Deps,
  by: Actor,
  { caseId, kind }: { caseId: string; kind: string },
  { data, channel }: z.output<typeof body>,
): Promise<Handled> => {
  const named = kindOf.safeParse(kind)
  if (!named.success) return problem(404, `there is no letter ${kind}; there are ${letterKinds.join(', ')}`)
  const found = await complaintOf(deps, caseId)
  if (!found) return unknown(caseId)
  const { workflow, now } = found
  const type = sendingEvent(workflow, now, named.data)
  if (!type) return notNow(named.data, workflow, now)
  const pointing = noReferences('data', data)
  if (pointing) return pointing
  const wrong = mistakesIn(workflow, type, data)
  if (wrong) return invalid(issuesOf(wrong), `what ${type} is to say is not as it should be`)
  const told = await wordsOf(deps.store, now.case.id, referencesFor(now))
  const { name, roles } = deps.landlord
  const who = { landlord: name, titles: roles, sender: await senderOf(deps, by), told }
  return json(draftLetter(workflow, now, { kind: named.data, type, data, channel, by }, who))
}

const notNow = (kind: LetterKind, workflow: AnyWorkflow, now: Situation) => {
  const kinds = kindsNow(workflow, now)
  return problem(
    409,
    `no ${kind} letter is sent in ${now.case.state} today. ${kinds.length > 0 ? `Possible now: ${kinds.join(', ')}.` : 'No letter is possible now.'}`,
    { type: 'urn:dutyholder:problem:not-allowed', allowed: kinds },
  )
}

const path = '/cases/{caseId}/letters/{kind}'
export const getLetter = (deps: Deps) =>
  route({
    method: 'GET',
    path,
    summary: 'Drafts a letter from what the case knows, and says what it lacks',
    who: 'staff',
    responses: { 200: { description: 'the draft', schema: draftSchema } },
    refuses: [409],
    handler: ({ params, actor }) => drafted(deps, actor, params, body.parse({})),
  })

export const postLetter = (deps: Deps) =>
  route({
    method: 'POST',
    path,
    summary: 'Drafts a letter with what the sending event is to say; records nothing',
    who: 'staff',
    body: { json: body },
    responses: { 200: { description: 'the draft', schema: draftSchema } },
    refuses: [409],
    handler: ({ params, actor, body: asked }) => drafted(deps, actor, params, asked),
  })

export const listLetters = (deps: Deps) =>
  route({
    method: 'GET',
    path: '/cases/{caseId}/letters',
    summary: 'Letters of a complaint: which may be sent now, and those that were, as sent',
    who: 'staff',
    responses: {
      200: {
        description: 'both',
        schema: z.object({
          possible: z.array(kindOf),
          sent: z.array(
            z.looseObject({ kind: z.string(), on: z.string(), sha256: z.string(), text: z.string().nullable() }),
          ),
        }),
      },
    },
    handler: async ({ params }) => {
      const found = await complaintOf(deps, params.caseId)
      if (!found) return unknown(params.caseId)
      const { workflow, now } = found
      const sent = (now.case.facts as Facts).letters
      const told = await wordsOf(
        deps.store,
        now.case.id,
        sent.flatMap(({ words }) => (typeof words === 'object' ? [words.words] : [])),
      )
      return json({
        possible: kindsNow(workflow, now),
        sent: sent.map(({ words, ...one }) => ({
          ...one,
          text: typeof words === 'object' ? (told(words.words) ?? null) : (words ?? null),
        })),
      })
    },
  })
