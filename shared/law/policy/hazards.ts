/** Damp, mould and other hazards: the periods of Awaab's Law may be shortened. */

import { rules } from '../rules.ts'
import type { PolicyChoice } from './choice.ts'

export const hazards = {
  'awaab.emergency': {
    value: rules['awaab.emergency'].value,
    unit: 'hours',
    title: 'emergency hazard',
    min: 1,
    max: rules['awaab.emergency'].value,
    tightens: 'awaab.emergency',
  },
  'awaab.investigate': {
    value: rules['awaab.investigate'].value,
    unit: 'working days',
    title: 'investigation of a hazard',
    min: 1,
    max: rules['awaab.investigate'].value,
    tightens: 'awaab.investigate',
  },
  'awaab.summary': {
    value: rules['awaab.summary'].value,
    unit: 'working days',
    title: 'written summary of an investigation',
    min: 1,
    max: rules['awaab.summary'].value,
    tightens: 'awaab.summary',
  },
  'awaab.safety': {
    value: rules['awaab.safety'].value,
    unit: 'working days',
    title: 'safety work',
    min: 1,
    max: rules['awaab.safety'].value,
    tightens: 'awaab.safety',
  },
  'awaab.preventative.begin': {
    value: rules['awaab.preventative.begin'].value,
    unit: 'working days',
    title: 'beginning of preventative work',
    min: 1,
    max: rules['awaab.preventative.begin'].value,
    tightens: 'awaab.preventative.begin',
  },
  'awaab.preventative.backstop': {
    value: rules['awaab.preventative.backstop'].value,
    unit: 'days',
    title: 'physical beginning of preventative work',
    min: 1,
    max: rules['awaab.preventative.backstop'].value,
    tightens: 'awaab.preventative.backstop',
  },
  'hazard.triage': {
    value: rules['hazard.triage'].value,
    unit: 'working days',
    title: 'triage of a report',
    min: 0,
    max: 1,
  },
  'hazard.monitoring': {
    value: rules['hazard.monitoring'].value,
    unit: 'days',
    title: 'follow-up visit after the work',
    min: 42,
    max: 56,
  },
  'hazard.works.complete': {
    value: rules['hazard.works.complete'].value,
    unit: 'days',
    title: 'completion of preventative work where no date was promised',
    min: 7,
    max: 168,
  },
  'hazard.decant.review': {
    value: rules['hazard.decant.review'].value,
    unit: 'days',
    title: 'review while the household lives elsewhere',
    min: 7,
    max: 28,
  },
  'hazard.recurrence': {
    value: rules['hazard.recurrence'].value,
    unit: 'months',
    title: 'in which a new report counts as a recurrence',
    min: 6,
    max: 24,
  },
} as const satisfies Record<string, PolicyChoice>
