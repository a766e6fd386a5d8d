import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { checkAccount, checkLandlord } from '../../scripts/deploy/checks.ts'
import { guide } from '../../scripts/deploy/guide.ts'
import { checkPeopleFile } from '../../scripts/deploy/people.ts'

const script = fileURLToPath(new URL('../../scripts/deploy.ts', import.meta.url))

const folder = mkdtempSync(join(tmpdir(), 'deploy-'))
afterAll(() => rmSync(folder, { recursive: true }))
const example = readFileSync(new URL('../../infra/landlord/example.json', import.meta.url), 'utf8')
/** The example as a landlord would have it, with addresses that exist. */
const real = JSON.parse(example.replaceAll('.example', '.org.uk'))
const written = (name: string, content: unknown): string => {
  const file = join(folder, name)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

describe('the landlord’s file', () => {
  test('of a real landlord is taken', () => {
    expect(checkLandlord(written('real.json', real)).missing).toEqual([])
  })

  test('that still has the example’s addresses is refused, each named', () => {
    const { missing } = checkLandlord(written('example.json', example))
    const places = missing.map(one => one.split(':')[0])
    for (const place of ['mailDomain', 'baseUrl', 'alarmWebhook', 'fallback.email', 'alarmEmails.0', 'alarmEmails.1'])
      expect(places).toContain(place)
  })

  test('that is half filled in is refused once, with each thing that is missing', () => {
    const { mailDomain: _, oidc: __, ...half } = real
    const [refused, ...more] = checkLandlord(written('half.json', { ...half, alarmEmails: [] })).missing
    expect(more).toEqual([])
    expect(refused).toMatch(/mailDomain: is missing\n {2}oidc: is missing\n {2}alarmEmails: /)
  })

  test('that names a workflow which does not exist, or loosens the law, is refused', () => {
    const contractors = [{ ...real.contractors[0], streams: ['gaz'] }]
    const { missing } = checkLandlord(written('wrong.json', { ...real, contractors, policy: { 'gas.issue': 10 } }))
    expect(missing.join('\n')).toMatch(/gas\.issue/)
    const other = checkLandlord(written('stream.json', { ...real, contractors }))
    expect(other.missing).toEqual(['contractors sureheat: there is no workflow gaz'])
  })

  test('that is no JSON or not there is refused in words', () => {
    expect(checkLandlord(written('broken.json', '{')).missing).toEqual([
      expect.stringMatching(/broken\.json is not JSON/),
    ])
    expect(checkLandlord(written('list.json', '[]')).missing).toEqual([
      `${join(folder, 'list.json')}: one landlord, between braces`,
    ])
    expect(checkLandlord(join(folder, 'nowhere.json')).missing[0]).toContain('nowhere.json')
  })
})

test('credentials are looked for where AWS’s tools look', () => {
  const outside = { env: {}, exists: () => false, home: '/home/x' }
  expect(checkAccount(outside)).toHaveLength(1)
  expect(checkAccount({ ...outside, env: { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' } })).toEqual([])
  expect(checkAccount({ ...outside, exists: path => path === '/home/x/.aws/config' })).toEqual([])
})

describe('people', () => {
  test('must be there, readable, and hold the roles without which a duty has no lead', async () => {
    expect((await checkPeopleFile(join(folder, 'none.csv')))[0]).toContain('there is no')
    const some = written('some.csv', 'email,name,roles\nasha@x.org,Asha Patel,complianceManager\nb@x.org,B,cleaner\n')
    const missing = await checkPeopleFile(some)
    expect(missing[0]).toMatch(/line 3, roles: ROLE_UNKNOWN/)
    expect(missing.slice(1)).toEqual([
      'people: nobody is administrator (administrator)',
      'people: nobody is head of service (headOfService)',
    ])
  })
})

describe('the guide', () => {
  const answers = [
    ['Northmere District Council', 'Northmere!', 'northmere', 'LARP', 'northmere', 'dutyholder.northmere.org.uk'],
    ['https://dutyholder.northmere.org.uk', 'https://login.northmere.org.uk/v2.0', 'api://dutyholder', 'client-1'],
    ['safety@northmere.org.uk', 'oncall@northmere.org.uk', 'http://pager.org.uk', 'https://pager.org.uk/x'],
    ['sureheat, SureHeat Gas Services Ltd, gaz, jobs@sureheat.org.uk'],
    ['sureheat, SureHeat Gas Services Ltd, gas smoke-co, jobs@sureheat.org.uk', 'Sure Heat', ''],
    ['asha@northmere.org.uk, Asha Patel, complianceManager headOfService administrator', ''],
  ].flat()

  test('asks until an answer will do, and makes two files that the checks take', async () => {
    const left = [...answers]
    const said: string[] = []
    const made = await guide({ ask: async () => left.shift()!, say: line => void said.push(line) })
    expect(left).toEqual([])
    expect(said.filter(line => line.includes('not taken'))).toHaveLength(5)
    const { landlord, missing } = checkLandlord(written('guided.json', made.landlord))
    expect([missing, landlord?.contractors.map(({ id }) => id)]).toEqual([[], ['sureheat']])
    expect(await checkPeopleFile(written('guided.csv', made.people))).toEqual([])
  })
})

describe('the command', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [script, ...args], {
      encoding: 'utf8',
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', HOME: folder },
    })

  test('refuses before anything changes, with all that is missing', () => {
    const { status, stdout, stderr } = run('--landlord', written('example.json', example), '--stage', 'Test Stage')
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^Not deployed: \d+ things are missing/)
    for (const missing of ['AWS credentials', 'people: there is no', '--stage', 'mailDomain'])
      expect(stderr).toContain(missing)
    expect(run().stderr).toContain('--landlord <file>')
  })

  test('says that nothing is missing, and with --check goes no further', () => {
    written('people.csv', 'email,name,roles\na@x.org,A,administrator complianceManager headOfService\n')
    const credentials = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' }
    const { status, stdout } = spawnSync(
      process.execPath,
      [script, '--landlord', written('whole.json', real), '--stage', 'test', '--check'],
      { encoding: 'utf8', cwd: folder, env: { PATH: process.env.PATH ?? '', HOME: folder, ...credentials } },
    )
    expect(stdout).toMatch(/mail as test\.dutyholder\.northmere\.org\.uk.* Nothing is missing\.\n$/)
    expect(status).toBe(0)
  })
})
