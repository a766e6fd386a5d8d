import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { checkAccount, checkLandlord } from '../../scripts/deploy-checks.ts'

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

  test('that names a workflow which does not exist, or loosens the law, is refused', () => {
    const contractors = [{ ...real.contractors[0], streams: ['gaz'] }]
    const { missing } = checkLandlord(written('wrong.json', { ...real, contractors, policy: { 'gas.issue': 10 } }))
    expect(missing.join('\n')).toMatch(/gas\.issue/)
    const other = checkLandlord(written('stream.json', { ...real, contractors }))
    expect(other.missing).toEqual(['contractors sureheat: there is no workflow gaz'])
  })

  test('that is no JSON or not there is refused in words', () => {
    expect(checkLandlord(written('broken.json', '{')).missing).toHaveLength(1)
    expect(checkLandlord(join(folder, 'nowhere.json')).missing[0]).toContain('nowhere.json')
  })
})

test('credentials are looked for where AWS’s tools look', () => {
  const outside = { env: {}, exists: () => false, home: '/home/x' }
  expect(checkAccount(outside)).toHaveLength(1)
  expect(checkAccount({ ...outside, env: { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' } })).toEqual([])
  expect(checkAccount({ ...outside, exists: path => path === '/home/x/.aws/config' })).toEqual([])
})

describe('the command', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['scripts/deploy.ts', ...args], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH ?? '', HOME: folder },
    })

  test('refuses before anything changes, with all that is missing', () => {
    const { status, stdout, stderr } = run('--landlord', written('example.json', example))
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^Not deployed: \d+ things are missing/)
    expect(stderr).toContain('AWS credentials')
    expect(run().stderr).toContain('--landlord <file>')
  })
})
