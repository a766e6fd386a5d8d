/** What is written beside a month's figures: where a figure is not green, somebody says why and what is done. */
import * as z from 'zod'
import { dayOf } from '../../../shared/core/time.ts'
import { json } from '../../../shared/http/answer.ts'
import { anotherBody, invalid, problem } from '../../../shared/http/problem.ts'
import { route } from '../../../shared/http/route.ts'
import { month, monthOf } from '../../../shared/position/reports/periods.ts'
import {
  narrativesOf,
  narrativeWords,
  narrativeWriters,
  section,
  writeNarrative,
} from '../../../shared/report/narratives.ts'
import { messageHeaders, messageId, messageOf } from '../message.ts'
import type { Deps } from '../ports.ts'

const body = z
  .strictObject({ id: messageId.optional(), month, section, ...narrativeWords.shape })
  .meta({ id: 'Narrative', description: 'No names of residents: the report goes to many people' })
const written = z
  .looseObject({ month: z.string(), sections: z.record(z.string(), z.unknown()) })
  .meta({ id: 'Narratives' })

export const postNarrative = (deps: Deps) =>
  route({
    method: 'POST',
    path: '/reports/monthly/narratives',
    summary: 'Writes what is behind a section of the monthly report; the last words stand',
    who: 'staff',
    body: { json: body },
    headers: messageHeaders,
    responses: { 200: { description: 'all that is written for that month', schema: written } },
    handler: async request => {
      const { actor, body: said } = request
      if (!actor?.roles.some(role => narrativeWriters.includes(role)))
        return problem(403, 'the report is written by those accountable for it', { needs: [...narrativeWriters] })
      if (said.month > monthOf(dayOf(deps.now())))
        return invalid([{ path: 'month', message: 'this month has not begun' }])
      const message = messageOf(request)
      if (!message.ok) return message.problem
      const { id: _, ...words } = said
      const done = await writeNarrative(deps.store, {
        ...words,
        by: actor.id,
        at: deps.now(),
        message: message.value.id,
        hash: message.value.bodyHash,
      })
      if (done === 'mismatch') return anotherBody(message.value.id)
      if (done === 'busy') return problem(503, 'others are writing at this moment')
      if (done === 'full') return problem(409, 'this month has as many sections as a report can hold')
      return json({ month: said.month, sections: await narrativesOf(deps.store, said.month) })
    },
  })
