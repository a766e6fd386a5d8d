/** A landlord's case, as mails see it. */
import type { Case, Notice } from '../../shared/core/case.ts'
import type { Day, Instant } from '../../shared/core/time.ts'
import type { CaseStory } from '../../shared/mail/story.ts'
import type { Person } from '../../shared/people/person.ts'
import { person } from '../../shared/people/person.ts'

export const now = '2027-02-18T09:00:00.000Z' as Instant
export const due = '2027-02-09' as Day

export const gasCase = (id = 'H00017', more: Partial<Case> = {}): Case => ({
  id: `gas:${id}`,
  workflow: 'gas',
  version: 4,
  state: 'overdue',
  facts: {},
  assetId: id,
  children: {},
  lead: 'complianceManager',
  openedAt: '2026-12-11T06:00:00.000Z' as Instant,
  enteredAt: '2027-02-10T06:00:00.000Z' as Instant,
  climbed: {},
  acknowledged: [],
  ...more,
})

export const story = (id = 'H00017', more: Partial<CaseStory> = {}): CaseStory => ({
  case: gasCase(id),
  what: 'Gas safety check',
  state: 'Overdue',
  where: '12 Example Street, Canterbury CT1 2AB',
  area: 'north',
  words: {
    overdue: {
      subject: '{what}, {where}',
      body: 'The gas safety check of this home was due on {due} and is {late}. Accountable: {lead}.',
      act: 'Get the engineer in, or start the access procedure today.',
    },
    opened: { subject: '{what} opened, {where}', body: 'State: {state}.', act: 'Nothing yet.' },
  },
  view: {},
  clocks: [
    {
      name: 'check',
      title: 'Gas safety check',
      kind: 'statutory',
      due,
      law: { says: 'checked within 12 months of the last check', source: 'GSIUR 1998 reg 36(3)(a)' },
      reckoned: ['last check on Mon 9 February 2026', '12 months after: Tue 9 February 2027'],
      next: {
        at: '2027-02-23T06:00:00.000Z' as Instant,
        roles: ['serviceDirector', 'assistantDirector'],
        urgency: 'urgent',
      },
    },
  ],
  told: [
    { at: '2027-01-26T07:30:00.000Z' as Instant, role: 'teamLeader', name: 'Sam Doyle' },
    { at: '2027-02-10T07:30:00.000Z' as Instant, role: 'complianceManager', name: 'Asha Patel' },
  ],
  deeds: { ack: ['check'], done: { by: 'certificate', roles: ['headOfService'] }, extend: [], reassign: true },
  ...more,
})

export const notice = (more: Partial<Notice> = {}): Notice => ({
  id: 'gas:H00017#check#2027-02-09#5#0#headOfService',
  caseId: 'gas:H00017',
  workflow: 'gas',
  assetId: 'H00017',
  seq: 4,
  template: 'overdue',
  role: 'headOfService',
  urgency: 'urgent',
  clock: 'check',
  due,
  rung: 5,
  times: 0,
  owedSince: '2027-02-16T06:00:00.000Z' as Instant,
  at: now,
  ...more,
})

const someone = (email: string, name: string, roles: string[], more: Record<string, unknown> = {}): Person =>
  person.parse({ email, name, roles, ...more })

export const people = [
  someone('asha@x.org', 'Asha Patel', ['complianceManager'], { deputy: 'sam@x.org' }),
  someone('sam@x.org', 'Sam Doyle', ['teamLeader']),
  someone('kit@x.org', 'Kit Brown', ['headOfService'], { deputy: 'asha@x.org', manager: 'dee@x.org' }),
  someone('dee@x.org', 'Dee Okafor', ['serviceDirector']),
]
export const directory = { people, fallback: { email: 'duty@x.org', name: 'Duty desk' } }

export const sender = {
  landlord: 'Example Homes',
  from: 'compliance@x.org',
  pages: 'https://dutyholder.x.org',
  links: 'https://dutyholder.x.org/link',
  answers: true,
}
export const links = { secret: async () => 'whsec_a-secret-of-the-test', contractors: [] }
