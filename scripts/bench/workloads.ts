/** Every workload by name, each in a process of its own: nothing that one has warmed or filled is another's. */

import { median } from './measure.ts'
import { besidePeers } from './peers/compare.ts'
import type { Row } from './row.ts'
import { ms, pair, perSecond } from './row.ts'
import { startSink } from './start-sink.ts'
import { killing } from './workloads/w3-killed.ts'
import { sweeping } from './workloads/w4-sweep.ts'
import { reporting } from './workloads/w5-report.ts'
import { coldStart } from './workloads/w6-start.ts'
import { engineRates } from './workloads/w7-engine.ts'
import { dayRates } from './workloads/w8-days.ts'
import type { Opened } from './workloads/w10-opening.ts'
import { openingPages } from './workloads/w10-pages.ts'
import { writing } from './workloads/w123-writing.ts'

export type Sizes = { reps: number; items: number; timers: number; homes: number }
const much = (count: number): string => count.toLocaleString('en-GB')

const titles = { W1: 'W1 ingest', W2: 'W2 complete', W3: 'W3 fire and tell' } as const
const writes = async ({ reps, items }: Sizes): Promise<Row[]> => {
  const sink = await startSink()
  try {
    // The first warms up and is not told.
    await writing(Math.min(items, 300), sink.endpoint)
    const all: Awaited<ReturnType<typeof writing>>[] = []
    for (let rep = 0; rep < reps; rep++) all.push(await writing(items, sink.endpoint))
    return (['W1', 'W2', 'W3'] as const).map(part => {
      const [ours, floor] = [all.map(one => one[part].ours), all.map(one => one[part].floor)]
      const { requests, mails } = all[0]![part]
      const bare = median(all.map(one => one[part].ours.milliseconds / one[part].bare.milliseconds))
      const own = `; ${bare.toFixed(2)} of the same requests by our own transport`
      const note = `${much(items)} cases, ${much(requests)} requests${mails ? `, ${much(mails)} notices` : ''}${own}`
      return pair(titles[part], { ours, floor }, items, note)
    })
  } finally {
    sink.stop()
  }
}

const KILLS = 20
const crash = async ({ items }: Sizes): Promise<Row[]> => {
  const { lost, again, silent, inFlight } = await killing(items, KILLS, Math.random)
  const mails = `${much(again)} told again, at most ${inFlight} in flight at the kills; ${silent} of them under another name or without saying so`
  const row = {
    name: 'W3 killed',
    ours: `${lost} lost`,
    floor: '',
    note: `${much(items)} cases, ${KILLS} kills; ${mails}`,
  }
  return [{ ...row, figures: { lost, silent, beyond: Math.max(0, again - inFlight) } }]
}

const sweep = async ({ reps, timers }: Sizes): Promise<Row[]> => {
  const all = await sweeping(timers, reps)
  return [timers, timers * 10].map(count => {
    const some = all.filter(one => one.timers === count)
    const { found, used } = some[0]!
    if (some.some(one => one.found !== found)) throw new Error('a sweep found other than the hundred')
    const note = `found ${found} of ${much(count)}; ${used.requests} requests, ${used.read} read units, ${used.scans} scans`
    const [ours, floor] = [some.map(one => one.ours), some.map(one => one.floor)]
    return pair(`W4 sweep of ${much(count)}`, { ours, floor }, found, note, {
      read: used.read,
      scans: used.scans,
      found,
    })
  })
}

const report = async ({ reps, homes }: Sizes): Promise<Row[]> => {
  const { requests, read, kept, ...sides } = await reporting(homes, reps)
  const milliseconds = median(kept.ours.map(one => one.milliseconds))
  const cpu = median(kept.ours.map(one => one.cpu))
  return [
    pair('W5 report now', sides, 1, `${much(homes)} cases, ${requests} requests, ${read} read units`, { read }),
    {
      name: 'W5 report as at last night',
      ours: ms(milliseconds),
      floor: '',
      note: `what the night kept of ${much(homes)} cases: ${kept.requests} requests, ${kept.read} read units, and ${kept.objects} object of the archive, which is in memory here; CPU ${Math.round(cpu)} µs`,
      figures: { read: kept.read },
    },
  ]
}

