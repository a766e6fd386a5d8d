/**
 * Bad days, seed by seed: `npm run simulate -- --seeds 10000`, or one of them again: `-- --seed 42`. A seed that fails
 * is the same every time. Ends with 1 when anything was lost or wrong.
 */
import { parseArgs } from 'node:util'
import { every, inWords, many } from '../tests/simulation/many.ts'
import { simulate } from '../tests/simulation/simulate.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '2000' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
  },
})

if (values.seed !== undefined) {
  const { wrong, story, ...figures } = await simulate(Number(values.seed))
  console.log([...story, ...wrong].join('\n'))
  console.log(figures)
  process.exitCode = wrong.length > 0 ? 1 : 0
} else {
  const from = Number(values.from)
  const sum = await many(every(1, from, from + Number(values.seeds) - 1), {})
  for (const { seed, wrong } of sum.failed) console.log(`seed ${seed}:\n  ${wrong.join('\n  ')}`)
  console.log(inWords(sum))
  process.exitCode = sum.failed.length > 0 ? 1 : 0
}
