/**
 * Tries a source's mapping on a saved submission: what would open, and everything that does not fit.
 * `npm run try-form -- <source> <sample.json> [landlord.json]`; ends with 1 when something does not fit.
 */
import { readFileSync } from 'node:fs'
import { loadLandlord } from '../infra/landlord/load.ts'
import { fromEpoch } from '../shared/core/time.ts'
import { report } from '../shared/intake/forms/report.ts'
import { workflows } from '../shared/workflows/index.ts'

const [name, sample, file] = process.argv.slice(2)
const landlord = loadLandlord(file ?? new URL('../infra/landlord/example.json', import.meta.url))
const source = landlord.sources.find(one => one.source === name)
if (!source || !sample) {
  console.error(
    `npm run try-form -- <source> <sample.json> [landlord.json]\nsources: ${landlord.sources.map(one => one.source).join(', ')}`,
  )
  process.exit(2)
}
const { lines, fits } = await report(source, readFileSync(sample), workflows, fromEpoch(Date.now()))
console.log(lines.join('\n'))
process.exit(fits ? 0 : 1)
