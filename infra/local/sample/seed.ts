/** The sample landlord comes in by the same doors as a real one: files, records of staff, a contractor's mail. */
import * as z from 'zod'
import { dayOf } from '../../../shared/core/time.ts'
import { workflows } from '../../../shared/workflows/index.ts'
import type { startSystem } from '../system.ts'
import { assets, obligations, people, type SampleSize } from './sample.ts'
import { actions, complaints, type Happening, happenings, mail, promised, promisedAt } from './sample-happenings.ts'

type System = Pick<Awaited<ReturnType<typeof startSystem>>, 'url' | 'clock'>

const answered = async (what: string, asked: Promise<Response>): Promise<unknown> => {
  const answer = await asked
  const said: unknown = await answer.json()
  const report = z.looseObject({ rejected: z.array(z.unknown()).optional() }).parse(said)
  if (!answer.ok || report.rejected?.length) throw new Error(`the sample's ${what} is refused: ${JSON.stringify(said)}`)
  return said
}

const post = (url: string, type: string, body: string, more: Record<string, string> = {}): Promise<Response> =>
  fetch(url, { method: 'POST', headers: { 'content-type': type, ...more }, body })

const record = ({ url }: System, { id, path, as, body }: Happening): Promise<unknown> =>
  answered(
    id,
    post(url + path, 'application/json', JSON.stringify({ id, ...body }), {
      'x-persona': `${as}@northmere.example`,
    }),
  )

const complaintOf = async ({ url }: System, assetId: string): Promise<string> => {
  const found = await answered(assetId, fetch(`${url}/cases?workflow=complaint&asset=${assetId}`))
  return z.object({ items: z.tuple([z.looseObject({ caseId: z.string() })]) }).parse(found).items[0].caseId
}

/** Throws, with what was answered, when any of it is refused. */
export const seed = async (system: System, size: SampleSize): Promise<void> => {
  const now = system.clock.now()
  const today = dayOf(now)
  const files = [
    ['people', people()],
    ['assets', assets(size)],
    ['obligations', obligations(size, today, new Set(Object.keys(workflows)))],
    ['actions', actions(today)],
    ['complaints', complaints(today)],
  ] as const
  for (const [kind, body] of files) await answered(kind, post(`${system.url}/imports/${kind}`, 'text/csv', body))
  for (const one of happenings(today)) await record(system, one)
  await record(system, promised(today, await complaintOf(system, promisedAt)))
  await answered('mail', post(`${system.url}/local/mail/in`, 'message/rfc822', mail(now)))
}
