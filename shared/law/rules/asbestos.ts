/** Control of Asbestos Regulations 2012 (SI 2012/632): the duty to manage covers common parts, not homes. */
import type { LawRule } from './rule.ts'

export const asbestos = {
  'asbestos.manage': {
    value: null,
    unit: 'survey or presume, record, review; non-domestic premises and common parts',
    source: 'Control of Asbestos Regulations 2012 reg 4; HSG264',
    confidence: 'verified',
  },
  'asbestos.builtBefore': {
    value: 2000,
    unit: 'year: built before it is in scope',
    source: 'HSG264',
    confidence: 'verified',
  },
  'asbestos.reinspect': {
    value: 12,
    unit: 'months',
    source: 'practice under Control of Asbestos Regulations 2012 reg 4 and HSG227',
    confidence: 'practice',
  },
  'asbestos.incident': {
    value: 24,
    unit: 'hours to seal the area and assess the exposure after a disturbance',
    source: 'practice under Control of Asbestos Regulations 2012 reg 15',
    confidence: 'practice',
  },
  'asbestos.areas': {
    value: 3,
    unit: 'months to survey areas that the surveyor could not get into',
    source: 'practice under HSG264: presume asbestos until it is shown that there is none',
    confidence: 'practice',
  },
} as const satisfies Record<string, LawRule>
