/**
 * What goes wrong that no decision can mend. Rejections are values; these are thrown.
 */

/** The same again will fail again: a stored item nobody can read. Goes to a dead-letter queue with an alarm. */
export class Poison extends Error {
  override name = 'Poison'
}

/** The same again may well succeed: contention on one item, throttling, a network that dropped. */
export class Transient extends Error {
  override name = 'Transient'
}

/** More than one item or one transaction can hold (400 KB, 4 MB). The sender must send less; a retry is useless. */
export class TooLarge extends Error {
  override name = 'TooLarge'
}

/** A page cursor that this store did not make. */
export class BadCursor extends Error {
  override name = 'BadCursor'
}
