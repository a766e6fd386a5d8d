/** A small duty that uses everything the engine has: keep a lamp working, tested yearly, mended within hours. */
import * as z from 'zod'
import { workflow } from '../../shared/core/declare.ts'
import { addMonths, day, instant } from '../../shared/core/time.ts'

const facts = z.strictObject({
  due: day,
  hurry: instant.optional(),
  hurryFrom: instant.optional(),
  claimedBy: z.string().optional(),
  orders: z.int().default(0),
})

export const lamp = workflow({
  name: 'lamp',
  title: 'Lamp',
  law: ['gas.check.interval'],
  facts,
  lead: 'officer',
  events: {
    'test.claimed': z.strictObject({ on: day }),
    'test.verified': z.strictObject({}),
    'fault.found': z.strictObject({ by: instant }),
    'lamp.removed': z.strictObject({}),
    'order.placed': z.strictObject({ what: z.string().min(1) }),
    'child.closed': z.looseObject({ outcome: z.string() }),
  },
  initial: 'lit',
  states: {
    lit: {
      title: 'Lit',
      on: { 'test.claimed': { to: 'claimed', by: ['contractor'], set: (_, e) => ({ claimedBy: e.by.id }) } },
    },
    due: {
      title: 'Test due',
      was: 'waiting',
      on: { 'test.claimed': { to: 'claimed', by: ['contractor'], set: (_, e) => ({ claimedBy: e.by.id }) } },
    },
    claimed: {
      title: 'Claimed',
      lead: 'complianceOfficer',
      on: {
        'test.verified': {
          to: 'lit',
          when: {
            'OTHER_EYES: verified by somebody else': (f, e) => e.by.id !== f.claimedBy,
            'the lamp still has a date': f => f.due !== undefined,
          },
          set: f => ({ due: addMonths(f.due, 12), claimedBy: undefined }),
        },
        'lamp.removed': [],
      },
    },
    dark: { title: 'Dark', on: { 'test.verified': { to: 'lit' } } },
    gone: { title: 'Gone', final: 'removed' },
  },
  anywhere: {
    'lamp.removed': { to: 'gone' },
    'fault.found': {
      set: (_, e) => ({ hurry: e.data.by, hurryFrom: e.at }),
      tells: [{ template: 'fault', roles: ['officer', 'headOfService'], urgency: 'emergency' }],
    },
    'order.placed': {
      set: f => ({ orders: f.orders + 1 }),
      raises: (_, e) => [{ workflow: 'lamp', key: e.data.what, facts: { due: '2027-01-01' } }],
    },
    'child.closed': { when: { 'it was removed': (_, e) => e.data.outcome === 'removed' }, to: 'dark' },
  },
  clocks: {
    yearly: {
      title: 'Yearly test',
      source: 'gas.check.interval',
      kind: 'statutory',
      runs: 'live',
      from: (f, reckon) => reckon.months(f.due, -12),
      due: (f, reckon) => {
        reckon.because(`it says ${f.due}`)
        return f.due
      },
      ladder: [
        { at: { share: 0.5 }, tell: ['officer'], template: 'soon' },
        { at: { days: -10 }, tell: ['officer'], template: 'soon', to: { lit: 'due' } },
        { at: { workingDays: -2 }, tell: ['teamLeader'], template: 'soon' },
        { at: { days: 1 }, tell: ['officer'], template: 'late', urgency: 'urgent' },
        { at: { days: 7 }, tell: ['officer', 'headOfService'], template: 'late', every: { days: 7 } },
      ],
    },
    hurry: {
      title: 'Mend the fault',
      source: 'awaab.emergency',
      kind: 'policy',
      runs: ['lit', 'due', 'claimed'],
      from: f => f.hurryFrom,
      due: f => f.hurry,
      ladder: [
        { at: { share: 0.5 }, tell: ['officer'], template: 'soon', urgency: 'emergency' },
        {
          at: { hours: 0 },
          tell: ['headOfService'],
          template: 'late',
          urgency: 'emergency',
          to: { lit: 'dark', due: 'dark' },
        },
        { at: { hours: 4 }, tell: ['director'], template: 'late', urgency: 'emergency', every: { hours: 4 } },
      ],
    },
  },
  words: {
    soon: { subject: 'Soon: {where}', body: '{due}', act: 'Test it.' },
    late: { subject: 'Late: {where}', body: '{late}, {law}', act: 'Test it now.' },
    fault: { subject: 'Fault at {where}', body: '{what}', act: 'Mend it.' },
  },
})
