/**
 * Awaab's Law: Landlord and Tenant Act 1985 s10A and the Hazards in Social Housing (Prescribed Requirements) (England)
 * Regulations 2025 (SI 2025/1042). A hazard whose kind is not in force yet runs the same clocks, not as statutory.
 */
import type { LawRule } from './rule.ts'

export const hazards = {
  'awaab.emergency': {
    value: 24,
    unit: 'elapsed hours from awareness, to investigate and make safe',
    source: 'SI 2025/1042 Part 3',
    confidence: 'verified',
    from: '2025-10-27',
  },
  'awaab.emergency.found': {
    value: 24,
    unit: 'elapsed hours from its being found in an investigation',
    source: 'SI 2025/1042 Part 3',
    confidence: 'verified',
    from: '2025-10-27',
  },
  'awaab.investigate': {
    value: 10,
    unit: 'working days from the day after awareness',
    source: 'SI 2025/1042',
    confidence: 'verified',
    from: '2025-10-27',
  },
  'awaab.renewed': {
    value: 10,
    unit: 'working days from the original awareness, in person when the tenant asks',
    source: 'SI 2025/1042',
    confidence: 'unconfirmed',
    from: '2025-10-27',
  },
  'awaab.summary': {
    value: 3,
    unit: 'working days from the day after the investigation concludes',
    source: 'SI 2025/1042 reg 9',
    confidence: 'verified',
    from: '2025-10-27',
  },
  'awaab.safety': {
    value: 5,
    unit: 'working days from the day after the investigation concludes',
    source: 'SI 2025/1042 reg 11(2)(a)',
    confidence: 'verified',
    from: '2025-10-27',
  },
  'awaab.preventative.begin': {
    value: 5,
    unit: 'working days from the day after the investigation concludes, to begin or take steps to',
    source: 'SI 2025/1042 regs 12(5) and 13(2)',
    confidence: 'verified',
    from: '2025-10-27',
  },
  'awaab.preventative.backstop': {
    value: 84,
    unit: 'days from the conclusion, to begin physically',
    source: 'SI 2025/1042 reg 13(3)(b)',
    confidence: 'verified',
    from: '2025-10-27',
  },
  'awaab.preventative.complete': {
    value: null,
    unit: 'within a reasonable period',
    source: 'SI 2025/1042 reg 13(4)',
    confidence: 'verified',
    from: '2025-10-27',
  },
  'awaab.alternativeAccommodation': {
    value: 0,
    unit: 'days: offered by the time the safety work is overdue, until the home is safe',
    source: 'SI 2025/1042 Part 6',
    confidence: 'verified',
    from: '2025-10-27',
  },
  'awaab.phase1': {
    value: '2025-10-27',
    unit: 'date',
    source: 'SI 2025/1042',
    confidence: 'verified',
    from: '2025-10-27',
  },
  'awaab.phase1.hazards': {
    value: 'damp, mould and fungal growth; every emergency hazard but overcrowding',
    unit: 'hazards',
    source: 'SI 2025/1042',
    confidence: 'verified',
    from: '2025-10-27',
  },
  'awaab.phase2': {
    value: '2026-11-30',
    unit: 'date',
    source: 'phase 2 regulations (number not confirmed); GOV.UK guidance for phase 2',
    confidence: 'verified',
    from: '2026-11-30',
  },
  'awaab.phase2.hazards': {
    value:
      'excess cold; excess heat; falls; structural collapse and falling elements; fire and explosions; electrical; ' +
      'domestic and personal hygiene and food safety',
    unit: 'hazards added',
    source: 'phase 2 regulations (number not confirmed); GOV.UK guidance for phase 2',
    confidence: 'verified',
    from: '2026-11-30',
  },
  'awaab.phase3': {
    value: null,
    unit: 'date in 2027, every other hazard but overcrowding',
    source: 'government announcement; no commencement date found',
    confidence: 'unconfirmed',
  },
  'hhsrs.scheme2006': {
    value: 29,
    unit: 'hazards',
    source: 'Housing Health and Safety Rating System (England) Regulations 2005',
    confidence: 'known',
    to: '2026-06-22',
  },
  'hhsrs.scheme2026': {
    value: '2026-06-23',
    unit: 'date since which there are 21 hazards',
    source: 'SI 2026/571',
    confidence: 'verified',
    from: '2026-06-23',
  },
  'hazard.triage': { value: 1, unit: 'working days', source: 'sector practice', confidence: 'practice' },
  'hazard.monitoring': {
    value: 56,
    unit: 'days at most, from 42, to see that the mould is gone',
    source: 'Dacorum Borough Council, quarterly report Q1 2024/25, 4.4',
    confidence: 'seed',
  },
  'hazard.monitoring.earliest': {
    value: 42,
    unit: 'days after the work, before which a follow-up visit proves nothing about mould',
    source: 'Dacorum Borough Council, quarterly report Q1 2024/25, 4.4',
    confidence: 'seed',
  },
  'hazard.works.complete': {
    value: 84,
    unit: 'days from the conclusion, to finish preventative work where no date was promised',
    source: 'sector practice under SI 2025/1042 reg 13(4): within a reasonable period',
    confidence: 'practice',
  },
  'hazard.decant.review': {
    value: 28,
    unit: 'days between reviews while the household lives elsewhere',
    source: 'sector practice',
    confidence: 'practice',
  },
  'hazard.recurrence': { value: 12, unit: 'months after closing', source: 'sector practice', confidence: 'practice' },
  'rkk17.threshold': {
    value: 100,
    unit: 'days open: more than',
    source: 'Dacorum Borough Council, KPI RKK17',
    confidence: 'seed',
  },
  'rkk17.target': {
    value: 10,
    unit: '% of open damp and mould cases',
    source: 'Dacorum Borough Council, KPI RKK17',
    confidence: 'seed',
  },
} as const satisfies Record<string, LawRule>
