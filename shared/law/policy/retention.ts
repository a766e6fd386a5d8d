/** How long a landlord keeps what no Act sets a time for. What is past is listed; somebody decides, and nothing but received mail goes by itself. */
import { rules } from '../rules.ts'
import type { PolicyChoice } from './choice.ts'

export const retention = {
  'retention.complaint': {
    value: rules['retention.complaint'].value,
    unit: 'years',
    title: 'words and documents of a closed complaint',
    min: 6,
    max: 15,
  },
  'retention.case': {
    value: rules['retention.case'].value,
    unit: 'years',
    title: 'words and documents of other closed cases, and of checks that later ones replaced',
    min: 6,
    max: 15,
  },
  'retention.person': {
    value: rules['retention.audit'].value,
    unit: 'years',
    title: 'who somebody was who has left',
    min: 1,
    max: 15,
  },
  'retention.received': {
    value: rules['retention.received'].value,
    unit: 'days',
    title: 'a message as it came in',
    min: 365,
    max: 5475,
  },
} as const satisfies Record<string, PolicyChoice>
