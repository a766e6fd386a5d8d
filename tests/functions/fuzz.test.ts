/** Every door under noise: never a 5xx, never a second, and a refusal that says why. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apiRoutes } from '../../functions/api/routes.ts'
import { importRoutes } from '../../functions/imports/routes.ts'
import { heard } from '../../shared/canary.ts'
import { actions } from '../../shared/intake/imports/actions.ts'
import { assets } from '../../shared/intake/imports/assets.ts'
import { complaints } from '../../shared/intake/imports/complaints.ts'
import { obligations } from '../../shared/intake/imports/obligations.ts'
import { people } from '../../shared/intake/imports/people.ts'
import { planActions } from '../../shared/intake/imports/plan-actions.ts'
import { body, table, text } from '../support/hostile.ts'
import { runs } from '../support/random.ts'
import { withHome } from './api-world.ts'
import { mailWorld } from './doors/mail-world.ts'
import { outsideWorld } from './outside-world.ts'

/** Milliseconds of work that one message may cost. Work, not time: the machine may be busy with others. */
const LONGEST = 1000

const timed = async <T>(work: () => Promise<T>, longest = LONGEST): Promise<T> => {
  const before = process.cpuUsage()
  const done = await work()
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1000).toBeLessThan(longest)
  return done
}

/** A spreadsheet is no message: it may cost as much for each 10,000 lines. */
const forLines = (csv: string): number => LONGEST * Math.max(1, csv.split('\n').length / 10_000)

const names = [
  'id',
  'type',
  'data',
  'occurredAt',
  'facts',
  'assetId',
  'text',
  'name',
  'sha256',
  'size',
  'month',
  'on',
  'from',
  'to',
  'deputy',
]
const nothing = {} as never
const staff = [...apiRoutes(nothing), ...importRoutes(nothing)].map(({ method, path, accepts }) => ({
  method,
  path,
  accepts,
}))
const queries = [
  'asAt',
  'from',
  'to',
  'month',
  'as',
  'workflow',
  'state',
  'lead',
  'overdue',
  'cursor',
  'limit',
  'days',
  'dryRun',
  'group',
  'asset',
  'table',
  'contractor',
]

const query = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom(...queries), text), text), { maxLength: 4 })
  .map(pairs =>
    new URLSearchParams(
      pairs.map((pair): [string, string] => [pair[0].toWellFormed(), pair[1].toWellFormed()]),
    ).toString(),
  )
const headers = fc.dictionary(
  fc.constantFrom(
    'x-persona',
    'webhook-id',
    'content-type',
    'accept',
    'cookie',
    'authorization',
    'sec-fetch-site',
    'content-encoding',
  ),
  text,
  { maxKeys: 3 },
)

describe('staff’s API', () => {
  test('any path, query, header and body', async () => {
    const w = await withHome()
    // Without it the watch over our mails rightly says 503: silence is what it is there to tell.
    await heard(w.store, w.now())
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...staff),
        fc.array(fc.oneof(fc.constantFrom('gas:H00017', 'gas', 'tsm', 'assets', 'obligations'), text), {
          minLength: 3,
          maxLength: 3,
        }),
        query,
        headers,
        body(names),
        async ({ method, path, accepts }, parts, asked, more, sent) => {
          let at = 0
          const real = path.replace(/\{\w+\+?\}/g, () => encodeURIComponent(parts[at++ % 3]!.toWellFormed()))
          const answer = await timed(() =>
            w.send(real, {
              method,
              query: asked,
              headers: more,
              ...(method === 'POST' ? { body: sent, type: accepts?.[0] ?? 'application/json' } : {}),
            }),
          )
          expect([real, (answer.status ?? 500) < 500, w.faults]).toEqual([real, true, []])
          if ((answer.status ?? 500) >= 400 && answer.body)
            expect(answer.body).toMatchObject({ status: answer.status, title: expect.any(String) })
        },
      ),
      { numRuns: runs(250) },
    )
  }, 120_000)

  test('any event to a case that is there', async () => {
    const w = await withHome()
    const known = Object.keys(w.workflows.gas!.events)
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.constantFrom(...known, 'acknowledged', 'reassigned', 'note.added'), text),
        text,
        fc.oneof(body(names), fc.constant('{}')),
        async (type, id, data) => {
          const sent = `{"id":${JSON.stringify(id)},"type":${JSON.stringify(type)},"data":${data}}`
          const answer = await timed(() => w.send('/cases/gas:H00017/events', { body: sent }))
          expect([(answer.status ?? 500) < 500, w.faults]).toEqual([true, []])
        },
      ),
      { numRuns: runs(100) },
    )
  }, 120_000)
})

