/** A message that was read, in the log of what arrived: found by its Message-ID, its submission's reference, or ours. */

import type { Left } from '../../store/arrived/logged.ts'
import { noteIntake } from '../intake-log.ts'
import type { MailDeps, Received, Result } from './deps.ts'

const leftOf = (result: Result): Left => {
  switch (result.kind) {
    case 'opened':
      return { outcome: result.again ? 'again' : 'opened', caseId: result.caseId }
    case 'told':
      return { outcome: result.again ? 'again' : 'told', caseId: result.caseId, event: result.event }
    case 'triage':
      return { outcome: 'triage', caseId: result.caseId, why: result.reason }
    case 'answered':
      return { outcome: 'answered', why: result.why }
    case 'ignored':
      return { outcome: result.test ? 'test' : 'ignored', why: result.why }
  }
}

/** `raw/<number>`: what the sender's own server was told when it handed the message over. */
const ownNumber = (key: string): string => key.replace(/^raw\//, '')

export const noteResults = (
  { store }: Pick<MailDeps, 'store'>,
  { key, at }: Received,
  numbers: readonly (string | undefined)[],
  results: readonly Result[],
): Promise<void> => {
  const references = [...numbers.filter(one => one !== undefined), ownNumber(key)]
  const door = key.startsWith('raw/') ? 'mail' : 'bucket'
  return noteIntake(store, { door, at, references, original: key }, results.map(leftOf))
}
