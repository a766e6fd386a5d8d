/** From when a figure is green, amber or grave, in % unless said otherwise. */

import { rules } from '../rules.ts'
import type { PolicyChoice } from './choice.ts'

export const thresholds = {
  'rag.gas.green': { value: 99.9, unit: '%', title: 'gas in date: green from', min: 95, max: 100 },
  'rag.gas.amber': { value: 99, unit: '%', title: 'gas in date: amber from', min: 90, max: 100 },
  'rag.assessments.green': {
    value: 100,
    unit: '%',
    title: 'fire, legionella, lifts in date: green from',
    min: 95,
    max: 100,
  },
  'rag.assessments.amber': {
    value: 98,
    unit: '%',
    title: 'fire, legionella, lifts in date: amber from',
    min: 90,
    max: 100,
  },
  'rag.eicr.green': { value: 99, unit: '%', title: 'electrical in date: green from', min: 90, max: 100 },
  'rag.eicr.amber': { value: 95, unit: '%', title: 'electrical in date: amber from', min: 80, max: 100 },
  'rag.alarms.green': { value: 100, unit: '%', title: 'smoke and carbon monoxide: green from', min: 95, max: 100 },
  'rag.alarms.amber': { value: 98, unit: '%', title: 'smoke and carbon monoxide: amber from', min: 90, max: 100 },
  'rag.scs.green': { value: 95, unit: '%', title: 'surveyed in five years: green from', min: 80, max: 100 },
  'rag.scs.amber': { value: 80, unit: '%', title: 'surveyed in five years: amber from', min: 50, max: 100 },
  'rag.actionsP1.amber': {
    value: 5,
    unit: 'overdue actions',
    title: 'overdue P1 actions: amber up to',
    min: 0,
    max: 5,
  },
  'rag.complaints.green': {
    value: rules['complaints.target'].value,
    unit: '%',
    title: 'complaints in time: green from',
    min: 80,
    max: 100,
  },
  'rag.complaints.amber': { value: 80, unit: '%', title: 'complaints in time: amber from', min: 50, max: 100 },
  'rag.tolerance': { value: 5, unit: '% of the target', title: 'other figures: amber within', min: 0, max: 20 },
  'rkk17.target': {
    value: rules['rkk17.target'].value,
    unit: '%',
    title: 'damp and mould cases open too long: at most',
    min: 0,
    max: 50,
  },
  'trend.months': { value: 3, unit: 'month-ends', title: 'a sustained trend', min: 2, max: 12 },
  'material.overdue': {
    value: 28,
    unit: 'days',
    title: 'life-safety item overdue without an access record',
    min: 1,
    max: 28,
  },
  'material.fraP1': { value: 10, unit: '%', title: 'overdue P1 fire actions', min: 0, max: 10 },
  'material.unknown': { value: 1, unit: '% of stock', title: 'homes whose duty is unknown', min: 0, max: 1 },
  'material.missedMonitoring': {
    value: 2,
    unit: 'periods',
    title: 'monitoring missed at one outlet within three months',
    min: 1,
    max: 2,
  },
  'material.lostCertificates': {
    value: 0.5,
    unit: '%',
    title: 'certificates that cannot be reconciled',
    min: 0,
    max: 0.5,
  },
} as const satisfies Record<string, PolicyChoice>
