/** How long the look-ahead takes over a large stock: `node scripts/bench/look-ahead.ts 600000 90`, on two threads. */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { open } from '../../shared/core/open.ts'
import { reckoner } from '../../shared/core/reckon.ts'
import { addDays, addMinutes, at, type Day, dayOf, endOf } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import { addCase, emptyOutlook, type Outlook, together } from '../../shared/position/ahead/look-ahead.ts'
import { workflows } from '../../shared/workflows/index.ts'

const now = at('2026-11-23' as Day, '02:00')
const today = dayOf(now)
const reckon = reckoner(england)
const by = { kind: 'staff' as const, id: 'admin@landlord.example', roles: ['administrator' as const] }

/** Yearly gas checks spread over the year, one in a hundred overdue today: each is made, looked at and let go. */
const half = (from: number, to: number, days: number): Outlook => {
  const outlook = emptyOutlook()
  const ask = { workflows, reckon, now, until: addMinutes(endOf(addDays(today, days)), -1) }
  for (let home = from; home < to; home++) {
    const deadline = addDays(today, ((home * 7919) % 365) - 4)
    const checks = [{ on: '2025-12-01', knownOn: '2025-12-01', nextDue: deadline, result: 'SATISFACTORY' }]
    const decision = open(
      workflows.gas!,
      { id: `gas:H${home}`, facts: { deadline, checks }, by, at: now },
      { instant: now, today, reckon },
    )
    if (decision.ok) addCase(outlook, decision.case, ask)
  }
  return outlook
}

if (isMainThread) {
  const [count = 600_000, days = 90] = process.argv.slice(2).map(Number)
  const started = performance.now()
  const threads = [0, 1].map(
    part =>
      new Promise<Outlook>((done, failed) => {
        const data = { from: (part * count) / 2, to: ((part + 1) * count) / 2, days }
        new Worker(new URL(import.meta.url), { workerData: data }).on('message', done).on('error', failed)
      }),
  )
  const [a, b] = await Promise.all(threads)
  const sum = together(a!, b!)
  const mails = [...sum.mails.values()].reduce((all, one) => all + one, 0)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  const memory = Math.round(process.resourceUsage().maxRSS / 1024)
  console.log(
    `${count} cases, ${days} days: ${mails} notices, ${seconds} s, at most ${memory} MB`,
    Object.fromEntries(sum.overdue),
  )
} else {
  const { from, to, days } = workerData as { from: number; to: number; days: number }
  parentPort?.postMessage(half(from, to, days))
}
