/** Stock condition, access to homes, remedial actions, improvement plans and reporting: standards and practice. */
import type { LawRule } from './rule.ts'

export const condition = {
  'actions.reasonableTime': {
    value: null,
    unit: 'actions from assessments completed in reasonable time',
    source: 'RSH Safety and Quality Standard',
    confidence: 'known',
    from: '2024-04-01',
  },
  'actions.riskAcceptance': {
    value: 6,
    unit: 'months at most, by a named head of service or above',
    source: 'sector practice',
    confidence: 'practice',
  },
  'stock.condition': {
    value: null,
    unit: "an up-to-date record of every home's condition, from physical inspection",
    source: 'RSH Safety and Quality Standard',
    confidence: 'known',
    from: '2024-04-01',
  },
  'scs.cycle': {
    value: 5,
    unit: 'years',
    source: 'landlord policy, after Canterbury City Council, Consumer Standards Improvement Plan, action 1',
    confidence: 'seed',
  },
  'scs.attempts.min': {
    value: 2,
    unit: 'attempts',
    source: 'Canterbury City Council, Consumer Standards Improvement Plan, action 1',
    confidence: 'seed',
  },
  'estate.inspection': {
    value: null,
    unit: 'frequency by type of block and risk',
    source: 'RSH Safety and Quality and Neighbourhood and Community Standards',
    confidence: 'known',
  },
  'access.notice': {
    value: 24,
    unit: 'hours of written notice to view condition',
    source: 'Landlord and Tenant Act 1985 s11(6)',
    confidence: 'verified',
  },
  'access.abatement': {
    value: 14,
    unit: 'days, commonly, in an abatement notice',
    source: 'Environmental Protection Act 1990 s80; warrant under Sched 3 para 2',
    confidence: 'practice',
  },
  'access.attempts.min': {
    value: 2,
    unit: 'attempts at different times of day',
    source: 'sector practice: evidence of reasonable steps',
    confidence: 'practice',
  },
  'plan.target': {
    value: null,
    unit: 'target date of the plan; a month means its last day',
    source: "the landlord's improvement plan as reported to its governing body",
    confidence: 'practice',
  },
  'plan.update': {
    value: 35,
    unit: 'days without an update',
    source: 'practice: monthly updates',
    confidence: 'practice',
  },
  'tsm.yearEnd': {
    value: '03-31',
    unit: 'month and day',
    source: 'RSH Tenant Satisfaction Measures: technical requirements',
    confidence: 'known',
  },
  'tsm.submission': {
    value: '06-30',
    unit: 'month and day',
    source: 'Cannock Chase Council, annual complaints report 2024/25, 5.29',
    confidence: 'seed',
  },
  'stairs.request': {
    value: 30,
    unit: 'days, about (private registered providers alone)',
    source: 'Social Tenant Access to Information Requirements',
    confidence: 'verified',
    from: '2027-04-01',
  },
  'landlord.policy': {
    value: null,
    unit: 'the number is in the policy',
    source: "the landlord's own policy",
    confidence: 'practice',
  },
} as const satisfies Record<string, LawRule>
