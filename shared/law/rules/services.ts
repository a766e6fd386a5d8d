/** Antisocial behaviour, adaptations and the registers of people, policies and returns: standards and practice. */
import type { LawRule } from '../rules.ts'

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
} as const satisfies Record<string, LawRule>
