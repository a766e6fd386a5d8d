/**
 * What arrived and could not be understood, trusted or placed. Nothing of it is dropped: the original is kept, somebody
 * leads it, a clock runs. Sorted by a person it may start a clock elsewhere, dated from when it reached us; it never
 * stops one. Discarding takes two people.
 */
import * as z from 'zod'
import { ruleFor, workflow } from '../core/declare.ts'
import { personal } from '../core/personal.ts'
import { dayOf, instant } from '../core/time.ts'
import type { Role } from '../law/roles.ts'
import { task } from '../law/tasks.ts'
import { type Arrival, openings, told } from './parts/arrival.ts'
import * as evidence from './parts/evidence.ts'

/** Why a person must look. A code and no more: what was said may be about somebody. */
export const triageReasons = {
  untrusted: 'the sender is not proved',
  unreadable: 'the message cannot be read',
  encrypted: 'the message is encrypted',
  virus: 'the message failed the scan for viruses',
  unmapped: 'the message does not fit what is expected of its source',
  unplaced: 'it does not say which case it is about',
  refused: 'the case that it is about did not take it',
  calendar: 'it is an invitation to a calendar',
  undelivered: 'something that was sent came back',
  request: 'somebody asks for more time',
} as const
const reasons = Object.keys(triageReasons) as [keyof typeof triageReasons, ...(keyof typeof triageReasons)[]]
export type TriageReason = keyof typeof triageReasons

