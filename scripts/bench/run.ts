/**
 * `npm run bench [-- --reps 5 --items 500 --timers 2000 --homes 1000]`: W1–W8 on our own code, each beside its floor in
 * the same run, as a table in docs/bench.md. The floor of W1–W5 is the same requests, raw, by the same SDK to the same
 * emulator.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { GetItemCommand } from '@aws-sdk/client-dynamodb'
import { type Day, dayOf, fromEpoch } from '../../shared/core/time.ts'
import { caseKey } from '../../shared/store/keys.ts'
import { type Measured, machine, median } from './measure.ts'
import { rig, startDatabase, TABLE } from './rig.ts'
import { startSink } from './start-sink.ts'
import { sweeping } from './w4-sweep.ts'
import { reporting } from './w5-report.ts'
import { starting } from './w6-start.ts'
import { engineRates } from './w7-engine.ts'
import { dayRates } from './w8-days.ts'
import { CONCURRENCY, gasOf, type Parts, writing } from './w123-writing.ts'

const { values } = parseArgs({
  options: {
    reps: { type: 'string', default: '5' },
    items: { type: 'string', default: '500' },
    timers: { type: 'string', default: '2000' },
    homes: { type: 'string', default: '1000' },
    out: { type: 'string', default: 'docs/bench.md' },
  },
})
const reps = Number(values.reps)
const items = Number(values.items)

type Row = { name: string; ours: string; floor: string; ratio: number; note: string }
const ms = (value: number): string => `${value < 100 ? value.toFixed(1) : Math.round(value)} ms`
const perSecond = (value: number): string =>
  value >= 1e6 ? `${(value / 1e6).toFixed(2)} M/s` : `${Math.round(value).toLocaleString('en-GB')}/s`
const times = (all: readonly Measured[]): number => median(all.map(one => one.milliseconds))
const cpu = (all: readonly Measured[]): number => median(all.map(one => one.cpu))

const pair = (
  name: string,
  ours: readonly Measured[],
  floor: readonly Measured[],
  operations: number,
  note: string,
): Row => {
  const ratio = median(ours.map((one, i) => one.milliseconds / floor[i]!.milliseconds))
  const spent = `CPU an operation ${Math.round(cpu(ours) / operations)} µs, floor ${Math.round(cpu(floor) / operations)} µs`
  return { name, ours: ms(times(ours)), floor: ms(times(floor)), ratio, note: `${note}; ${spent}` }
}

const say = (text: string): void => console.log(text)
const sink = await startSink()
const rows: Row[] = []

const parts: Parts[] = []
for (let rep = 0; rep < reps; rep++) {
  parts.push(await writing(items, sink.endpoint))
  say(`W1–W3, repetition ${rep + 1} of ${reps}`)
}
sink.stop()
const titles = { W1: 'W1 ingest', W2: 'W2 complete', W3: 'W3 fire and tell' } as const
for (const part of ['W1', 'W2', 'W3'] as const) {
  const all = parts.map(one => one[part])
  const { requests, mails } = all[0]!
  const note = `${items} cases, ${requests} requests${mails ? `, ${mails} notices` : ''}`
  rows.push(
    pair(
      titles[part],
      all.map(one => one.ours),
      all.map(one => one.floor),
      items,
      note,
    ),
  )
}

const sweeps = await sweeping(Number(values.timers), reps)
for (const timers of new Set(sweeps.map(one => one.timers))) {
  const all = sweeps.filter(one => one.timers === timers)
  const { found, used } = all[0]!
  if (all.some(one => one.found !== found)) throw new Error('a sweep found other than the hundred')
  const note = `found ${found} of ${timers.toLocaleString('en-GB')}; ${used.requests} requests, ${used.read} read units, ${used.scans} scans`
  rows.push(
    pair(
      `W4 sweep of ${timers.toLocaleString('en-GB')}`,
      all.map(one => one.ours),
      all.map(one => one.floor),
      found,
      note,
    ),
  )
}
say('W4')

const report = await reporting(Number(values.homes), reps)
rows.push(pair('W5 report', report.ours, report.floor, 1, `${report.homes} cases, ${report.requests} requests`))
say('W5')

const database = await startDatabase()
const r = rig(database, '2026-11-02T09:00:00Z')
await r.apply.open('gas', gasOf(1, '2026-10-01' as Day))
const key = caseKey(gasOf(1, '2026-10-01' as Day).id)
const { Item } = await database.client.send(
  new GetItemCommand({ TableName: TABLE, Key: { pk: { S: key.pk }, sk: { S: key.sk } } }),
)
await database.stop()
// as the wire carries it: bytes are base64
const body = { B: Buffer.from(Item?.body?.B ?? []).toString('base64') }
const { variants, sizes } = await starting(
  JSON.stringify({ Item: { ...Item, body } }),
  gasOf(1, '2026-10-01' as Day).id,
  3 * reps,
)
const [empty, bare, own] = variants
const least = (all: number[]): number => Math.min(...all)
rows.push({
  name: 'W6 cold start',
  ours: ms(least(own!.milliseconds)),
  floor: ms(least(bare!.milliseconds)),
  ratio: least(own!.milliseconds) / least(bare!.milliseconds),
  note: `least of ${3 * reps}, taking turns; medians ${ms(median(own!.milliseconds))} and ${ms(median(bare!.milliseconds))}; an empty handler ${ms(least(empty!.milliseconds))}; bundle ${own!.kilobytes} KB, floor ${bare!.kilobytes} KB`,
})
say('W6')

const engines = Array.from({ length: reps }, engineRates)
const days = Array.from({ length: reps }, dayRates)
const ofEngine = (name: 'switch' | 'xstate' | 'ours' | 'gas') => median(engines.map(one => one[name]))
const ofDays = (name: 'ours' | 'floor' | 'numbers') => median(days.map(one => one[name]))
rows.push({
  name: 'W7 engine, bench machine',
  ours: perSecond(ofEngine('ours')),
  floor: perSecond(ofEngine('switch')),
  ratio: ofEngine('switch') / ofEngine('ours'),
  note: `a second of CPU; the floor is a switch written by hand that parses, checks and records nothing; XState ${perSecond(ofEngine('xstate'))}, so ours is ${(ofEngine('ours') / ofEngine('xstate')).toFixed(1)} times as fast`,
})
rows.push({
  name: 'W7 engine, gas check',
  ours: perSecond(ofEngine('gas')),
  floor: perSecond(ofEngine('switch')),
  ratio: ofEngine('switch') / ofEngine('gas'),
  note: 'one appointment decided: facts and event parsed, every clock reckoned',
})
rows.push({
  name: 'W8 ten working days on',
  ours: perSecond(ofDays('ours')),
  floor: perSecond(ofDays('floor')),
  ratio: ofDays('floor') / ofDays('ours'),
  note: `dates as text in and out; day numbers alone ${perSecond(ofDays('numbers'))}; ${days[0]!.wrong} wrong of 1,430`,
})

const line = ({ name, ours, floor, ratio, note }: Row) =>
  `| ${name} | ${ours} | ${floor} | ${ratio < 0.1 ? ratio.toFixed(3) : ratio.toFixed(2)} | ${note} |`
const document = `# Bench

Written by \`npm run bench -- --reps ${reps} --items ${items} --timers ${values.timers} --homes ${values.homes}\` on ${dayOf(fromEpoch(Date.now()))}. Medians of ${reps} repetitions, ours and the
floor taking turns, a fresh emulator for each repetition of W1–W3. Other work ran on the machine at the same time: read
times as rough, ratios and CPU as what they say.

${machine().join('\n')}
- concurrency ${CONCURRENCY}; \`ratio\` is our time over the floor’s, lower is better

| workload | ours | floor | ratio | what |
|---|---|---|---|---|
${rows.map(line).join('\n')}

Bundles, minified, in KB: ${sizes.map(({ name, kilobytes }) => `${name} ${kilobytes}`).join(', ')}.
`
writeFileSync(values.out, document)
say(document)
