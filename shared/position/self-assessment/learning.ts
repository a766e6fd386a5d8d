/** Complaint Handling Code, sections 7 to 9: putting things right, reporting, learning. */
import { factsOf, type Line, nobodyCounts, of, promises, share } from './evidence.ts'

export const learning: readonly Line[] = [
  [
    '7.1',
    'What went wrong is put right',
    'upheld complaints with a remedy promised',
    s =>
      share(
        s.complaints.filter(({ f }) => /upheld$/.test(f.s1.outcome ?? '') && f.s1.outcome !== 'not_upheld'),
        ({ f }) => f.promises.length > 0,
      ),
  ],
  [
    '7.3',
    'Remedies say what and by when, and are kept',
    'promises kept by the date, of those done',
    s =>
      share(
        promises(s).filter(p => p.kept),
        p => !p.late,
      ),
  ],
  ['8.1, 8.2', 'The annual report is published with the governing body’s response', 'publication', nobodyCounts],
  [
    '8.5',
    'The Ombudsman and residents are told when the Code cannot be kept to',
    'incidents, told and published',
    s => share(of(s, 'incident'), c => factsOf<{ toldOn?: string }>(c).toldOn !== undefined),
  ],
  [
    '9.1, 9.2',
    'Learning is recorded after each answer',
    'learning log',
    s =>
      share(
        s.complaints.filter(({ f }) => f.s1.respondedOn),
        ({ f }) => f.learning.length > 0,
      ),
  ],
  ['9.4, 9.5', 'A senior lead and a member responsible for complaints are named', 'roles', nobodyCounts],
  [
    '9.7',
    'Orders of the Ombudsman are followed',
    'orders complied with',
    s => share(of(s, 'ombudsman-order'), c => c.state === 'complied'),
  ],
]
