/** Lifts out of use and the legionella regime: what is done at once, and how soon it is looked at again. */

import { rules } from '../rules.ts'
import type { PolicyChoice } from './choice.ts'

export const liftsAndWater = {
  'lift.authorityCopy': {
    value: 1,
    unit: 'working days',
    title: 'report of a dangerous lift, and its copy to the enforcing authority',
    min: 1,
    max: 5,
  },
  'lift.isolation': {
    value: 1,
    unit: 'working days',
    title: 'evidence that a withdrawn lift is isolated',
    min: 1,
    max: 3,
  },
  'lift.residents': {
    value: 1,
    unit: 'working days',
    title: 'plan for residents who cannot do without the lift',
    min: 1,
    max: 3,
  },
  'lift.withdrawn.review': { value: 28, unit: 'days', title: 'review of a lift out of use', min: 7, max: 31 },
  'lift.outOfService': { value: 3, unit: 'days', title: 'a lift that broke down runs again', min: 1, max: 14 },
  'lra.trigger': {
    value: 28,
    unit: 'days',
    title: 'review of a legionella assessment after a trigger',
    min: 1,
    max: 28,
  },
  'lra.incident.plan': {
    value: 1,
    unit: 'working days',
    title: 'plan to disinfect and sample again after a positive sample',
    min: 0,
    max: 2,
  },
  'lra.resample': { value: 7, unit: 'days', title: 'next sample in a legionella incident', min: 2, max: 14 },
  'lra.reading.report': {
    value: 5,
    unit: 'days',
    title: 'how long after its period a reading taken in it may be reported',
    min: 0,
    max: 10,
  },
  'lra.failures': {
    value: 2,
    unit: 'failures in a row',
    title: 'out of range at one outlet before the compliance manager is told',
    min: 1,
    max: 3,
  },
  'lra.sample.escalate': {
    value: rules['lra.sample.escalate'].value,
    unit: 'cfu/l',
    title: 'legionella count told the same day',
    min: 1,
    max: rules['lra.sample.escalate'].value,
  },
  'lra.incident.clearSamples': {
    value: rules['lra.incident.clearSamples'].value,
    unit: 'samples',
    title: 'clear samples that end an incident',
    min: 2,
    max: 5,
  },
} as const satisfies Record<string, PolicyChoice>
