/**
 * What a canary leaves behind goes again: one an hour for years would be most of the table. Its ids say the hour of its
 * release, so all that carries one expires together, whoever wrote it and when. An incident stays: something was wrong.
 * Nothing of anybody's duty ever expires.
 */
import { instant, toEpoch } from '../core/time.ts'
import type { Parcel } from '../mail/outbox.ts'
import { parcelKey } from './keys.ts'
import type { Key } from './table.ts'

/** A quarter: longer than anybody asks why a test mail was late. */
const canaryDays = 92
const DAY = 86_400

/** A case or a notice by its key; an asset may be called what it likes. */
const released = /^(?:CASE|NOTICE)#canary:(\d{4}-\d{2}-\d{2}T\d{2})(?:%|$)/

/** Seconds since 1970, of what lies with a canary or with its notice; nothing of all else. */
export const expiryOf = ({ pk }: Pick<Key, 'pk'>): { ttl?: number } => {
  const hour = released.exec(pk)?.[1]
  return hour === undefined ? {} : { ttl: toEpoch(instant.parse(`${hour}:00:00Z`)) / 1000 + canaryDays * DAY }
}

/** Of what points to a mail from elsewhere. */
export const expiryWith = (parcel: Parcel): { ttl?: number } => expiryOf(parcelKey(parcel))
