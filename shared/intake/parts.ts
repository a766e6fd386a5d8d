/** How many parts a mail or a form with files may have, told before it is taken apart. */

/** No person sends so many; a thousand nested parts only cost time (50,000 took more than a second). */
export const PARTS = 1000

const LF = 10
const DASH = 45

/** By its lines that begin as the boundary between two parts does. */
export const tooManyParts = (raw: Uint8Array): boolean => {
  let count = 0
  for (let at = raw.indexOf(LF); at >= 0; at = raw.indexOf(LF, at + 1))
    if (raw[at + 1] === DASH && raw[at + 2] === DASH && ++count > PARTS) return true
  return false
}
