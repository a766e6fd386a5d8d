/**
 * What a month of silence leaves behind, and how it is caught up: `npm run backlog -- --cases 10000`. Ends with 1 when a
 * mail left before a graver one, when anything was lost or told twice.
 */
import { parseArgs } from 'node:util'
import { backlog } from '../tests/simulation/backlog.ts'

const { values } = parseArgs({
  options: { cases: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
})

const began = performance.now()
const found = await backlog(Number(values.cases), Number(values.seed))
const { mails, minutes } = found
const seconds = ((performance.now() - began) / 1000).toFixed(1)
console.log(`${found.cases} cases, ${found.overdue} owed something after 30 days without a tick, ${found.ticks} ticks`)
console.log(`order violations ${found.violations}, lost ${found.lost}, twice ${found.twice}`)
console.log(
  `emergencies: ${mails.emergency} mails, the last after ${minutes.emergency} minutes; urgent: ${mails.urgent}, ${minutes.urgent} minutes; digests: ${mails.digest} in ${found.mornings} mornings`,
)
console.log(
  `among alike at most ${found.displaced} places from the order of deadlines (what a graver case tells besides comes with it); simulated in ${seconds} s`,
)
process.exitCode = found.violations + found.lost + found.twice > 0 ? 1 : 0
