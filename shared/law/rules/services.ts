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
} as const satisfies Record<string, LawRule>
