/**
 * How long what is written down is kept. Where no Act says, practice does: six years, since a claim on a tenancy may be
 * brought for as long. A gas record has a rule of its own among the rules of gas.
 */
import type { LawRule } from './rule.ts'

export const retention = {
  'retention.complaint': { value: 6, unit: 'years after closing', source: 'sector practice', confidence: 'practice' },
  'retention.case': {
    value: 6,
    unit: 'years after closing, or after a later check has replaced it',
    source: 'sector practice, after the time for a claim in contract (Limitation Act 1980 s5)',
    confidence: 'practice',
  },
  'retention.electrical': {
    value: null,
    unit: 'until the next report, and as long as the home is held',
    source: 'sector practice',
    confidence: 'practice',
  },
  'retention.asbestos': {
    value: null,
    unit: 'as long as the building is held',
    source: 'sector practice',
    confidence: 'practice',
  },
  'retention.audit': { value: 7, unit: 'years', source: 'sector practice', confidence: 'practice' },
  'retention.received': {
    value: 730,
    unit: 'days from when a message came in; then it goes by itself',
    source: 'sector practice',
    confidence: 'practice',
  },
} as const satisfies Record<string, LawRule>
