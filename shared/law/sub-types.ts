/** Sub-types by our names, whatever a row or a form calls them. */
import { fireDutyNamed } from './fire-duties.ts'

const named: Readonly<Record<string, (said: string) => string>> = { 'fire-check': fireDutyNamed }

/** A name that is not known is given back as it was said: the workflow refuses it. */
export const subTypeNamed = (workflow: string, said: string): string =>
  (Object.hasOwn(named, workflow) ? named[workflow]?.(said) : undefined) ?? said
