/**
 * Plain words. Landlords' own terms make a home sound like goods (the Ombudsman names `stock` and `decants`), and
 * abbreviations hide what is meant.
 */
const inside: readonly (readonly [term: RegExp, say: string])[] = [
  [/\b(?:housing )?stock\b/i, 'homes'],
  [/\bdecant(?:s|ed|ing)?\b/i, 'move to another home for a time'],
  [/\bvoids?\b/i, 'empty home'],
  [/\boperatives?\b/i, 'the name of the trade, or “our plumber”'],
  [/\bremedials?\b/i, 'the work to put it right'],
  [/\bno[- ]access\b/i, 'we could not get in'],
  [/\bUPRN\b/, 'address'],
  [/\bLGSR\b/, 'gas safety certificate'],
  [/\bEICR\b/, 'electrical safety report'],
  [/\bFRA\b/, 'fire risk assessment'],
  [/\bSLA\b/, 'the time we aim for'],
  [/\b[SC][1-4]\b/, '“stage 1” or the name of the step'],
  [/\bASB\b/, 'anti-social behaviour'],
  [/\bservice user\b/i, 'you'],
  [/\bas per\b/i, 'as'],
  [/\bgoing forward\b/i, 'from now on'],
]

/** Longer sentences lose most readers. */
const LONGEST = 45

/** Words of the trade, each with what to say instead. */
export const jargonIn = (text: string): string[] =>
  inside.flatMap(([term, say]) => {
    const found = term.exec(text)?.[0]
    return found === undefined ? [] : [`PLAIN_WORDS: “${found}” is a word of the trade: say ${say}`]
  })

/** What is not plain, each with what to say instead; none means plain. */
export const notPlain = (text: string): string[] => [
  ...jargonIn(text),
  ...text.split(/[.!?]\s|\n/).flatMap(sentence => {
    const count = sentence.split(/\s+/).filter(Boolean).length
    return count > LONGEST
      ? [`PLAIN_WORDS: a sentence has ${count} words, “${sentence.trim().slice(0, 40)}…”: make it two`]
      : []
  }),
]
