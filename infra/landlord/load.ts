/** Reads the landlord's file. It is refused whole, with every mistake named: half a landlord must not be deployed. */
import { readFileSync } from 'node:fs'
import { gunzipSync, gzipSync } from 'node:zlib'
import type * as z from 'zod'
import { type Landlord, landlord } from './schema.ts'

/** The landlord of a parsed file. Throws with one line per mistake, `path: message`. */
export const parseLandlord = (file: unknown): Landlord => {
  const error: z.core.$ZodErrorMap = ({ input }) => (input === undefined ? 'is missing' : undefined)
  // Parsed once in a process: a parser made for speed takes longer to make.
  const parsed = landlord.safeParse(file, { error, jitless: true })
  if (parsed.success) return parsed.data
  const mistakes = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'file'}: ${message}`)
  throw new Error(['The landlord file is refused:', ...mistakes].join('\n  '))
}

/** What a JSON file says; throws with its name when it is not there or not JSON. */
export const readJson = (file: string | URL): unknown => {
  const text = readFileSync(file, 'utf8')
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Error(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** The landlord of a JSON file. Throws when it cannot be read, is not JSON, or has mistakes. */
export const loadLandlord = (file: string | URL): Landlord => parseLandlord(readJson(file))

/** What one function alone reads stays out of the variables of the others, which are small. */
export const withoutImports = (whole: Landlord): Landlord => ({ ...whole, imports: {}, layouts: {} })
export const forImports = (whole: Landlord): Landlord => ({ ...whole, sources: [], mailboxes: [] })

/**
 * The landlord as a function's variable. All variables of a function share 4 KB (Lambda quota), so it travels packed;
 * throws past 3 KB, which leaves the rest for the others.
 */
export const toVariable = (whole: Landlord): string => {
  const packed = gzipSync(JSON.stringify(whole)).toString('base64')
  if (packed.length > 3_072)
    throw new Error(`The landlord file packs to ${packed.length} bytes of 3,072: shorten mappings and layouts`)
  return packed
}

/** The landlord of a variable, packed or plain JSON. Throws as `parseLandlord` does. */
export const fromVariable = (text: string): Landlord =>
  parseLandlord(JSON.parse(text.startsWith('{') ? text : gunzipSync(Buffer.from(text, 'base64')).toString()))
