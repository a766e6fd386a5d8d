/**
 * Lifting Operations and Lifting Equipment Regulations 1998 (LOLER, SI 1998/2307). The letters A and B are the
 * insurers'; the Regulations themselves hold no 28-day limit.
 */
import type { LawRule } from './rule.ts'

export const lifts = {
  'loler.persons': {
    value: 6,
    unit: 'months',
    source: 'LOLER 1998 reg 9(3)(a)(i)',
    confidence: 'verified',
  },
  'loler.other': {
    value: 12,
    unit: 'months',
    source: 'LOLER 1998 reg 9(3)(a)(ii)',
    confidence: 'verified',
  },
  'loler.report.nextExam': {
    value: null,
    unit: 'latest date printed on the report, if earlier',
    source: 'LOLER 1998 Sched 1',
    confidence: 'verified',
  },
  'loler.defect.A': {
    value: 0,
    unit: 'days: out of use at once until rectified',
    source: 'LOLER 1998 reg 10(3)(a)',
    confidence: 'verified',
  },
  'loler.defect.B': {
    value: null,
    unit: 'date on the report; out of use after it unless rectified',
    source: 'LOLER 1998 reg 10(3)(b), Sched 1 para 8(c)',
    confidence: 'verified',
  },
  'loler.defect.notify': {
    value: 0,
    unit: 'days: forthwith, by the examiner',
    source: 'LOLER 1998 reg 10(1)(a)',
    confidence: 'verified',
  },
  'loler.enforcingAuthorityCopy': {
    value: null,
    unit: 'as soon as practicable, where the risk of serious injury is existing or imminent',
    source: 'LOLER 1998 reg 10(1)(c)',
    confidence: 'verified',
  },
  'loler.report.chase': {
    value: 28,
    unit: 'days',
    source: 'HSE guidance; LOLER 1998 reg 10(1)(b) says as soon as practicable',
    confidence: 'known',
  },
  'loler.returnToService': {
    value: 0,
    unit: 'days: examined before it is used again',
    source: 'LOLER 1998 reg 9',
    confidence: 'known',
  },
  'lift.defect.A.repair': {
    value: 72,
    unit: 'hours (24 to 72)',
    source: 'sector practice; use is barred by LOLER 1998 reg 10(3)(a) meanwhile',
    confidence: 'practice',
  },
  'lift.defect.C.repair': { value: 90, unit: 'days', source: 'sector practice', confidence: 'practice' },
  'lift.domestic.hoist': {
    value: 6,
    unit: 'months, hoists and through-floor lifts in homes',
    source: 'landlord policy; LOLER 1998 may not apply where no one works with it',
    confidence: 'practice',
  },
  'lift.domestic.stairlift': {
    value: 12,
    unit: 'months',
    source: 'landlord policy; LOLER 1998 may not apply where no one works with it',
    confidence: 'practice',
  },
} as const satisfies Record<string, LawRule>
