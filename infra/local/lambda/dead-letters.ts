/** What could not be delivered: one JSON file each, listed, and delivered again by hand once the fault is mended. */
import { randomUUID } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { type Instant, instant } from '../../../shared/core/time.ts'

const deadLetter = z.object({
  id: z.string(),
  at: instant,
  /** the function, or the target's ARN */
  target: z.string(),
  payload: z.unknown(),
  error: z.string(),
  attempts: z.number(),
})
export type DeadLetter = z.output<typeof deadLetter>

export type DeadLetters = {
  /** On disk when it returns. */
  add(letter: { target: string; payload: unknown; error: string; attempts: number }): DeadLetter
  /** Oldest first. */
  list(): DeadLetter[]
  /** Delivers it again; removed when `deliver` succeeds, kept when it throws. False: no such letter. */
  replay(id: string, deliver: (letter: DeadLetter) => Promise<unknown>): Promise<boolean>
}

export const openDeadLetters = (folder: string, now: () => Instant): DeadLetters => {
  mkdirSync(folder, { recursive: true })
  const path = (id: string): string => join(folder, `${id}.json`)
  const read = (name: string): DeadLetter => deadLetter.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')))
  const list = (): DeadLetter[] =>
    readdirSync(folder)
      .filter(name => name.endsWith('.json'))
      .map(read)
      .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  return {
    list,
    add: letter => {
      const whole = { id: randomUUID(), at: now(), ...letter }
      writeDurably(path(whole.id), JSON.stringify(whole, null, 2))
      return whole
    },
    replay: async (id, deliver) => {
      const letter = list().find(one => one.id === id)
      if (letter === undefined) return false
      await deliver(letter)
      rmSync(path(id), { force: true })
      return true
    },
  }
}

/** The file is whole or not there, whenever the machine stops. */
export const writeDurably = (path: string, content: string | Buffer): void => {
  const draft = `${path}.${randomUUID()}.part`
  const file = openSync(draft, 'w')
  const bytes = Buffer.from(content)
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written)
  fsyncSync(file)
  closeSync(file)
  renameSync(draft, path)
}