describe('spreadsheets', () => {
  test.each(
    [assets, obligations, actions, complaints, people, planActions].map(
      ({ name, columns }) => [name, columns] as const,
    ),
  )(
    '%s: any table',
    async (kind, { required, optional }) => {
      const w = await withHome()
      await fc.assert(
        fc.asyncProperty(table([...required, ...optional]), fc.boolean(), async (csv, dry) => {
          const sent = { method: 'POST', body: csv, type: 'text/csv', query: dry ? 'dryRun=true' : '' }
          const answer = await timed(() => w.send(`/imports/${kind}`, sent), forLines(csv))
          expect([answer.status, w.faults]).toEqual([answer.status === 400 ? 400 : 200, []])
          const { rows, created, changed, unchanged, repeated, rejectedRows, rejected } = answer.body
          // No row is passed over.
          expect(created + changed + unchanged + repeated + rejectedRows).toBe(rows)
          for (const one of rejected) expect([one.line > 0, one.why.length > 3]).toEqual([true, true])
        }),
        { numRuns: runs(20) },
      )
    },
    120_000,
  )
})

describe('from outside', () => {
  test('contractors, signed or not', async () => {
    const w = await outsideWorld()
    let sent = 0
    await fc.assert(
      fc.asyncProperty(
        body([
          'eventType',
          'caseId',
          'jobRef',
          'occurredAt',
          'assetRef',
          'operative',
          'data',
          'documents',
          'schemaVersion',
        ]),
        headers,
        fc.boolean(),
        async (text, more, signed) => {
          sent += 1
          const { status } = await timed(() =>
            w.callback('sureheat', {
              id: `fuzz-${String(sent).padStart(6, '0')}`,
              body: text.toWellFormed(),
              ...(signed ? {} : { headers: more }),
            }),
          )
          expect([status !== undefined && status < 500, w.faults]).toEqual([true, []])
        },
      ),
      { numRuns: runs(80) },
    )
  }, 120_000)

  test('forms: what is accepted is a case or a triage case', async () => {
    const w = await outsideWorld()
    const secret = w.secrets['sources/plain-form']![0]!
    await fc.assert(
      fc.asyncProperty(body(['What is wrong?', 'Home', 'p', 'on', 's', 'id']), async sent => {
        const { status, body: said } = await timed(() =>
          w.toHooks(
            '/hooks/plain-form',
            { 'content-type': 'application/json', 'x-source-secret': secret, authorization: `Bearer ${secret}` },
            sent.toWellFormed(),
          ),
        )
        expect([status !== undefined && status < 500, w.faults]).toEqual([true, []])
        if (status === 202)
          expect(said.quarantined === true || (await w.store.load(said.caseId)) !== undefined).toBe(true)
      }),
      { numRuns: runs(80) },
    )
  }, 120_000)

  test('mail: every message ends in a case, an event or a triage case', async () => {
    const w = await mailWorld()
    const line = text.map(value => value.toWellFormed().replace(/[\r\n]/g, ' '))
    const message = fc
      .tuple(
        fc.array(
          fc.tuple(
            fc.constantFrom(
              'From',
              'To',
              'Subject',
              'Date',
              'Message-ID',
              'Content-Type',
              'Content-Transfer-Encoding',
              'In-Reply-To',
              'Auto-Submitted',
              'MIME-Version',
              'X-Unknown',
            ),
            fc.oneof(
              line,
              fc.constantFrom(
                'multipart/mixed; boundary=b',
                'a@x.org',
                'complaints@dutyholder.northmere.example',
                'base64',
                'text/html; charset=nonsense',
              ),
            ),
          ),
          { maxLength: 12 },
        ),
        fc.oneof(
          text,
          fc.constant('--b\r\n\r\n--b--'),
          fc.constant('--b\r\n'.repeat(2000)),
          fc.constant('<div>'.repeat(20_000)),
        ),
      )
      .map(([head, rest]) =>
        Buffer.from(`${head.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n${rest}`),
      )
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          message,
          fc.uint8Array({ maxLength: 2000 }).map(bytes => Buffer.from(bytes)),
        ),
        async raw => {
          await timed(() => w.take(raw))
          expect(w.faults).toEqual([])
        },
      ),
      { numRuns: runs(80) },
    )
  }, 120_000)
})
