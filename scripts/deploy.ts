/**
 * `npm run deploy [-- --landlord <file>] [--people <file>] [--stage test] [--check] [-- cdk options]`: without a landlord’s
 * file it asks for one; then it checks everything, bootstraps and deploys. It is refused whole, with all that is
 * missing, before anything in the account changes.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { isStage } from '../infra/landlord/stage.ts'
import { checkAccount, checkLandlord } from './deploy/checks.ts'
import { guide } from './deploy/guide.ts'
import { checkPeopleFile } from './deploy/people.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    landlord: { type: 'string' },
    /** `people.csv` beside the landlord’s file */
    people: { type: 'string' },
    /** a second system of the same landlord, with names of its own */
    stage: { type: 'string' },
    check: { type: 'boolean', default: false },
  },
})

const refuse = (missing: readonly string[]): never => {
  console.error(`Not deployed: ${missing.length} ${missing.length === 1 ? 'thing is' : 'things are'} missing.`)
  for (const one of missing) console.error(`- ${one}`)
  return process.exit(1)
}

/** Asks a person at a terminal, and writes what they say; never over a file that is there. */
const asked = async (): Promise<string> => {
  const file = 'landlord.json'
  if (existsSync(file)) {
    console.log(`Reading ${file}, which is here already. Delete it to be asked again.`)
    return file
  }
  if (!process.stdin.isTTY)
    refuse(['--landlord <file>: copy infra/landlord/example.json, and say in it who you are (docs/deploy.md)'])
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  // Ctrl-C rejects the question, Ctrl-D would leave it unanswered for ever.
  const gone = new Promise<never>((_, reject) => terminal.once('close', () => reject(new Error('closed'))))
  const ask = (words: string) => Promise.race([terminal.question(words), gone])
  const made = await guide({ ask, say: line => console.log(line) }).catch(() => {
    console.error('\nStopped. Nothing is written, and nothing in the account has changed.')
    return process.exit(130)
  })
  gone.catch(() => {})
  terminal.close()
  writeFileSync(file, `${JSON.stringify(made.landlord, null, 2)}\n`, { flag: 'wx' })
  if (!existsSync('people.csv')) writeFileSync('people.csv', made.people, { flag: 'wx' })
  console.log(
    `Written: ${file} and people.csv. Forms and mailboxes are added to ${file} (infra/landlord/example.json).`,
  )
  return file
}

const cdk = (...args: string[]): void => {
  const { status } = spawnSync('npx', ['--no-install', 'cdk', ...args], { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

const path = values.landlord ?? (await asked())
const { stage } = values
const wrongStage = stage !== undefined && !isStage(stage) ? ['--stage: up to eight lower case letters and digits'] : []
const { landlord, file, missing } = checkLandlord(path, wrongStage.length > 0 ? undefined : stage)
const people = values.people ?? join(dirname(path), 'people.csv')
const everything = [
  ...wrongStage,
  ...missing,
  ...(await checkPeopleFile(people)),
  ...checkAccount({ env: process.env, exists: existsSync, home: homedir() }),
]
if (everything.length > 0 || !landlord) refuse(everything)

const { name, shortName, region, contractors, mailDomain, mailboxes, baseUrl } = landlord!
console.log(`${name}: ${region}, mail as ${mailDomain}, ${contractors.length} contractors. Nothing is missing.`)
if (values.check) process.exit(0)

const deployed = join(mkdtempSync(join(tmpdir(), 'landlord-')), `${shortName}.json`)
writeFileSync(deployed, JSON.stringify(file))
const context = ['-c', `landlord=${deployed}`]
cdk('bootstrap', ...context)
cdk('deploy', '--all', ...context, ...positionals)

const receiving = `MX of ${mailDomain} to inbound-smtp.${region}.amazonaws.com, `
console.log(`
Deployed. What only a person can do, once:
1. DNS: the three DKIM records of the SES identity ${mailDomain}, ${mailboxes.length > 0 ? receiving : ''}MX and SPF of
   bounce.${mailDomain} (SES console, identity, "Publish DNS records").
2. SES: ask for production access${mailboxes.length > 0 ? '; make the receipt rule set of the output ReceiptRuleSet the active one' : ''}.
3. Alarms: confirm the subscription mail at each of alarmEmails; the pager confirms its own.
4. Point ${baseUrl} at the output ${landlord!.firewall ? 'FirewallHost' : 'ApiUrl'}.
5. Import, each first with ?dryRun=true, with the token of somebody who holds the role administrator at your issuer:
   curl -H "authorization: Bearer $TOKEN" -H 'content-type: text/csv' --data-binary @${people} ${baseUrl}/imports/people
   and so assets and obligations (docs/deploy.md).
6. Give each contractor and form its key: npm run keys -- show contractors/<id> --landlord ${path}${stage ? ` --stage ${stage}` : ''}`)
