/**
 * What SES says of a message's sender and content, above everything that the sender wrote. Only what stands over the
 * second `Received` is SES's own; the same names further down may be anybody's.
 */
import * as z from 'zod'
import { fromEpoch, type Instant } from '../../core/time.ts'
import { addressesIn, type Field, first } from './head.ts'

/** SES: PASS, FAIL, GRAY, PROCESSING_FAILED; `none` where it says nothing. */
export const verdict = z.enum(['pass', 'fail', 'gray', 'processing_failed', 'none'])
type Verdict = z.output<typeof verdict>
export type Verdicts = { spf: Verdict; dkim: Verdict; dmarc: Verdict; virus: Verdict; spam: Verdict }

/** The envelope as SES met it. `sender`: '' is the null sender of bounces, undefined when it is not told. */
export type Arrived = { verdicts: Verdicts; sender?: string; recipient?: string; at?: Instant }

const ownOf = (fields: readonly Field[]): readonly Field[] => {
  const received = fields.flatMap(({ name }, index) => (name === 'received' ? [index] : []))
  return fields.slice(0, received[1] ?? fields.length)
}

const judged = (text: string | undefined): Verdict => {
  const parsed = verdict.safeParse(text?.trim().toLowerCase())
  return parsed.success ? parsed.data : 'none'
}

/** `dmarc=pass` of `amazonses.com; spf=pass …; dmarc=pass header.from=x;`. Anything but a clear word is `none`. */
const method = (results: string, name: string): Verdict =>
  judged(new RegExp(`(?:^|;)\\s*${name}=([a-z_]+)`, 'i').exec(results.slice(0, 10_000))?.[1])

/** Of `from x by y … for z; Sun, 22 Nov 2026 09:00:00 +0000`: when SES took it. Never the sender's own Date. */
const takenAt = (received: string): Instant | undefined => {
  const at = Date.parse(received.slice(received.lastIndexOf(';') + 1))
  return Number.isFinite(at) && at > 0 ? fromEpoch(at) : undefined
}

export const arrivedBy = (fields: readonly Field[]): Arrived => {
  const own = ownOf(fields)
  const results = first(own, 'authentication-results') ?? ''
  const ses = /^amazonses\.com\s*;/i.test(results) ? results : ''
  const received = first(own, 'received') ?? ''
  const path = first(own, 'return-path')
  const at = takenAt(received)
  const recipient = addressesIn(/\sfor\s+<?([^\s;>]+)/i.exec(received)?.[1] ?? '')[0]
  return {
    verdicts: {
      spf: method(ses, 'spf'),
      dkim: method(ses, 'dkim'),
      dmarc: method(ses, 'dmarc'),
      virus: judged(first(own, 'x-ses-virus-verdict')),
      spam: judged(first(own, 'x-ses-spam-verdict')),
    },
    ...(path === undefined ? {} : { sender: addressesIn(path)[0] ?? '' }),
    ...(recipient ? { recipient } : {}),
    ...(at ? { at } : {}),
  }
}