const facts = z.strictObject({
  reason: z.enum(reasons),
  /** what exactly did not fit, by field; never what stood there */
  detail: z.string().max(2000).optional(),
  /** the door: `mail:<mailbox>`, `form:<source>`, `contractor:<id>` */
  source: z.string().min(1).max(120),
  receivedAt: instant,
  channel: z.enum(['email', 'form', 'contractor']).default('email'),
  /** where the bytes lie, and which they are */
  original: z.strictObject({ key: z.string().min(1).max(500), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  /** the workflow that the door leads to */
  meant: z.string().max(40).optional(),
  /** the case that it seems to be about */
  caseId: z.string().max(200).optional(),
  /** one of too many of its door and day: one case speaks for all of them, this one in the digest alone */
  inFlood: z.literal(true).optional(),
  sender: personal(300).optional(),
  subject: personal(300).optional(),
  text: personal(10_000).optional(),
  documents: evidence.documents.optional(),
  replays: z.int().min(0).default(0),
  resolvedAs: z.string().max(40).optional(),
  ledTo: z.string().max(200).optional(),
  proposal: z.strictObject({ by: z.string(), reason: personal(2000) }).optional(),
})
type Facts = z.output<typeof facts>

type Said = { [K in keyof Arrival]?: Arrival[K] | undefined }
/** What a person says of it stands before what the message said. */
const arrived = (f: Facts, said: Said): Arrival => ({
  ...(f.text === undefined ? {} : { text: f.text }),
  ...(f.sender === undefined ? {} : { contact: f.sender }),
  ...(f.documents === undefined ? {} : { documents: f.documents }),
  ...(Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as Partial<Arrival>),
  receivedAt: f.receivedAt,
  channel: f.channel,
})

/** What it is: the start of a case, a part of one that runs already, or dealt with elsewhere. */
const resolved = z.strictObject({
  ...told,
  as: z.enum(['complaint', 'hazard', 'part_of', 'handled']),
  caseId: z.string().min(1).max(200).optional(),
  note: z.string().min(1).max(2000).optional(),
})

const sorts = ruleFor<Facts, typeof resolved>()({
  to: 'resolved',
  when: {
    'NOTE_MISSING: a note says what was done': (_, e) =>
      e.data.as === 'complaint' || e.data.as === 'hazard' || e.data.note !== undefined,
    'CASE_MISSING: it says of which case it is a part': (_, e) =>
      e.data.as !== 'part_of' || e.data.caseId !== undefined,
  },
  set: (_, e) => ({ resolvedAs: e.data.as, ...(e.data.caseId ? { ledTo: e.data.caseId } : {}) }),
  raises: (f, { data: { as, caseId, note, ...said } }, now) => {
    if (as === 'handled') return []
    if (as === 'part_of') {
      const text = `From ${f.source}, received ${f.receivedAt}, sorted as ${now.case.id}: ${note}`
      return [{ workflow: '', id: caseId ?? '', child: false, event: { type: 'note.added', data: { text } } }]
    }
    const facts = openings[as](arrived(f, said))
    return [
      {
        workflow: as,
        key: 'sorted',
        child: false,
        facts,
        ...(said.assetId === undefined ? {} : { assetId: said.assetId }),
      },
    ]
  },
})

const replayed = z.strictObject({ ledTo: z.string().max(200), type: z.string().max(100).optional() })
const again = z.strictObject({ reason: z.enum(reasons), detail: z.string().max(2000).optional() })
const proposed = z.strictObject({ reason: personal(2000) })
const settled = z.strictObject({ because: z.string().min(1).max(500) })

const inOrder = {
  'triage.resolved': sorts,
  'triage.discardProposed': ruleFor<Facts, typeof proposed>()({
    to: 'discard_proposed',
    set: (_, e) => ({ proposal: { by: e.by.id, reason: e.data.reason } }),
  }),
} as const

const hours = (first: Role, ...above: Role[]) =>
  [
    { at: { hours: -2 }, tell: [first], template: 'toSortNow', urgency: 'urgent' },
    { at: { hours: 0 }, tell: [first, ...above], template: 'toSortNow', urgency: 'emergency' },
    { at: { hours: 4 }, tell: [first, ...above, 'headOfService'], template: 'toSortNow', urgency: 'emergency' },
    {
      at: { hours: 12 },
      tell: [first, ...above, 'headOfService', 'serviceDirector'],
      template: 'toSortNow',
      urgency: 'emergency',
      every: { hours: 12 },
    },
  ] as const

const isComplaint = (f: Facts) => f.meant === 'complaint'

export const triage = workflow({
  name: 'triage',
  title: 'Message to sort',
  prefix: 'TRI',
  law: ['complaint.s1.ack', 'awaab.emergency'],
  policies: ['triage.hazard', 'triage.other'],
  facts,
  lead: 'complianceManager',
  events: {
    'triage.resolved': resolved,
    'triage.discardProposed': proposed,
    'triage.discarded': z.strictObject({}),
    'triage.discardRefused': z.strictObject({ reason: z.string().max(2000).optional() }),
    'triage.replayed': replayed,
    'triage.replayFailed': again,
    'triage.settled': settled,
  },
  initial: 'to_sort',
  starts: { complaint_to_sort: isComplaint },
  states: {
    to_sort: { title: 'To be sorted', on: inOrder },
    complaint_to_sort: { title: 'To be sorted, perhaps a complaint', lead: 'complaintsLead', on: inOrder },
    discard_proposed: {
      title: 'To be discarded, if a second person agrees',
      on: {
        'triage.discarded': {
          to: 'discarded',
          when: {
            'FOUR_EYES: agreed to by somebody other than who proposed it': (f, e) => e.by.id !== f.proposal?.by,
          },
        },
        'triage.discardRefused': [
          { to: 'complaint_to_sort', when: { 'it was for the complaints mailbox': isComplaint } },
          { to: 'to_sort' },
        ],
        'triage.resolved': sorts,
      },
    },
    resolved: { title: 'Sorted', final: 'resolved' },
    replayed: { title: 'Understood when read again', final: 'replayed' },
    settled: { title: 'Settled: what had not arrived is not owed any more', final: 'settled' },
    discarded: { title: 'Discarded by two people', final: 'discarded' },
  },
  anywhere: {
    'triage.replayed': {
      to: 'replayed',
      by: ['system'],
      set: (f, e) => ({ ledTo: e.data.ledTo, replays: f.replays + 1 }),
    },
    'triage.replayFailed': {
      by: ['system'],
      set: (f, e) => ({ reason: e.data.reason, detail: e.data.detail, replays: f.replays + 1 }),
    },
    /** what we had sent arrived at another try, or its job is gone: nobody has anything to do any more */
    'triage.settled': {
      to: 'settled',
      by: ['system'],
      when: { 'it is about something that we had sent': f => f.reason === 'undelivered' },
    },
  },
  clocks: {
    sorting: {
      title: 'Sort the message',
      source: 'landlord.policy',
      kind: 'policy',
      runs: ['to_sort', 'complaint_to_sort', 'discard_proposed'],
      from: f => f.receivedAt,
      due: (f, reckon) => {
        reckon.because(`reached us at ${f.receivedAt}`)
        return f.meant === 'hazard'
          ? reckon.hours(f.receivedAt, reckon.policy('triage.hazard'))
          : reckon.workingDays(dayOf(f.receivedAt), reckon.policy('triage.other'))
      },
      ladder: {
        by: f =>
          f.inFlood ? 'flood' : f.meant === 'hazard' ? 'hazard' : f.meant === 'complaint' ? 'complaint' : 'other',
        of: {
          hazard: hours('complianceManager', 'teamLeader'),
          complaint: task('toSort', ['complaintsLead', 'headOfService']),
          other: task('toSort', ['complianceManager', 'headOfService']),
          flood: [
            { at: { workingDays: 5 }, tell: ['complianceManager'], template: 'toSort', every: { workingDays: 5 } },
          ],
        },
      },
    },
  },
  words: {
    toSort: {
      subject: 'Message to sort: {door}',
      body: 'It came by {door} and waits for a person: {why}. It may have started a clock of the law.',
      act: 'Open it and say what it is. Until then nobody else is told of it.',
    },
    toSortNow: {
      subject: 'May be a hazard, not yet sorted: {door}',
      body: 'A message to the hazards door waits for a person: {why}. If it tells of an emergency, 24 hours run from when it came in.',
      act: 'Open it now and say what it is.',
    },
  },
  apart: f => f.source.replace(/:([^@]*).*/, ' ($1)'),
  views: ['door', 'why'],
  view: f => ({ door: f.source, why: triageReasons[f.reason] }),
})
