/** Pages and mails call a role what the landlord's people call it; where the landlord's file says nothing, in plain words. */
import { expect, test } from 'vitest'
import { roleTitle, within } from '../../functions/pages/views/words.ts'
import type { Day, Instant } from '../../shared/core/time.ts'
import { roles, type Titles } from '../../shared/law/roles.ts'
import { draftLetter } from '../../shared/mail/letters/draft.ts'
import { directoryFrom } from '../../shared/people/directory.ts'
import { person } from '../../shared/people/person.ts'
import { resolve } from '../../shared/people/resolve.ts'
import { complaint } from '../../shared/workflows/complaint.ts'
import { landlord } from '../functions/pages/pages-world.ts'
import { handler, logged } from '../support/complaints.ts'
import { sha } from '../support/history.ts'

const titles = { complianceManager: 'Homes safety manager', mrc: 'Cabinet member for housing' }
const named = { name: 'Northmere District Council', baseUrl: 'http://127.0.0.1:3000', roles: titles }

test('pages say the landlord’s own titles', async () => {
  const { send } = await landlord({ landlord: named })
  for (const [path, as, said] of [
    ['/pages/my-work', 'priya.shah@northmere.example', 'Accountable: Homes safety manager'],
    ['/pages/people', '', 'Homes safety manager'],
    ['/pages/cases/gas%3AH00004', '', 'If nothing happens, Homes safety manager'],
    ['/pages/cases/gas%3AH00004', 'hana.yusuf@northmere.example', 'Compliance officer, Homes safety manager'],
    ['/', 'cllr.bell@northmere.example', 'Cabinet member for housing'],
  ] as const) {
    const { text } = await send({ path, ...(as ? { as } : {}) })
    expect([path, text.includes(said)]).toEqual([path, true])
    expect([path, text.includes('Compliance manager')]).toEqual([path, false])
  }
})

test('who is told says why in the same titles', async () => {
  const store = {
    people: async () => ({ items: [person.parse({ email: 'a@x.org', name: 'Asha', roles: ['complianceManager'] })] }),
  }
  const directory = directoryFrom(store, {
    fallback: { email: 'd@x.org', name: 'Desk' },
    now: () => '2026-11-27T09:00:00.000Z' as never,
    minutes: 1,
    titles,
  })
  const found = resolve({ role: 'headOfService' }, { workflow: 'gas' }, await directory(), '2026-11-27' as Day)
  expect(found.why).toEqual([
    'nobody is Head of service for gas',
    'nobody is Service director for gas',
    'nobody is Director for gas',
    'nobody is Executive team for gas',
    'Homes safety manager for gas: Asha',
    'Homes safety manager stands in for Head of service',
  ])
})

test('without titles every role has plain words, and an unknown one is split into some', () => {
  const plain = roleTitle({ landlord: { roles: {} } })
  for (const role of [...Object.keys(roles), 'service_manager', 'housingLead'])
    expect(plain(role)).toMatch(/^[A-Z][a-z]+( [a-z]+)*$/)
  expect([within('Head of service'), within('MRC'), within('A team')]).toEqual(['head of service', 'MRC', 'a team'])
})

test('a letter that is not this person’s to send says whose it is in the same titles', () => {
  const { case: c, reckon } = logged('2026-11-20')
  const now = { instant: '2026-11-23T09:00:00.000Z' as Instant, today: '2026-11-23' as Day, reckon, case: c }
  const asked = {
    kind: 'refusal',
    type: 'complaint.refused',
    data: {
      exclusion: 'over_12_months',
      matter: 'A fence of 2019',
      reason: 'It was put right in 2019, and nothing has been heard of it since.',
      evidence: [{ name: 'record of repairs', sha256: sha('repairs') }],
      discretion: 'Nothing stood in the way of complaining then.',
      proposedBy: handler.id,
    },
    channel: 'email',
    by: handler,
  } as const
  const who = { landlord: 'Northmere', sender: { name: 'Hana', contact: 'hana@x.org' }, told: () => undefined }
  const said = (own: Titles) => draftLetter(complaint, now, asked, { ...who, titles: own }).refused.join()
  expect(said({ complaintsLead: 'Complaints and feedback manager' })).toContain('Complaints and feedback manager')
  expect(said({})).toContain('Complaints lead')
})
