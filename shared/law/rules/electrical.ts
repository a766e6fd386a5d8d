/**
 * Electrical Safety Standards in the Private Rented Sector (England) Regulations 2020 (SI 2020/312), extended to
 * registered providers by SI 2025/1043.
 */
import type { LawRule } from './rule.ts'

export const electrical = {
  'eicr.interval': {
    value: 5,
    unit: 'years at most, or shorter if the report says so',
    source: 'SI 2020/312 reg 3(2) as amended by SI 2025/1043',
    confidence: 'verified',
    from: '2025-11-01',
  },
  'eicr.remedial': {
    value: 28,
    unit: 'days starting with the inspection date, or the period in the report if shorter',
    source: 'SI 2020/312 reg 3(4)',
    confidence: 'verified',
  },
  'eicr.remedial.repeat': {
    value: 28,
    unit: 'days starting with the confirmation that more work is needed, or the period it gives if shorter',
    source: 'SI 2020/312 reg 3(6)',
    confidence: 'known',
  },
  'eicr.confirmation.copy': {
    value: 28,
    unit: 'days from completion, to the tenant (and to the local housing authority unless it is the landlord)',
    source: 'SI 2020/312 reg 3(5)',
    confidence: 'known',
  },
  'eicr.copy.existingTenant': {
    value: 28,
    unit: 'days from the inspection',
    source: 'SI 2020/312 reg 3(3)(b)',
    confidence: 'verified',
  },
  'eicr.copy.newTenant': {
    value: 0,
    unit: 'days: before occupation',
    source: 'SI 2020/312 reg 3(3)(e)',
    confidence: 'verified',
  },
  'eicr.copy.prospective': {
    value: 28,
    unit: 'days from a written request',
    source: 'SI 2020/312 reg 3(3)(e)',
    confidence: 'verified',
  },
  'eicr.copy.lha': {
    value: 7,
    unit: 'days from a written request of the local housing authority',
    source: 'SI 2020/312 reg 3(3)(c)',
    confidence: 'verified',
  },
  'eicr.copy.existingReports': {
    value: '2026-05-01',
    unit: 'date by which a report already held goes to tenants of before December 2025',
    source: 'SI 2025/1043 transitional provision',
    confidence: 'verified',
  },
  'eicr.equipment.remedial': {
    value: 28,
    unit: "days after the check of the landlord's equipment",
    source: 'SI 2025/1043',
    confidence: 'verified',
  },
  'eicr.equipment.interval': {
    value: 5,
    unit: "years between checks of the landlord's equipment; the first before 1 November 2026",
    source: 'SI 2025/1043',
    confidence: 'unconfirmed',
  },
  'eicr.socialTenancies.inForceNew': {
    value: '2025-12-01',
    unit: 'tenancies granted on or after',
    source: 'SI 2025/1043 reg 1(2)(b)',
    confidence: 'verified',
  },
  'eicr.socialTenancies.inForceExisting': {
    value: '2026-05-01',
    unit: 'date, for tenancies granted earlier',
    source: 'SI 2025/1043 reg 1(2)(b)(i)',
    confidence: 'verified',
  },
  'eicr.socialTenancies.firstInspectionBefore': {
    value: '2026-11-01',
    unit: 'date that the first inspection must precede',
    source: 'SI 2025/1043 transitional provision',
    confidence: 'verified',
  },
  'eicr.communal.interval': {
    value: 5,
    unit: "years, for the landlord's own supply in common parts",
    source: 'Electricity at Work Regulations 1989; IET Guidance Note 3',
    confidence: 'known',
  },
} as const satisfies Record<string, LawRule>
