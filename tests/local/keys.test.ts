/**
 * Keys changed on a running system, by the code behind `npm run keys`, and tried from outside over HTTP: the old one
 * holds beside the new until it is retired, and never fits bytes that were altered on their way.
 */
import { createHmac } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { retire, rotate, type Vault } from '../../scripts/keys/rotation.ts'
import { newSecret, sign } from '../../shared/intake/signature.ts'
import { type DoorWorld, doorWorld } from './door-world.ts'

let w: DoorWorld
beforeAll(async () => {
  w = await doorWorld('2026-11-26T09:00:00.000Z')
}, 60_000)
afterAll(async () => {
  expect(w.faults).toEqual([])
  await w.stop()
})

const vaultOf = (owner: string): Vault => {
  const path = join(w.data, 'secrets.json')
  const all = () => JSON.parse(readFileSync(path, 'utf8'))
  return {
    get: async () => JSON.stringify(all()[owner]),
    put: async text => writeFileSync(path, JSON.stringify({ ...all(), [owner]: JSON.parse(text) })),
  }
}
const json = { 'content-type': 'application/json' }
let ids = 0
const signed = (secret: string, text: string) => {
  ids += 1
  return sign(secret, `key-message-${ids}`, w.now(), text)
}
type Sent = { path: string; headers: Record<string, string>; text: string }
type Sender = (secret: string) => Sent
const sample = (name: string) => readFileSync(new URL(`../../events/${name}`, import.meta.url), 'utf8')
const visit = JSON.stringify({ ...JSON.parse(sample('contractor-callback/hazard.observed.json')), assetRef: 'H00099' })
const form = (name: string) => sample(`forms/${name}.json`)

const senders: [string, string, Sender, boolean][] = [
  [
    'a contractor',
    'contractors/sureheat',
    secret => ({ path: '/contractors/sureheat/events', headers: signed(secret, visit), text: visit }),
    true,
  ],
  [
    'a signed form',
    'sources/hazard-form',
    secret => {
      const text = form('hazard-form.signed')
      return { path: '/hooks/hazard-form', headers: signed(secret, text), text }
    },
    true,
  ],
  [
    'Typeform',
    'sources/repairs-survey',
    secret => {
      const text = form('repairs-survey.typeform')
      const mac = createHmac('sha256', secret).update(text).digest('base64')
      return { path: '/hooks/repairs-survey', headers: { 'typeform-signature': `sha256=${mac}` }, text }
    },
    true,
  ],
  [
    'Jotform, by its address',
    'sources/damp-report',
    secret => ({
      path: `/hooks/damp-report?key=${encodeURIComponent(secret)}`,
      headers: {},
      text: form('damp-report.jotform'),
    }),
    false,
  ],
  [
    'Power Automate',
    'sources/staff-hazards',
    secret => ({
      path: '/hooks/staff-hazards',
      headers: { 'x-webhook-secret': secret },
      text: form('staff-hazards.power-automate'),
    }),
    false,
  ],
  [
    'a plain form, as a bearer',
    'sources/website-complaints',
    secret => ({
      path: '/hooks/website-complaints',
      headers: { authorization: `Bearer ${secret}` },
      text: form('website-complaints.html'),
    }),
    false,
  ],
]

test.each(senders)('%s', async (_, owner, sender, signs) => {
  const vault = vaultOf(owner)
  const [first, second] = [newSecret(), newSecret()]
  const tried = async (secret: string) => {
    const { path, headers, text } = sender(secret)
    const { status } = await w.post(path, text, { ...json, ...headers })
    return status < 300 ? 'taken' : status
  }
  await rotate(vault, first)
  await retire(vault)
  expect([await tried(first), await tried(second)]).toEqual(['taken', 401])
  await rotate(vault, second)
  expect([await tried(first), await tried(second)]).toEqual(['taken', 'taken'])
  await retire(vault)
  expect([await tried(first), await tried(second)]).toEqual([401, 'taken'])
  if (!signs) return
  const { path, headers, text } = sender(second)
  for (const altered of [`${text} `, text.replace('e', 'E'), text.replaceAll('\n', '\r\n').concat('\n'), ''])
    expect((await w.post(path, altered, { ...json, ...headers })).status).toBe(401)
  for (const without of Object.keys(headers))
    expect((await w.post(path, text, { ...json, ...headers, [without]: '' })).status).toBe(401)
})
