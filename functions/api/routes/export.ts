/** The history as lines of JSON, each event with its place in the chain, so that anybody can check it without us. */
import * as z from 'zod'
import { inParts } from '../../../shared/bounded.ts'
import { ndjson } from '../../../shared/http/answer.ts'
import { problem } from '../../../shared/http/problem.ts'
import { route } from '../../../shared/http/route.ts'
import type { Link } from '../../../shared/store/chain.ts'
import type { Page } from '../../../shared/store/pages.ts'
import type { Deps } from '../ports.ts'

/** Bytes of one answer: Lambda's end at 6 MB. */
const FULL = 4_000_000
/** Cases whose histories are read one after the other before the index is asked again. */
const AT_ONCE = 100
const EVENTS = 200
/** Histories asked for at once: one after the other, a thousand of them take their thousand answers' time. */
const READ_TOGETHER = 16
/** Cases of one answer, each at least one question to the table: an API's answer has 29 seconds, and 4 MB hold 4,000 short histories. */
const CASES = 1_000

/** `page`: of the open, closed or withdrawn ones; `done`: cases of it that are out; `from`: the next event of the one after them. */
const place = z.strictObject({
  of: z.enum(['open', 'closed', 'withdrawn']),
  page: z.string().optional(),
  done: z.array(z.string()).max(AT_ONCE),
  from: z.int().min(1),
})
type Place = z.output<typeof place>
const after = { open: 'closed', closed: 'withdrawn', withdrawn: undefined } as const

const write = (where: Place): string => Buffer.from(JSON.stringify(where)).toString('base64url')
const read = (cursor: string | undefined): Place | undefined => {
  if (cursor === undefined) return { of: 'open', done: [], from: 1 }
  try {
    return place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch {
    return undefined
  }
}

type Lines = { text: string[]; bytes: number; cases: number }

const add = (lines: Lines, { event, prevHash, hash }: Link): void => {
  const line = `${JSON.stringify({ event, prevHash, hash })}\n`
  lines.text.push(line)
  lines.bytes += Buffer.byteLength(line)
}

const eventsFrom = ({ store }: Deps, caseId: string, from: number): Promise<Page<Link>> =>
  store.history(caseId, { from, limit: EVENTS })

/** Events of one case, `first` the first page of them; the next number when the answer is full, nothing when the case is out. */
const addCase = async (deps: Deps, lines: Lines, caseId: string, first: Page<Link>): Promise<number | undefined> => {
  for (let page = first, next = 1; ; page = await eventsFrom(deps, caseId, next)) {
    for (const link of page.items) {
      if (lines.bytes >= FULL) return link.event.seq
      add(lines, link)
      next = link.event.seq + 1
    }
    if (page.cursor === undefined) return undefined
  }
}

const answer = (path: string, { text }: Lines, cursor?: string) =>
  ndjson(
    text.join(''),
    200,
    cursor === undefined ? {} : { 'x-next-cursor': cursor, link: `<${path}?cursor=${cursor}>; rel="next"` },
  )

const query = z.strictObject({ cursor: z.string().max(6_000).optional() })
const responses = {
  200: {
    description: 'one event a line; when there is more, the headers x-next-cursor and link say how to ask for it',
    type: 'application/x-ndjson',
  },
}
const badCursor = () => problem(400, 'the cursor is not one of this list; ask again without it')

export const exportCase = (deps: Deps) =>
  route({
    method: 'GET',
    path: '/cases/{caseId}/export',
    summary: 'The whole history of a case with its hash chain',
    who: 'staff',
    query,
    responses,
    handler: async ({ params: { caseId }, query: { cursor } }) => {
      const where = read(cursor)
      if (!where) return badCursor()
      if (!(await deps.store.load(caseId))) return problem(404, `case ${caseId} is not known`)
      const lines: Lines = { text: [], bytes: 0, cases: 0 }
      const next = await addCase(deps, lines, caseId, await eventsFrom(deps, caseId, where.from))
      const path = `/cases/${encodeURIComponent(caseId)}/export`
      return answer(path, lines, next === undefined ? undefined : write({ of: 'open', done: [], from: next }))
    },
  })

/**
 * Everything, case by case: first the open, then the closed, then the withdrawn. A case whose deadline moves meanwhile may come twice or not;
 * each chain is whole in itself, and the nightly seal tells how many there are.
 */
const addAll = async (deps: Deps, lines: Lines, start: Place): Promise<Place | undefined> => {
  let where = start
  for (;;) {
    const { items, cursor } = await deps.store.list(
      { workflows: Object.keys(deps.workflows), closed: where.of !== 'open', withdrawn: where.of === 'withdrawn' },
      { limit: AT_ONCE, cursor: where.page },
    )
    const { done, from } = where
    const left = items.filter(c => !done.includes(c.id))
    for (const together of inParts(left, READ_TOGETHER)) {
      if (lines.bytes >= FULL || lines.cases >= CASES) return where
      const pages = together.map(({ id }) => eventsFrom(deps, id, id === left[0]?.id ? from : 1))
      for (const [at, first] of (await Promise.all(pages)).entries()) {
        const { id } = together[at]!
        if (lines.bytes >= FULL || lines.cases >= CASES) return where
        lines.cases += 1
        const next = await addCase(deps, lines, id, first)
        if (next !== undefined) return { ...where, from: next }
        where = { ...where, done: [...where.done, id], from: 1 }
      }
    }
    const of = cursor === undefined ? after[where.of] : where.of
    if (of === undefined) return undefined
    where = { of, page: cursor, done: [], from: 1 }
  }
}

export const exportAll = (deps: Deps) =>
  route({
    method: 'GET',
    path: '/export',
    summary: 'The history of every case with its hash chain, in parts',
    who: 'staff',
    query,
    responses,
    handler: async ({ query: { cursor } }) => {
      const where = read(cursor)
      if (!where) return badCursor()
      const lines: Lines = { text: [], bytes: 0, cases: 0 }
      const next = await addAll(deps, lines, where)
      return answer('/export', lines, next && write(next))
    },
  })
