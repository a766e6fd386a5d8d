/** The door for mail over the system in memory: mails go in as SES lays them down, and what we sent can be read. */

import { createHash } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { createHandler } from '../../../functions/mail-in/handler.ts'
import { putEvent } from '../../../infra/local/s3/s3-event.ts'
import type { Mail } from '../../../shared/effects/mail-out.ts'
import { person } from '../../../shared/people/person.ts'
import { readsWell } from '../../support/as-read.ts'
import { world } from '../world.ts'

export const people = [
  person.parse({ email: 'asha@northmere.example', name: 'Asha Patel', roles: ['complianceManager'] }),
  person.parse({ email: 'sam@northmere.example', name: 'Sam Doyle', roles: ['teamLeader'] }),
  person.parse({ email: 'samira@northmere.example', name: 'Samira Doyle', roles: ['officer'] }),
  person.parse({ email: 'gone@northmere.example', name: 'Pat Gone', roles: ['officer'], leftOn: '2026-11-01' }),
]

export const mailWorld = async () => {
  const system = world()
  const objects = new Map<string, Buffer>()
  const evidence = new Map<string, Buffer>()
  const sent: Mail[] = []
  const faults: string[] = []
  const wrote: Awaited<ReturnType<typeof system.store.mailTo>>['items'] = []
  for (const one of people) await system.store.putPerson(one)
  const deps = {
    ...system,
    store: {
      ...system.store,
      mailTo: async (email: string) => ({ items: wrote.filter(({ to }) => to.includes(email)) }),
    },
    people: async () => people,
    originals: {
      get: async (key: string) => objects.get(key),
      put: async (key: string, bytes: Uint8Array) => void objects.set(key, Buffer.from(bytes)),
      under: async (prefix: string) => [...objects.keys()].filter(key => key.startsWith(prefix)).sort(),
    },
    evidence: {
      put: async ({ caseId, sha256 }: { caseId: string; sha256: string }, bytes: Uint8Array) => {
        if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new Error('other bytes')
        evidence.set(`${caseId}/${sha256}`, Buffer.from(bytes))
      },
    },
    mail: {
      send: async (mail: Mail) => {
        sent.push(mail)
        // What a sender wrote into the subject comes back in ours, and is theirs.
        onTestFinished(() => readsWell({ ...mail, subject: 'Re: theirs' }))
        return { kind: 'sent' as const, messageId: `s${sent.length}` }
      },
    },
    mailFrom: 'compliance@dutyholder.northmere.example',
    landlord: {
      name: 'Northmere District Council',
      mailboxes: [
        { address: 'complaints@dutyholder.northmere.example', workflow: 'complaint' },
        { address: 'damp@dutyholder.northmere.example', workflow: 'hazard' },
        { address: 'certificates@dutyholder.northmere.example', workflow: 'certificates' },
      ],
      sources: [
        {
          source: 'complaints-form',
          kind: 'govuk-forms' as const,
          workflow: 'complaint',
          mapping: { text: '1001', wants: '1002', assetId: '1003', name: '1004', contact: '1005' },
        },
      ],
      contractors: [
        { id: 'sureheat', streams: ['gas'], email: 'northmere@sureheat.example' },
        { id: 'marlow', streams: ['eicr'], email: 'jobs@marlow.example' },
      ],
    },
    fault: (name: string) => void faults.push(name),
  }
  const handler = createHandler(deps)
  let count = 0
  return {
    ...system,
    deps,
    handler,
    evidence,
    sent,
    faults,
    wrote,
    objects,
    /** lays it down and reads it */
    take: async (raw: Buffer, key = `raw/m${count++}`) => {
      objects.set(key, raw)
      return handler(putEvent('inbound', key, { size: raw.length, etag: 'x' }, system.now()))
    },
    load: async (caseId: string) => {
      const loaded = await system.store.load(caseId)
      if (!loaded) throw new Error(`no case ${caseId}`)
      return loaded.case
    },
    open: async (workflow: string, id: string, facts: object, assetId = 'H00017') => {
      const by = { kind: 'staff' as const, id: 'admin@x.org', roles: ['administrator' as const] }
      const opened = await system.apply.open(workflow, { id, facts, assetId, by })
      if (opened.kind !== 'done') throw new Error(JSON.stringify(opened))
      return opened.case
    },
  }
}
