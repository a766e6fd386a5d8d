/** Control characters, other line ends, and marks that turn the reading direction. */
const control = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu

/** What others wrote, as one line of at most that many characters. */
export const oneLine = (text: string, most: number): string =>
  text.replace(control, ' ').replace(/\s+/g, ' ').trim().slice(0, most).toWellFormed()
