/**
 * How long the figures take, and how much memory: the position over 600,000 obligations, and the monthly report on
 * 100,000 homes. Cases come one by one, as from the store; making them is measured apart and taken off.
 * `node --max-old-space-size=1024 scripts/bench/position.ts`
 */
import { reckoner } from '../../shared/core/reckon.ts'
import type { Day, Instant } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import { roles } from '../../shared/law/roles.ts'
import { counter } from '../../shared/position/count.ts'
import { isCompliant, isRequired, position } from '../../shared/position/position.ts'
import { reportHtml } from '../../shared/report/html.ts'
import { reportFrom } from '../../shared/report/make.ts'
import { reportXlsx } from '../../shared/report/xlsx.ts'
import { workflows } from '../../shared/workflows/index.ts'
import { cases, places } from '../../tests/support/estate.ts'

const day = (text: string) => text as Day
const reckon = reckoner(england)
const asAt = day('2026-10-31')
const asked = { asAt, knownOn: asAt, from: day('2026-10-01'), before: day('2026-09-30'), reckon, workflows }

const seconds = (since: number): number => Math.round(performance.now() - since) / 1000
const megabytes = (): number => Math.round(process.memoryUsage().rss / 1_048_576)
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const obligations = (homes: number): number => {
  let made = 0
  for (const c of cases(homes, asAt)) if (workflows[c.workflow]?.obligation) made += 1
  return made
}

const HOMES = Number(process.argv[2] ?? 150_000)
let start = performance.now()
const number = obligations(HOMES)
const making = seconds(start)

start = performance.now()
const counts = { required: 0, compliant: 0 }
for (const c of cases(HOMES, asAt)) {
  const workflow = workflows[c.workflow]
  if (!workflow?.obligation) continue
  const now = position(workflow, c.facts, asAt, { knownOn: asAt, reckon })
  if (isRequired(now)) counts.required += 1
  if (isCompliant(now)) counts.compliant += 1
}
// The making is in it: a second pass over made-up cases is quicker than the first, so it cannot be taken off.
const positions = seconds(start)
say(
  `position of ${number} obligations: ${positions.toFixed(1)} s with the making of the cases (that alone, before: ${making.toFixed(1)} s), ${counts.compliant} of ${counts.required} in date, ${megabytes()} MB`,
)

const month = 100_000
start = performance.now()
for (const _ of cases(month, asAt));
const made = seconds(start)
start = performance.now()
const counting = counter(asked, new Map([...places(month)].map(place => [place.id, place])))
for (const c of cases(month, asAt)) counting.add(c)
const counted = counting.done()
const walk = seconds(start) - made
const told = {
  landlord: 'Bench',
  made: '2026-11-04T08:00:00.000Z' as Instant,
  roleName: (role: keyof typeof roles) => roles[role],
  contractors: new Map(),
}
start = performance.now()
const report = reportFrom('monthly', counted, told)
const making2 = seconds(start)
start = performance.now()
const html = reportHtml(report, { as: 'print' })
const mail = reportHtml(report, { as: 'mail', link: 'https://x.example', reference: 'D-1' })
const written = seconds(start)
start = performance.now()
const book = await reportXlsx(report)
say(
  `the month of ${month} homes: counted ${walk.toFixed(1)} s, made ${making2.toFixed(1)} s, HTML ${written.toFixed(1)} s (${html.length} and ${mail.length} letters), XLSX ${seconds(start).toFixed(1)} s (${book.length} bytes), ${megabytes()} MB`,
)
