/** Antisocial behaviour, adaptations and the registers of people, policies and returns: standards and practice. */
import type { LawRule } from './rule.ts'

export const services = {
  'asb.standard': {
    value: null,
    unit: 'a policy on antisocial behaviour and hate incidents, and tenants kept informed',
    source: 'RSH Neighbourhood and Community Standard',
    confidence: 'known',
    from: '2024-04-01',
  },
  'asb.review': {
    value: 42,
    unit: 'days between reviews of a case by a team leader',
    source: 'Canterbury City Council, Consumer Standards Improvement Plan, action 9.8',
    confidence: 'seed',
  },
  'asb.contact': {
    value: 14,
    unit: 'days between contacts until others are agreed with the tenant',
    source: 'practice under the RSH Neighbourhood and Community Standard',
    confidence: 'practice',
  },
  'asb.response': {
    value: 5,
    unit: 'working days to assess a report and answer it',
    source: 'sector practice',
    confidence: 'practice',
  },
  'asb.response.urgent': {
    value: 1,
    unit: 'working days, where somebody is at risk or it is a hate incident',
    source: 'sector practice',
    confidence: 'practice',
  },
  'adaptation.assess': {
    value: 28,
    unit: 'days from the referral to the assessment',
    source: 'sector practice; the landlord publishes its own',
    confidence: 'practice',
  },
  'adaptation.approve': {
    value: 28,
    unit: 'days from the assessment to the approval',
    source: 'sector practice; the landlord publishes its own',
    confidence: 'practice',
  },
  'adaptation.order': {
    value: 28,
    unit: 'days from the approval to the order',
    source: 'sector practice; the landlord publishes its own',
    confidence: 'practice',
  },
  'adaptation.start': {
    value: 56,
    unit: 'days from the order to the start on site',
    source: 'sector practice; the landlord publishes its own',
    confidence: 'practice',
  },
  'adaptation.complete': {
    value: 28,
    unit: 'days from the start on site to completion',
    source: 'sector practice; the landlord publishes its own',
    confidence: 'practice',
  },
  'adaptation.whole': {
    value: 365,
    unit: 'days from the referral: longer is an exception to be reported',
    source: 'Canterbury City Council, Consumer Standards Improvement Plan, action 4.5',
    confidence: 'seed',
  },
  'competence.inForce': {
    value: '2026-10-01',
    unit: 'date',
    source: 'RSH Competence and Conduct Standard, October 2026; the day is not confirmed',
    confidence: 'unconfirmed',
    from: '2026-10-01',
  },
  'competence.transition': {
    value: 36,
    unit: 'months from the date in force, for those in post (48 for small landlords)',
    source: 'RSH Competence and Conduct Standard: transition of three or four years',
    confidence: 'unconfirmed',
    from: '2026-10-01',
  },
  'competence.transition.small': {
    value: 48,
    unit: 'months from the date in force, small landlords',
    source: 'RSH Competence and Conduct Standard: transition of three or four years',
    confidence: 'unconfirmed',
    from: '2026-10-01',
  },
  'watch.canary': {
    value: 1,
    unit: 'test mail an hour',
    source: 'Dutyholder’s own watch over its mails; no law asks for it',
    confidence: 'practice',
  },
  'policy.review': {
    value: 36,
    unit: 'months between reviews of a policy',
    source: 'Canterbury City Council, Consumer Standards Improvement Plan, action 4.1',
    confidence: 'seed',
  },
} as const satisfies Record<string, LawRule>
