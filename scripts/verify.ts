/**
 * `npm run verify -- <export.ndjson> [--heads <day>.tsv.gz] [--landlord <file>] [--regimes <file>]`: exit 0 when every
 * chain is whole and every history repeats; 1 with the first break named; 2 when it could not be judged. `-` reads
 * standard input; heads are a night's file of the audit bucket, with the seal `<day>.json` beside it; regimes are those
 * that events name, a line each as GET /policy/regimes/{regime} gives them.
 */
import { createReadStream, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { policyOf } from '../functions/wire.ts'
import { loadLandlord } from '../infra/landlord/load.ts'
import { regime, regimeOf, regimes } from '../shared/core/regimes.ts'
import { england } from '../shared/core/working-days.ts'
import { workflows } from '../shared/workflows/index.ts'
import { verifyExport } from './verify/export.ts'
import { readHeads } from './verify/heads.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { heads: { type: 'string' }, landlord: { type: 'string' }, regimes: { type: 'string' } },
})

const linesOf = (file: string | undefined): unknown[] => {
  const lines = file === undefined ? [] : readFileSync(file, 'utf8').split('\n')
  return lines.filter(line => line.trim() !== '').map(line => JSON.parse(line))
}

/** What an export cannot show of itself. */
const AS_FAR_AS_IT_GOES =
  'What was left out at the end of a history, or a whole case, shows only beside a night’s heads: --heads <day>.tsv.gz'

const run = async (): Promise<number> => {
  const [file] = positionals
  if (file === undefined) throw new Error('which export? npm run verify -- <export.ndjson>')
  // The history was decided under the landlord's choices: under others it would repeat differently.
  const landlord = loadLandlord(values.landlord ?? new URL('../infra/landlord/example.json', import.meta.url))
  const known = regimes(regimeOf(policyOf(landlord), england), england)
  for (const one of linesOf(values.regimes)) known.learn(regime.parse(one))
  const rules = { workflows, reckon: known.reckon }
  const heads = values.heads === undefined ? new Map() : readHeads(values.heads)
  const input = file === '-' ? process.stdin : createReadStream(file)
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
  // readline swallows the stream's error, and an export that cannot be read must not pass for an empty one.
  const failed = new Promise<never>((_, refuse) => input.once('error', refuse))
  const report = await Promise.race([verifyExport(lines, rules, heads), failed])
  const { cases, events, earlier = [], broken } = report
  for (const { caseId, seq, cause, what, since } of earlier) {
    const from = cause === seq ? '' : `, and event ${seq} leans on it`
    console.log(`${caseId}: its chain holds; event ${cause} was decided before ${since}, since when ${what}${from}.`)
  }
  if (broken) {
    const where = broken.line > 0 ? `line ${broken.line}, event ${broken.seq}` : `event ${broken.seq}`
    console.error(`BROKEN: case ${broken.caseId}, ${where}: ${broken.why}`)
    return 1
  }
  if (events === 0) throw new Error(`${file} holds no events`)
  const repeats =
    earlier.length === 0 ? 'every history repeats' : `all histories repeat but ${earlier.length} named above`
  console.log(`Whole: ${cases} cases, ${events} events; every chain holds and ${repeats}.`)
  if (values.heads === undefined) console.log(AS_FAR_AS_IT_GOES)
  return 0
}

process.exitCode = await run().catch(error => {
  console.error(error instanceof Error ? error.message : String(error))
  return 2
})
