/** Gas Safety (Installation and Use) Regulations 1998 (GSIUR, SI 1998/2451); reg 36A inserted by SI 2018/139. */
import type { LawRule } from './rule.ts'

export const gas = {
  'gas.check.interval': { value: 12, unit: 'months', source: 'GSIUR 1998 reg 36(3)(a)', confidence: 'known' },
  'gas.check.window': {
    value: 2,
    unit: 'months ending with the deadline date',
    source: 'GSIUR 1998 reg 36A(1), inserted by SI 2018/139',
    confidence: 'verified',
    from: '2018-04-06',
  },
  'gas.check.alignment.max': {
    value: 2,
    unit: 'months, once per appliance',
    source: 'GSIUR 1998 reg 36A',
    confidence: 'verified',
    from: '2018-04-06',
  },
  'gas.newAppliance.first': {
    value: 12,
    unit: 'months from installation',
    source: 'GSIUR 1998 reg 36(3)(a)',
    confidence: 'verified',
  },
  'gas.newTenancy.lookback': {
    value: 12,
    unit: 'months before the lease starts',
    source: 'GSIUR 1998 reg 36(3)(b)',
    confidence: 'known',
  },
  'gas.copy.existingTenant': {
    value: 28,
    unit: 'days from the check',
    source: 'GSIUR 1998 reg 36(6)(a)',
    confidence: 'known',
  },
  'gas.copy.newTenant': {
    value: 0,
    unit: 'days: before occupation',
    source: 'GSIUR 1998 reg 36(6)(b)',
    confidence: 'known',
  },
  'gas.record.retention': {
    value: 2,
    unit: 'further checks of the appliance',
    source: 'GSIUR 1998 reg 36(3)(c) as amended by SI 2018/139',
    confidence: 'verified',
  },
  'gas.record.retention.removed': {
    value: 2,
    unit: 'years from the last check of a removed appliance',
    source: 'GSIUR 1998 reg 36(3)(c) as amended by SI 2018/139',
    confidence: 'verified',
  },
  'gas.riddor.dangerousFitting': {
    value: 14,
    unit: 'days (duty of the engineer)',
    source: 'RIDDOR 2013 reg 11(2)',
    confidence: 'known',
  },
  'gas.unsafe.categories': {
    value: 'Immediately Dangerous, At Risk',
    unit: 'categories; Not to Current Standards is advice',
    source: 'IGEM/G/11 edition 2 as amended July 2025',
    confidence: 'verified',
  },
  'gas.id.makeSafe': {
    value: 0,
    unit: 'days: during the visit',
    source: 'IGEM/G/11: disconnect or isolate, label and warn',
    confidence: 'practice',
  },
  'gas.id.repair': {
    value: 24,
    unit: 'hours, in the heating season or for a vulnerable household',
    source: 'sector practice after an Immediately Dangerous finding',
    confidence: 'practice',
  },
  'gas.id.repair.otherwise': {
    value: 3,
    unit: 'days',
    source: 'sector practice after an Immediately Dangerous finding',
    confidence: 'practice',
  },
  'gas.ar.repair': {
    value: 5,
    unit: 'working days',
    source: 'sector practice after an At Risk finding',
    confidence: 'practice',
  },
  'gas.incomplete.rebook': {
    value: 5,
    unit: 'working days',
    source: 'sector practice: an incomplete check does not satisfy GSIUR 1998 reg 36(3)',
    confidence: 'practice',
  },
  'gas.void.cap': {
    value: 1,
    unit: 'working days from key return',
    source: "landlord policy, after Croydon's and Gateshead's published policies",
    confidence: 'practice',
  },
  'gas.void.uncap': {
    value: 3,
    unit: 'working days to a full service and new record on uncapping',
    source: "landlord policy, after Gateshead's published policy; GSIUR 1998 reg 36(3)(b)",
    confidence: 'practice',
  },
  'gas.capped.review': {
    value: 30,
    unit: 'days between welfare and heating reviews',
    source: 'sector practice for a supply capped for want of access',
    confidence: 'practice',
  },
} as const satisfies Record<string, LawRule>
