/** The words of a mail as a case holds them, saying first what of it the case does not hold. */
import { allFilesOf, MOST } from './files.ts'
import type { Email } from './read.ts'

/** Characters that an arrival may have. */
const LONGEST = 10_000

/** Undefined when there are none. */
export const worded = (text: string, email: Pick<Email, 'attachments'>): string | undefined => {
  const files = allFilesOf(email).length
  const lacks = [
    ...(files > MOST ? [`${files} files came with it; ${MOST} of them are kept with the case.`] : []),
    ...(text.length > LONGEST ? [`It has ${text.length} characters; its beginning is kept with the case.`] : []),
  ]
  const told = lacks.length > 0 ? `[${lacks.join(' ')} All of it is in the message as it came.]\n\n` : ''
  return `${told}${text}`.slice(0, LONGEST).toWellFormed() || undefined
}
