/** Legionella: HSWA 1974 s3, COSHH 2002, ACOP L8 and HSG274 Part 2. No certificate and no fixed review period exist. */
import type { LawRule } from './rule.ts'

export const water = {
  'lra.review.statutory': {
    value: null,
    unit: 'regularly, and whenever it may no longer be valid',
    source: 'COSHH 2002 reg 6; ACOP L8 (4th edition)',
    confidence: 'known',
  },
  'lra.review.default': {
    value: 24,
    unit: 'months',
    source: 'practice under ACOP L8 and HSG274-2',
    confidence: 'practice',
  },
  'lra.review.highRisk': {
    value: 12,
    unit: 'months',
    source: 'practice under ACOP L8 and HSG274-2',
    confidence: 'practice',
  },
  'lra.monitor.hotSentinel': { value: 50, unit: '°C or more', source: 'HSG274-2', confidence: 'known' },
  'lra.monitor.hotSentinel.within': { value: 1, unit: 'minutes', source: 'HSG274-2', confidence: 'known' },
  'lra.monitor.hotSentinel.healthcare': { value: 55, unit: '°C or more', source: 'HSG274-2', confidence: 'known' },
  'lra.monitor.cold': { value: 20, unit: '°C: below', source: 'HSG274-2', confidence: 'verified' },
  'lra.monitor.cold.within': { value: 2, unit: 'minutes', source: 'HSG274-2', confidence: 'verified' },
  'lra.monitor.calorifier.flow': { value: 60, unit: '°C or more', source: 'HSG274-2', confidence: 'verified' },
  'lra.monitor.calorifier.return': { value: 50, unit: '°C or more', source: 'HSG274-2', confidence: 'verified' },
  'lra.task.sentinel': { value: 1, unit: 'months', source: 'HSG274-2', confidence: 'known' },
  'lra.task.flushing': { value: 7, unit: 'days', source: 'HSG274-2', confidence: 'verified' },
  'lra.task.showerheads': { value: 3, unit: 'months', source: 'HSG274-2', confidence: 'verified' },
  'lra.task.coldTank': {
    value: 12,
    unit: 'months, or 6',
    source: 'HSG274-2',
    confidence: 'known',
  },
  'lra.task.calorifier': { value: 12, unit: 'months', source: 'HSG274-2', confidence: 'known' },
  'lra.task.tmv': { value: 12, unit: 'months, oftener in care', source: 'HSG274-2', confidence: 'known' },
  'lra.sample.respond': { value: 100, unit: 'cfu/l: above', source: 'HSG274', confidence: 'known' },
  'lra.sample.escalate': {
    value: 1000,
    unit: 'cfu/l or more, told the same day',
    source: 'HSG274 response bands; same-day escalation is practice',
    confidence: 'practice',
  },
  'lra.incident.clearSamples': {
    value: 2,
    unit: 'clear samples in a row',
    source: 'practice under HSG274',
    confidence: 'practice',
  },
  'lra.records': { value: 5, unit: 'years', source: 'ACOP L8; HSG274', confidence: 'verified' },
  'lra.records.assessment': {
    value: 2,
    unit: 'years after it is superseded',
    source: 'ACOP L8',
    confidence: 'known',
  },
} as const satisfies Record<string, LawRule>
