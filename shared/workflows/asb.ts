/**
 * A case of antisocial behaviour. Contact points are agreed with the tenant and kept; a team leader reviews every case
 * every six weeks; hate incidents are a category of their own (NM01 counts them apart).
 */
import * as z from 'zod'
import { ruleFor, workflow } from '../core/declare.ts'
import { personal } from '../core/personal.ts'
import { addDays, day } from '../core/time.ts'
import { task } from '../law/tasks.ts'
import * as evidence from './parts/evidence.ts'

const words = (most: number) => z.string().trim().min(1).max(most)

const category = z.enum([
  'noise',
  'harassment',
  'hate_incident',
  'domestic_abuse',
  'drugs',
  'violence',
  'vandalism',
  'animals',
  'vehicles',
  'rubbish',
  'neighbour_dispute',
  'other',
])
const strand = z.enum(['race', 'religion', 'sexual_orientation', 'disability', 'transgender', 'other'])
const risk = z.enum(['low', 'medium', 'high'])

const facts = z.strictObject({
  reportedOn: day,
  category,
  strand: strand.optional(),
  /** somebody is at risk as far as the report says */
  urgent: z.boolean().default(false),
  channel: z.enum(['call', 'email', 'form', 'visit', 'police', 'contractor', 'other']).default('other'),
  description: personal(5000).optional(),
  reporter: personal(500).optional(),
  risk: risk.optional(),
  assessedOn: day.optional(),
  contactEvery: z.int().min(1).max(42).optional(),
  contactHow: personal(300).optional(),
  contacts: z.array(z.strictObject({ on: day, by: z.string(), late: z.boolean() })).default([]),
  reviews: z.array(z.strictObject({ on: day, by: z.string() })).default([]),
  categories: z.array(z.strictObject({ was: category, until: day, by: z.string() })).default([]),
  proposed: z.strictObject({ on: day, by: z.string(), tenantAgrees: z.boolean() }).optional(),
  closedOn: day.optional(),
  reopened: z.int().default(0),
})
type Facts = z.output<typeof facts>

const officers = ['officer', 'housingOfficer', 'teamLeader', 'operationalManager', 'headOfService'] as const
const leaders = ['teamLeader', 'operationalManager', 'headOfService'] as const
const hurry = (f: Facts): boolean => f.urgent || f.category === 'hate_incident' || f.risk === 'high'
const lastContact = (f: Facts) => f.contacts.at(-1)?.on ?? f.assessedOn ?? f.reportedOn

const assessed = z.strictObject({
  risk,
  category: category.optional(),
  strand: strand.optional(),
  reasons: personal(4000),
})
const contactMade = z.strictObject({ how: words(100), note: personal(4000).optional() })
const reviewed = z.strictObject({ note: personal(4000), continues: z.boolean() })
const proposed = z.strictObject({ reason: personal(2000), tenantAgrees: z.boolean() })

const contacts = ruleFor<Facts, typeof contactMade>()({
  by: officers,
  set: (f, e, now) => ({
    contacts: [
      ...f.contacts,
      {
        on: e.on,
        by: e.by.id,
        late: e.on > addDays(lastContact(f), f.contactEvery ?? now.reckon.policy('asb.contact')),
      },
    ],
  }),
  notes: (f, e, now) =>
    e.on > addDays(lastContact(f), f.contactEvery ?? now.reckon.policy('asb.contact')) ? ['late'] : ['kept'],
})
const reviews = ruleFor<Facts, typeof reviewed>()({
  by: leaders,
  when: { 'reviewed by somebody other than whose case it is': (_, e, now) => e.by.id !== now.case.assignee },
  set: (f, e) => ({ reviews: [...f.reviews, { on: e.on, by: e.by.id }] }),
})

