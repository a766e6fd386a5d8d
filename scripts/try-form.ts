/**
 * Tries a source's mapping on a saved submission, as the service sends it (JSON, the fields of a form, or parts): what
 * would open, what does not fit, what is missing, and what becomes of the rest. Ends with 1 when something does not fit.
 * `npm run try-form -- <source> <sample> [landlord.json]`
 */
import { readFileSync } from 'node:fs'
import { loadLandlord } from '../infra/landlord/load.ts'
import { fromEpoch } from '../shared/core/time.ts'
import { report } from '../shared/intake/forms/report.ts'
import { workflows } from '../shared/workflows/index.ts'

const stop = (...lines: string[]): never => {
  console.error(lines.join('\n'))
  return process.exit(2)
}
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
const tried = <T>(what: string, work: () => T): T => {
  try {
    return work()
  } catch (error) {
    return stop(`${what} cannot be read: ${reasonOf(error)}`)
  }
}

const [name, sample, file] = process.argv.slice(2)
const landlord = tried(file ?? 'infra/landlord/example.json', () =>
  loadLandlord(file ?? new URL('../infra/landlord/example.json', import.meta.url)),
)
const source = landlord.sources.find(one => one.source === name)
const known = `Sources of ${file ?? 'the example landlord'}: ${landlord.sources.map(one => one.source).join(', ')}`
const usage = 'npm run try-form -- <source> <sample> [landlord.json]'
if (name === undefined || sample === undefined) stop(usage, known)
else if (!source) stop(`There is no source ${name}.`, known)
else {
  const bytes = tried(sample, () => readFileSync(sample))
  const { lines, fits } = await report(source, bytes, workflows, fromEpoch(Date.now()))
  console.log(lines.join('\n'))
  process.exit(fits ? 0 : 1)
}
