/** The pushed clock over restarts: its offset lies in a file beside the tables. */
import { existsSync, readFileSync } from 'node:fs'
import * as z from 'zod'
import type { Instant } from '../../../shared/core/time.ts'
import { writeDurably } from '../lambda/dead-letters.ts'
import { type Clock, createClock } from './clock.ts'

const kept = z.object({ offset: z.number() })

/** Throws for a file that is not one of ours. */
export const openClock = (file: string, startAt: Instant | undefined): Clock => {
  const offset = existsSync(file) ? kept.parse(JSON.parse(readFileSync(file, 'utf8'))).offset : undefined
  let last: number | undefined
  return createClock({
    startAt,
    offset,
    onOffset: offset => {
      if (last !== undefined && Math.abs(offset - last) < 1) return
      last = offset
      writeDurably(file, JSON.stringify({ offset }))
    },
  })
}