export const asb = workflow({
  name: 'asb',
  title: 'Antisocial behaviour',
  prefix: 'ASB',
  law: ['asb.standard', 'asb.review', 'asb.contact', 'asb.response', 'asb.response.urgent'],
  policies: ['asb.review', 'asb.contact', 'asb.response', 'asb.response.urgent'],
  facts,
  lead: 'housingOfficer',
  opens: {
    'DATE_IN_FUTURE: it was not reported in the future': (f, now) => f.reportedOn <= now.today,
    'a hate incident names what it is about, as far as the reporter says': f =>
      f.category !== 'hate_incident' || f.strand !== undefined,
  },
  events: {
    'case.assessed': assessed,
    'contact.agreed': z.strictObject({ everyDays: z.int().min(1).max(42), how: personal(300) }),
    'contact.made': contactMade,
    'case.reviewed': reviewed,
    'category.changed': z.strictObject({ category, strand: strand.optional(), reason: personal(1000) }),
    'incident.reported': z.looseObject({ text: personal(4000).optional() }),
    'closure.proposed': proposed,
    'closure.refused': z.strictObject({ reason: personal(2000) }),
    'closure.agreed': z.strictObject({ documents: evidence.documents.min(1) }),
    'case.reopened': z.strictObject({ reason: personal(2000) }),
  },
  initial: 'reported',
  states: {
    reported: {
      title: 'Reported, to be assessed',
      on: {
        'case.assessed': {
          to: 'open',
          by: officers,
          when: {
            'a hate incident names what it is about': (f, e) =>
              (e.data.category ?? f.category) !== 'hate_incident' || (e.data.strand ?? f.strand) !== undefined,
          },
          set: (f, e) => ({
            risk: e.data.risk,
            assessedOn: e.on,
            category: e.data.category ?? f.category,
            strand: e.data.strand ?? f.strand,
            categories:
              e.data.category && e.data.category !== f.category
                ? [...f.categories, { was: f.category, until: e.on, by: e.by.id }]
                : f.categories,
          }),
        },
      },
    },
    open: {
      title: 'Open',
      on: {
        'case.reviewed': reviews,
        'closure.proposed': {
          to: 'closing',
          by: officers,
          set: (_, e) => ({ proposed: { on: e.on, by: e.by.id, tenantAgrees: e.data.tenantAgrees } }),
        },
      },
    },
    closing: {
      title: 'Closing proposed',
      on: {
        'case.reviewed': reviews,
        'closure.refused': { to: 'open', by: leaders, set: () => ({ proposed: undefined }) },
        'closure.agreed': {
          to: 'closed',
          by: leaders,
          when: { 'agreed by somebody other than who proposed it': (f, e) => e.by.id !== f.proposed?.by },
          set: (_, e) => ({ closedOn: e.on }),
          notes: f => (f.proposed?.tenantAgrees ? [] : ['closed though the tenant does not agree']),
        },
      },
    },
    closed: {
      title: 'Closed',
      final: 'closed',
      on: {
        'case.reopened': {
          to: 'open',
          by: officers,
          set: (f, e) => ({
            closedOn: undefined,
            proposed: undefined,
            reopened: f.reopened + 1,
            contacts: [...f.contacts, { on: e.on, by: e.by.id, late: false }],
            reviews: [...f.reviews, { on: e.on, by: e.by.id }],
          }),
        },
      },
    },
  },
  anywhere: {
    'contact.agreed': {
      by: officers,
      set: (_, e) => ({ contactEvery: e.data.everyDays, contactHow: e.data.how }),
    },
    'contact.made': contacts,
    'category.changed': {
      by: officers,
      when: {
        'it is another category': (f, e) => e.data.category !== f.category,
        'a hate incident names what it is about': (f, e) =>
          e.data.category !== 'hate_incident' || (e.data.strand ?? f.strand) !== undefined,
      },
      set: (f, e) => ({
        category: e.data.category,
        strand: e.data.strand ?? f.strand,
        categories: [...f.categories, { was: f.category, until: e.on, by: e.by.id }],
      }),
    },
    'incident.reported': { by: ['contractor', ...officers], notes: () => ['another incident'] },
  },
  clocks: {
    response: {
      title: 'Assessment of a report of antisocial behaviour',
      source: 'asb.response',
      kind: 'policy',
      runs: ['reported'],
      due: (f, reckon) =>
        reckon.workingDays(f.reportedOn, reckon.policy(hurry(f) ? 'asb.response.urgent' : 'asb.response')),
      ladder: task('assessLate', ['housingOfficer', 'teamLeader']),
    },
    contact: {
      title: 'Contact with the tenant',
      source: 'asb.contact',
      kind: 'policy',
      runs: ['open', 'closing'],
      due: (f, reckon) => {
        reckon.because(f.contactEvery ? `agreed with the tenant: every ${f.contactEvery} days` : 'nothing agreed yet')
        return reckon.days(lastContact(f), f.contactEvery ?? reckon.policy('asb.contact'))
      },
      ladder: task('contactDue', ['housingOfficer', 'teamLeader']),
    },
    review: {
      title: 'Review of a case of antisocial behaviour',
      source: 'asb.review',
      kind: 'policy',
      runs: ['open', 'closing'],
      due: (f, reckon) => reckon.days(f.reviews.at(-1)?.on ?? f.reportedOn, reckon.policy('asb.review')),
      ladder: task('reviewDue', ['teamLeader', 'operationalManager']),
    },
  },
  words: {
    assessLate: {
      subject: 'Report of antisocial behaviour to assess: {ref}',
      body: 'A report is not assessed. It was to be assessed and answered by {due}.',
      act: 'Speak to the tenant, assess the risk, agree when you will be in touch.',
    },
    contactDue: {
      subject: 'Contact promised to a tenant: {ref}',
      body: 'The tenant was to hear from us by {due}.',
      act: 'Get in touch, and record it.',
    },
    reviewDue: {
      subject: 'Case of antisocial behaviour to review: {ref}',
      body: 'A team leader reviews each open case every six weeks. This one is due by {due}.',
      act: 'Review it with whose case it is, and record what was decided.',
    },
  },
})
