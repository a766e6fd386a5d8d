/**
 * `npm run deploy -- --landlord <file> [--stage test] [--check] [-- cdk options]`: checks everything, then bootstraps and
 * deploys. It is refused whole, with all that is missing, before anything in the account changes.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { checkAccount, checkLandlord } from './deploy-checks.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    landlord: { type: 'string' },
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

const file = values.landlord
if (file === undefined)
  refuse(['--landlord <file>: copy infra/landlord/example.json, and say in it who you are (docs/deploy.md)'])
const { landlord, missing } = checkLandlord(file!)
if (values.stage !== undefined && !/^[a-z][a-z0-9]{0,7}$/.test(values.stage))
  missing.push('--stage: up to eight lower case letters and digits')
missing.push(...checkAccount({ env: process.env, exists: existsSync, home: homedir() }))
if (missing.length > 0 || !landlord) refuse(missing)

const staged = (): string => {
  if (values.stage === undefined) return file!
  const whole = JSON.parse(readFileSync(file!, 'utf8')) as { shortName: string }
  const path = join(tmpdir(), `landlord-${values.stage}.json`)
  writeFileSync(path, JSON.stringify({ ...whole, shortName: `${whole.shortName}-${values.stage}` }))
  return path
}

const cdk = (...args: string[]): void => {
  const { status } = spawnSync('npx', ['--no-install', 'cdk', ...args], { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

const { name, region, contractors, mailDomain } = landlord!
console.log(`${name}: ${region}, mail as ${mailDomain}, ${contractors.length} contractors. Nothing is missing.`)
if (values.check) process.exit(0)
const context = ['-c', `landlord=${staged()}`]
cdk('bootstrap', ...context)
cdk('deploy', '--all', ...context, ...positionals)
console.log(`
Deployed. What only a person can do, once:
1. DNS: the three DKIM records of the SES identity ${mailDomain}, MX of ${mailDomain} to inbound-smtp.${region}.amazonaws.com,
   MX and SPF of bounce.${mailDomain} (SES console, identity, "Publish DNS records").
2. SES: ask for production access; make the receipt rule set of the output ReceiptRuleSet the active one.
3. Alarms: confirm the subscription mail at each of alarmEmails; the pager confirms its own.
4. Point ${landlord!.baseUrl} at the output ApiUrl.
5. Import people, homes and obligations (docs/deploy.md), and give each contractor its key from Secrets Manager.`)
