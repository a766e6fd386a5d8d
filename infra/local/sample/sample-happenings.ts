/**
 * What went on at the sample landlord before it was first looked at: actions from fire risk assessments, complaints at
 * both stages, a home that nobody opens, mould, a promise, a mail that names no job. Dates hang on today.
 */
import { addDays, at, type Day, type Instant, weekday } from '../../../shared/core/time.ts'
import { csv, type Row } from './sample-csv.ts'

/** So many days ago, or on the Friday before: offices write nothing on a Sunday. */
const ago = (today: Day, days: number): Day => {
  const then = addDays(today, -days)
  return addDays(then, -Math.max(0, weekday(then) - 5))
}

export const actions = (today: Day): string => {
  const action = (
    externalId: string,
    assetId: string,
    priority: string,
    description: string,
    days: number,
    more: Row,
  ) => ({
    externalId,
    source: 'fenwick-fire',
    assetId,
    workflow: 'fra',
    priority,
    description,
    raisedOn: ago(today, days),
    ...more,
  })
  return csv([
    action('FRA-B001-01', 'B001', 'P1', 'Self-closer missing on the door of flat 4: refit and test', 40, {
      dueOn: ago(today, 12),
    }),
    action('FRA-B001-02', 'B001', 'P2', 'Gaps around cables in the riser cupboard, second floor: fire-stop', 200, {
      dueOn: ago(today, 20),
    }),
    action('FRA-B001-03', 'B001', 'P3', 'Floor numbers missing on the stairs: fit signs', 40, {
      dueOn: addDays(today, 55),
    }),
    action('FRA-B002-01', 'B002', 'P2', 'Mobility scooters charged under the stairs: agree a store', 75, {
      dueOn: addDays(today, 9),
    }),
    action('FRA-B002-02', 'B002', 'P3', 'Emergency light out at the rear door: replace', 90, {
      status: 'closed',
      completedOn: ago(today, 61),
    }),
  ])
}

const handled = (email: string) => `${email}@northmere.example`

export const complaints = (today: Day): string => {
  const complaint = (
    reference: string,
    home: string,
    received: number,
    category: string,
    name: string,
    summary: string,
    more: Row,
  ) => ({
    reference,
    receivedOn: ago(today, received),
    assetId: home,
    channel: 'phone',
    category,
    serviceArea: category === 'Staff conduct' ? 'Asset management' : 'Repairs',
    name,
    summary,
    ...more,
  })
  const first = (acknowledged: number, handler: string): Row => ({
    acknowledgedOn: ago(today, acknowledged),
    handler: handled(handler),
  })
  return csv([
    complaint(
      'NDC-2107',
      'H00003',
      3,
      'Repairs',
      'Mr D. Achebe',
      'The boiler was left in pieces over the weekend.',
      {},
    ),
    complaint(
      'NDC-2098',
      'H00004',
      10,
      'Repairs',
      'Ms J. Okonkwo',
      'Three appointments for the kitchen ceiling, and nobody came.',
      first(8, 'hana.yusuf'),
    ),
    complaint(
      'NDC-2071',
      'H00014',
      30,
      'Damp and mould',
      'Mr T. Marsh',
      'Mould in the bedroom came back after it was painted over.',
      first(27, 'joe.carver'),
    ),
    complaint(
      'NDC-1986',
      'H00011',
      75,
      'Staff conduct',
      'Mrs P. Lowry',
      'The surveyor was rude and would not look at the bathroom.',
      {
        ...first(72, 'joe.carver'),
        respondedOn: ago(today, 60),
        outcome: 'not_upheld',
        stage2RequestedOn: ago(today, 18),
        stage2AcknowledgedOn: ago(today, 14),
        stage2Handler: handled('ruth.ellison'),
      },
    ),
    complaint('NDC-1954', 'H00019', 95, 'Repairs', 'Ms F. Iqbal', 'The front door has stuck since it was fitted.', {
      ...first(92, 'hana.yusuf'),
      respondedOn: ago(today, 80),
      outcome: 'upheld',
    }),
  ])
}

export type Happening = {
  id: string
  path: string
  /** who records it */
  as: string
  body: { occurredAt: Instant } & Record<string, unknown>
}

const morning = (day: Day): Instant => at(day, '10:15')

const visit = (today: Day, days: number, photo: string): Happening => ({
  id: `sample-visit-${days}`,
  path: '/cases/gas:H00006/events',
  as: 'nia.morgan',
  body: {
    type: 'visit.noAccess',
    occurredAt: morning(ago(today, days)),
    data: { outcome: 'no_answer', cardLeft: true, photo },
  },
})

/** The cases that come of nothing but a report. */
export const happenings = (today: Day): Happening[] => [
  visit(today, 13, 'card-H00006-1.jpg'),
  visit(today, 5, 'card-H00006-2.jpg'),
  {
    id: 'sample-hazard',
    path: '/workflows/hazard/cases',
    as: 'ella.hart',
    body: {
      assetId: 'H00009',
      occurredAt: morning(ago(today, 6)),
      facts: {
        awareAt: morning(ago(today, 6)),
        kind: 'damp_mould',
        channel: 'call',
        severityHint: 'significant',
        location: 'Small bedroom',
        description: 'Black mould on the outside wall and the window frame. A child of three sleeps there.',
      },
    },
  },
]

/** What was promised to the resident of that complaint. */
export const promised = (today: Day, complaintId: string): Happening => ({
  id: 'sample-promise',
  path: `/cases/${complaintId}/events`,
  as: 'hana.yusuf',
  body: {
    type: 'promise.made',
    occurredAt: morning(ago(today, 2)),
    data: {
      promise: { what: 'A plasterer looks at the kitchen ceiling and telephones before coming', by: addDays(today, 6) },
    },
  },
})
/** The home whose complaint that is. */
export const promisedAt = 'H00004'

/** A contractor’s mail that names neither job nor case. */
export const mail = (now: Instant): string =>
  [
    'From: Clearwater desk <desk@clearwater.example>',
    'To: certificates@dutyholder.northmere.example',
    'Subject: Tank inspection, Orchard Way House',
    `Date: ${new Date(now).toUTCString()}`,
    'Message-ID: <tank-2216@clearwater.example>',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Hello, we went to look at the tank at Orchard Way House yesterday.',
    'The lid is cracked and needs to be changed. Report to follow. Thanks, Mel',
    '',
  ].join('\r\n')
