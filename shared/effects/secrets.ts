/** Keys that we share with others: a current and, while one is being changed, a previous one. */
import * as z from 'zod'
import { action, type CallSettings, caller } from '../aws/caller.ts'
import { saidBy } from '../aws/fault.ts'

export type Secrets = {
  /** of `contractors/<id>`, `sources/<source>` or `link`: each `whsec_<base64>`, current first; none for a stranger */
  of: (owner: string) => Promise<readonly string[]>
}

type Ask = ReturnType<typeof action>

/** Secrets Manager's actions by name. */
export const secretsCall = (settings: CallSettings = {}): Ask =>
  action(caller('secretsmanager', settings), 'secretsmanager', '1.1')

const answered = z.object({ SecretString: z.string().default('') })

const stored = z.object({ current: z.string().min(1), previous: z.string().default('') })

const asKey = (text: string): string => (text.startsWith('whsec_') ? text : `whsec_${text}`)

/** The keys of a stored secret. Throws without showing it when it is not the JSON it should be. */
export const keysOf = (text: string): string[] => {
  const parsed = stored.safeParse(parsedJson(text))
  if (!parsed.success) throw new Error('a stored secret is not {current, previous}')
  return [parsed.data.current, parsed.data.previous].filter(key => key !== '').map(asKey)
}

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Milliseconds. A changed key is seen within five minutes, and the previous one holds for a week. */
export const FRESH = 300_000

type Held = { keys: readonly string[]; until: number }

/** `prefix` as in the landlord's stack; `fresh` in milliseconds; `millis` is any clock that only goes forward. */
export const awsSecrets = (
  ask: Ask,
  prefix: string,
  fresh = FRESH,
  millis: () => number = () => performance.now(),
): Secrets => {
  const held = new Map<string, Held>()
  const fetched = async (owner: string): Promise<readonly string[]> => {
    try {
      const answer = await ask('GetSecretValue', { SecretId: `${prefix}${owner}` })
      return keysOf(answered.parse(answer).SecretString)
    } catch (error) {
      if (saidBy(error, 'ResourceNotFoundException')) return []
      throw error
    }
  }
  return {
    of: async owner => {
      const known = held.get(owner)
      if (known && millis() < known.until) return known.keys
      const keys = await fetched(owner)
      held.set(owner, { keys, until: millis() + fresh })
      return keys
    },
  }
}
