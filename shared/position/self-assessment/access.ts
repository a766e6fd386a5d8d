/** Complaint Handling Code, sections 1 to 4: what a complaint is, exclusions, access, the team. */
import { factsOf, hasLetter, type Line, nobodyCounts, refusals, share } from './evidence.ts'

export const access: readonly Line[] = [
  [
    '1.3',
    'The choice to complain is offered',
    'choice recorded at intake',
    s => share(s.complaints, ({ f }) => f.choice !== undefined),
  ],
  [
    '1.4',
    'Service requests are recorded, and become one by the resident’s choice',
    'service requests with the choice on record, or grown out of a complaint',
    s =>
      share(
        s.beside.filter(({ what }) => what === 'service_request'),
        ({ f }) => f.choice !== undefined || f.origin !== undefined,
      ),
  ],
  [
    '2.1, 2.2, 2.4',
    'A refusal has a reason of the Code, an approver who did not propose it, and a letter with the right to go to the Ombudsman',
    'refusal records and letters',
    s =>
      share(
        [...s.complaints, ...s.beside].filter(({ f }) => f.refusal !== undefined),
        ({ f }) => f.refusal?.approvedBy !== f.refusal?.proposedBy && hasLetter(f, 'refusal'),
      ),
  ],
  [
    '2.5',
    'Refusals are few and each has its own reasons; the reasons are in the table of refusals',
    'complaints and refusals: accepted of all',
    s => {
      const [taken, refused] = [s.complaints.length, refusals(s).filter(r => r.stage === 1).length]
      return { shown: taken, of: taken + refused }
    },
  ],
  [
    '3.1, 3.2',
    'Residents complain in any way, to anybody; how is recorded',
    'channel of each complaint',
    s => share(s.complaints, ({ f }) => f.channel !== 'other'),
  ],
  ['3.4, 3.5', 'The policy is published with its stages and times', 'the landlord’s pages', nobodyCounts],
  [
    '3.6, 3.7',
    'Residents are told that somebody may act for them, and of the Ombudsman',
    'acknowledgements that passed the lint of their contents',
    s =>
      share(
        s.complaints.filter(({ f }) => f.s1.acknowledgedOn !== undefined && f.persons.length > 0),
        ({ f }) => hasLetter(f, 'acknowledgement'),
      ),
  ],
  ['4.1, 4.2', 'A named team with access to staff at all levels', 'the landlord’s organisation', nobodyCounts],
  [
    '4.3',
    'Who handles complaints is trained',
    'training register: held, of those asked for',
    s =>
      share(
        s.cases.filter(c => c.workflow === 'training'),
        c => (factsOf<{ held?: unknown[] }>(c).held ?? []).length > 0,
      ),
  ],
]