const engine = async ({ reps }: Sizes): Promise<Row[]> => {
  const all = Array.from({ length: reps }, engineRates)
  const of = (name: 'switch' | 'xstate' | 'ours' | 'gas'): number => median(all.map(one => one[name]))
  const row = (name: string, side: 'ours' | 'gas', note: string): Row => ({
    name,
    ours: perSecond(of(side)),
    floor: perSecond(of('switch')),
    ratio: of('switch') / of(side),
    note,
    figures: { rate: of(side), toXState: of(side) / of('xstate') },
  })
  const beside = `XState ${perSecond(of('xstate'))}, so ours is ${(of('ours') / of('xstate')).toFixed(1)} times as fast`
  return [
    row(
      'W7 engine, bench machine',
      'ours',
      `a second of CPU; the floor is a switch written by hand that parses, checks and records nothing; ${beside}`,
    ),
    row('W7 engine, gas check', 'gas', 'one appointment decided: facts and event parsed, every clock reckoned'),
  ]
}

const days = async ({ reps }: Sizes): Promise<Row[]> => {
  const all = Array.from({ length: reps }, dayRates)
  const of = (name: 'ours' | 'floor' | 'numbers' | 'loop'): number => median(all.map(one => one[name]))
  const libraries = Object.entries(all[0]!.libraries).map(([name, { wrong }]) => ({
    name,
    wrong,
    rate: median(all.map(one => one.libraries[name]!.rate)),
  }))
  const told = libraries.map(one => `${one.name} ${perSecond(one.rate)}, ${much(one.wrong)} wrong`)
  const times = (name: string): number => of('ours') / libraries.find(one => one.name === name)!.rate
  return [
    {
      name: 'W8 ten working days on',
      ours: perSecond(of('ours')),
      floor: perSecond(of('floor')),
      ratio: of('floor') / of('ours'),
      note: `dates as text in and out; day numbers alone ${perSecond(of('numbers'))}; a loop over a set of holidays ${perSecond(of('loop'))}; ${all[0]!.wrong} wrong of 1,430; the libraries of the same 1,430: ${told.join('; ')}`,
      figures: {
        rate: of('ours'),
        wrong: all[0]!.wrong,
        toMoment: times('moment-business-days'),
        toDateFns: times('date-fns'),
      },
    },
  ]
}

/** Recounts the whole stock, or goes through all that an import did, because somebody asked for that. */
const recounts = (kind: string): boolean =>
  /[?,](from|knownOn|now)(,|$)|monthly\?(as,)?(list,)?month|\/undo$/.test(kind)

const pages = async ({ reps }: Sizes): Promise<Row[]> => {
  const { small, full } = await openingPages(reps)
  const slowest = [...small].sort((a, b) => b.cpu - a.cpu)
  const grown = new Map(full.map(one => [one.kind, one]))
  const asKept = small.filter(one => !recounts(one.kind))
  const more = asKept.filter(one => (grown.get(one.kind)?.requests ?? 0) > 2 * one.requests + 10)
  const most = asKept.map(one => grown.get(one.kind) ?? one).sort((a, b) => b.read - a.read)
  const told = (some: readonly Opened[]): string =>
    some.map(one => `${one.kind} ${ms(one.cpu)}, ${one.requests} requests, ${one.read} read units`).join('; ')
  return [
    {
      name: 'W10 a page',
      ours: ms(median(small.map(one => one.cpu))),
      floor: '',
      note: `CPU, the median of ${small.length} kinds of pages of the small sample; ${slowest.filter(one => one.cpu > 50).length} above 50 ms; slowest: ${told(slowest.slice(0, 4))}`,
      figures: { worst: slowest[0]!.cpu, over: slowest.filter(one => one.cpu > 50).length },
    },
    {
      name: 'W10 reads of a page',
      ours: `${median(asKept.map(one => one.requests))} requests`,
      floor: '',
      note: `the median of ${asKept.length} kinds that ask neither for the stock to be counted anew nor what undoing an import would do; with nine times as many homes ${more.length} ask more than twice as often${more.length > 0 ? ` (${more.map(one => `${one.kind} ${one.requests}, then ${grown.get(one.kind)?.requests}`).join('; ')})` : ''}, and most is read by ${told(most.slice(0, 3))}`,
      figures: { grown: more.length, most: Math.max(...most.map(one => one.requests)) },
    },
  ]
}

export const workloads: Readonly<Record<string, { of: readonly string[]; run: (sizes: Sizes) => Promise<Row[]> }>> = {
  writes: { of: ['W1', 'W2', 'W3'], run: writes },
  killed: { of: ['killed'], run: crash },
  sweep: { of: ['W4'], run: sweep },
  report: { of: ['W5'], run: report },
  start: { of: ['W6'], run: coldStart },
  engine: { of: ['W7'], run: engine },
  days: { of: ['W8'], run: days },
  pages: { of: ['W10'], run: pages },
  peers: { of: ['peers'], run: ({ items, reps }) => besidePeers(items, reps) },
}
