/**
 * How soon a person looks at what could not be understood or trusted (well inside the shortest clock it may start), and
 * at a case that nothing else would bring back.
 */
import type { PolicyChoice } from './choice.ts'

export const triage = {
  'triage.hazard': {
    value: 4,
    unit: 'hours',
    title: 'sorting of a message that may tell of a hazard (an emergency has 24 hours, SI 2025/1042)',
    min: 1,
    max: 12,
  },
  'triage.other': {
    value: 1,
    unit: 'working days',
    title: 'sorting of any other message (a complaint is acknowledged within 5, Code 6.2)',
    min: 1,
    max: 3,
  },
  'triage.flood': {
    value: 100,
    unit: 'messages to sort in a day',
    title: 'of one form or mailbox, from which on one case speaks for all that come',
    min: 20,
    max: 1000,
  },
  'case.unwatched': {
    value: 5,
    unit: 'working days',
    title: 'open case on which no date runs: somebody decides what happens next',
    min: 1,
    max: 10,
  },
} as const satisfies Record<string, PolicyChoice>
