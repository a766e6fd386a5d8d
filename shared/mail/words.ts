/** A workflow's words, filled. The set of placeholders is closed, so that a mistyped one is found before a mail leaves. */
import type { Words } from '../core/workflow.ts'

/** What every workflow may use; `view` adds a workflow's own and may put better words in place of these. */
export const placeholders = ['what', 'where', 'due', 'late', 'law', 'lead', 'state', 'title', 'ref'] as const

const braces = /\{([^{}]*)\}/g

/** Every placeholder that the words use, once each, in order of appearance. */
export const placeholdersOf = (words: Words): string[] => [
  ...new Set(
    [words.subject, words.body, words.act].flatMap(text => [...text.matchAll(braces)].map(found => found[1]!)),
  ),
]

/** Those that neither we nor the workflow's own `view` can fill. */
export const unknownPlaceholders = (words: Words, own: readonly string[] = []): string[] => {
  const known: readonly string[] = [...placeholders, ...own]
  return placeholdersOf(words).filter(name => !known.includes(name))
}

/** Throws on a placeholder without a value: a fault of the workflow, which the build check finds first. */
export const fill = (text: string, values: Record<string, string>): string =>
  text
    .replace(braces, (_, name: string) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined
      if (value === undefined) throw new Error(`no value for the placeholder {${name}} in: ${text}`)
      return value
    })
    // A value may be empty: there is nothing to say of it then, and no gap shows.
    .replace(/ {2,}/g, ' ')
    .trim()

export const fillWords = (words: Words, values: Record<string, string>): Words => ({
  subject: fill(words.subject, values),
  body: fill(words.body, values),
  act: fill(words.act, values),
})

/** `a`, `a and b`, `a, b and c`. */
export const listed = (words: readonly string[], last = 'and'): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** RFC 5322 allows 998 octets in a line; a phone shows some 60 letters, a desktop some 120. */
const SUBJECT_LETTERS = 150

/** One line without control characters (a CR or LF would begin a header of the sender's choice), cut to length. */
export const subjectLine = (text: string): string => {
  const line = text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const letters = [...line]
  return letters.length <= SUBJECT_LETTERS ? line : `${letters.slice(0, SUBJECT_LETTERS - 1).join('')}…`
}
