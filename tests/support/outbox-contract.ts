/** What every outbox must hold to; a fake that does not would prove nothing. `make` gives an empty one. */
import { describe, expect, test } from 'vitest'
import type { Notice } from '../../shared/core/case.ts'
import { addMinutes, type Day } from '../../shared/core/time.ts'
import type { Outbox } from '../../shared/mail/outbox.ts'
import { notice, now } from './mail.ts'

export type Made = { outbox: Outbox; owe: (...owed: Notice[]) => Promise<void> }

const parcel = { kind: 'notice' as const, id: notice().id }
const lease = addMinutes(now, 5)
const sent = { kind: 'sent' as const, messageId: 'm1', at: now }
const ids = async (outbox: Outbox, at = now) => (await outbox.pending(at, 10)).map(one => one.notice.id)

export const outboxContract = (name: string, make: () => Promise<Made>): void => {
  describe(`outbox: ${name}`, () => {
    const owing = async (...owed: Notice[]) => {
      const made = await make()
      await made.owe(...(owed.length > 0 ? owed : [notice()]))
      return made.outbox
    }

    test('the gravest come first, then the oldest, as many as are asked for', async () => {
      const later = addMinutes(now, 1)
      const outbox = await owing(
        notice({ id: 'd', urgency: 'digest' }),
        notice({ id: 'u2', at: later }),
        notice({ id: 'u1' }),
        notice({ id: 'e', urgency: 'emergency', at: later }),
      )
      expect(await ids(outbox, later)).toEqual(['e', 'u1', 'u2', 'd'])
      expect(await outbox.pending(later, 2)).toHaveLength(2)
    })

    test('a claim keeps others out until it runs out, and then says that it may have been sent', async () => {
      const outbox = await owing()
      expect(await outbox.claim(parcel, 0, now, lease)).toEqual({ kind: 'claimed', attempt: 1, perhapsSent: false })
      expect(await outbox.claim(parcel, 0, now, lease)).toEqual({ kind: 'taken' })
      expect(await outbox.claim(parcel, 1, now, lease)).toEqual({ kind: 'taken' })
      expect(await ids(outbox)).toEqual([])
      expect(await ids(outbox, lease)).toEqual([parcel.id])
      const again = await outbox.claim(parcel, 1, lease, addMinutes(lease, 5))
      expect(again).toEqual({ kind: 'claimed', attempt: 2, perhapsSent: true })
    })

    test.each([
      sent,
      { kind: 'dropped' as const, why: 'closed', at: now },
      { kind: 'digested' as const, digests: ['d'], at: now },
    ])('finished is finished: $kind', async outcome => {
      const outbox = await owing()
      await outbox.claim(parcel, 0, now, lease)
      await outbox.mark(parcel, 1, outcome)
      expect(await outbox.claim(parcel, 1, lease, lease)).toEqual({ kind: 'done' })
      expect(await ids(outbox, addMinutes(lease, 600))).toEqual([])
    })

    test('waiting comes back at its time, and was not sent', async () => {
      const outbox = await owing()
      await outbox.claim(parcel, 0, now, lease)
      await outbox.mark(parcel, 1, { kind: 'waiting', why: 'throttled', until: addMinutes(now, 1), at: now })
      expect(await ids(outbox)).toEqual([])
      const claim = await outbox.claim(parcel, 1, addMinutes(now, 1), lease)
      expect(claim).toEqual({ kind: 'claimed', attempt: 2, perhapsSent: false })
    })

    test('a doubt outlasts an attempt that certainly did not leave', async () => {
      const outbox = await owing()
      await outbox.claim(parcel, 0, now, lease)
      await outbox.claim(parcel, 1, lease, addMinutes(lease, 5))
      await outbox.mark(parcel, 2, { kind: 'waiting', why: 'throttled', until: addMinutes(lease, 1), at: lease })
      const third = await outbox.claim(parcel, 2, addMinutes(lease, 1), addMinutes(lease, 6))
      expect(third).toEqual({ kind: 'claimed', attempt: 3, perhapsSent: true })
    })

    test('unknown runs on until the lease ends', async () => {
      const outbox = await owing()
      await outbox.claim(parcel, 0, now, lease)
      await outbox.mark(parcel, 1, { kind: 'unknown', why: 'timeout', at: now })
      expect(await ids(outbox, addMinutes(now, 4))).toEqual([])
      expect(await ids(outbox, lease)).toEqual([parcel.id])
    })

    test('held waits, counts as no attempt, and changes nothing on what is claimed or finished', async () => {
      const outbox = await owing()
      await outbox.hold(parcel, lease)
      expect(await ids(outbox)).toEqual([])
      expect(await outbox.claim(parcel, 0, lease, addMinutes(lease, 5))).toMatchObject({
        attempt: 1,
        perhapsSent: false,
      })
      await outbox.hold(parcel, addMinutes(lease, 600))
      expect(await ids(outbox, addMinutes(lease, 5))).toEqual([parcel.id])
      await outbox.mark(parcel, 1, sent)
      await outbox.hold(parcel, now)
      expect(await ids(outbox, addMinutes(lease, 600))).toEqual([])
    })

    test('whoever slept through his lease settles nothing', async () => {
      const outbox = await owing()
      await outbox.claim(parcel, 0, now, lease)
      await outbox.claim(parcel, 1, lease, addMinutes(lease, 5))
      await outbox.mark(parcel, 1, { kind: 'dropped', why: 'late', at: lease })
      expect(await ids(outbox, addMinutes(lease, 5))).toEqual([parcel.id])
    })

    test('a proof settles its own attempt and no other', async () => {
      const outbox = await owing()
      await outbox.claim(parcel, 0, now, lease)
      await outbox.claim(parcel, 1, lease, addMinutes(lease, 5))
      await outbox.prove(parcel, 1, { messageId: 'm1', at: lease })
      expect(await ids(outbox, addMinutes(lease, 5))).toEqual([parcel.id])
      await outbox.prove(parcel, 2, { messageId: 'm2', at: lease })
      expect(await ids(outbox, addMinutes(lease, 5))).toEqual([])
    })

    test('reopened once per cause, for others, at once, and as no copy', async () => {
      const outbox = await owing()
      await outbox.claim(parcel, 0, now, lease)
      await outbox.mark(parcel, 1, sent)
      const again = { causes: ['m1:a@x.org'], avoid: ['a@x.org'], reached: ['b@x.org'], at: now }
      await outbox.reopen(parcel, again)
      expect(await outbox.pending(now, 10)).toMatchObject([{ attempt: 1, avoid: ['a@x.org'], reached: ['b@x.org'] }])
      expect(await outbox.claim(parcel, 1, now, lease)).toEqual({ kind: 'claimed', attempt: 2, perhapsSent: false })
      await outbox.mark(parcel, 2, sent)
      await outbox.reopen(parcel, again)
      expect(await ids(outbox, lease)).toEqual([])
    })

    test('reopened before its sender had marked it, it stays open', async () => {
      const outbox = await owing()
      await outbox.claim(parcel, 0, now, lease)
      await outbox.reopen(parcel, { causes: ['m1:a@x.org'], avoid: ['a@x.org'], reached: [], at: now })
      await outbox.mark(parcel, 1, sent)
      expect(await ids(outbox)).toEqual([parcel.id])
    })

    test('a digest takes each notice once, is due at its time, and is closed by its claim', async () => {
      const outbox = await owing()
      const digest = { id: 'digest:1', to: 'a@x.org', day: '2027-02-19' as Day, opens: lease }
      const whole = { kind: 'digest' as const, id: digest.id }
      expect(await outbox.append(digest, notice())).toBe('new')
      expect(await outbox.append(digest, notice())).toBe('in')
      expect(await outbox.digestsDue(now, 10)).toEqual([])
      expect(await outbox.digestsDue(lease, 10)).toEqual([digest.id])
      expect(await outbox.readDigest(digest.id)).toMatchObject({ to: 'a@x.org', attempt: 0, notices: [notice()] })
      const another = { id: 'digest:2', to: 'b@x.org', day: digest.day, opens: addMinutes(lease, 1) }
      await outbox.append(another, notice())
      expect(await outbox.digestsOwed(now, 10)).toEqual([])
      expect(await outbox.digestsOwed(addMinutes(lease, 1), 1)).toEqual([await outbox.readDigest(digest.id)])
      expect(await outbox.digestsOwed(addMinutes(lease, 1), 10)).toEqual([
        await outbox.readDigest(digest.id),
        await outbox.readDigest(another.id),
      ])
      await outbox.mark({ kind: 'digest', id: another.id }, 0, { kind: 'dropped', why: 'left', at: now })
      expect(await outbox.claim(whole, 0, lease, addMinutes(lease, 5))).toMatchObject({ kind: 'claimed', attempt: 1 })
      expect(await outbox.append(digest, notice())).toBe('in')
      expect(await outbox.append(digest, notice({ id: 'other' }))).toBe('closed')
      expect(await outbox.digestsDue(addMinutes(lease, 5), 10)).toEqual([digest.id])
      await outbox.mark(whole, 1, sent)
      expect(await outbox.digestsDue(addMinutes(lease, 5), 10)).toEqual([])
      expect(await outbox.readDigest('digest:3')).toBeUndefined()
    })
  })
}
