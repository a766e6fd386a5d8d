import { expect, it } from 'vitest'
import { HORIZON } from '../../functions/follow/handler.ts'
import { createHandler } from '../../functions/tick/handler.ts'
import { addHours, addMinutes, type Instant } from '../../shared/core/time.ts'
import type { Sent } from '../../shared/effects/mail-out.ts'
import { sweep } from '../../shared/mail/sweep.ts'
import { quiet } from '../simulation/quiet.ts'

const soon = { due: '2027-06-01' }

it('a mail that cannot be written fails the run, and keeps no clock from being fired', async () => {
  const house = await quiet('2027-03-01 09:00')
  await house.open('lamp', 'lamp:L1', soon)
  const broken = { ...house.desk, outbox: { ...house.desk.outbox, pending: () => Promise.reject(new Error('poison')) } }
  await expect(house.tickOver(broken)()).rejects.toThrow('poison')
  expect(house.beats).toEqual([])
  expect((await house.history('lamp:L1')).map(one => one.type)).toEqual(['case.opened', 'clock.climbed'])
})

it('when SES says it is too much, nothing routine takes the place of what was refused', async () => {
  const house = await quiet('2027-03-02 09:00')
  await house.open('lamp', 'lamp:L0', { due: '2027-03-01' })
  for (const n of [1, 2, 3, 4]) {
    await house.open('lamp', `lamp:L${n}`, soon)
    await house.event(`lamp:L${n}`, 'fault.found', { by: '2027-03-02T15:00:00Z' })
  }
  await house.apply.fire('lamp:L0')
  const asked: string[] = []
  const refusing = (answer: Sent) => ({
    send: async ({ tags }: { tags: Record<string, string> }) => {
      asked.push(String(tags.urgency))
      return answer
    },
  })
  const first = await sweep({ ...house.desk, mail: refusing({ kind: 'later', why: 'too much' }) }, 100)
  expect(first.more).toBe(false)
  // the four that were in flight together
  expect(asked).toEqual(['emergency', 'emergency', 'emergency', 'emergency'])
  asked.length = 0
  await house.at('2027-03-02 09:01')
  const order = house.mails.map(one => one.tags.urgency)
  expect(order.filter(one => one === 'emergency')).toHaveLength(8)
  expect(order.lastIndexOf('emergency')).toBeLessThan(order.indexOf('urgent'))
})

it('what enters the coming two days is armed once, within ten minutes; the other runs do not look for it', async () => {
  const house = await quiet('2027-03-01 09:00')
  await house.open('lamp', 'lamp:L1', { due: '2028-02-01' })
  const wake = (await house.load('lamp:L1')).wake!
  const enters = addHours(wake, -HORIZON)
  const armed: Instant[] = []
  const looks = new Set<Instant>()
  let now = addMinutes(enters, -25)
  const tick = createHandler({
    store: {
      ...house.store,
      dueBetween: (from, ...asked) => {
        if (from > now) looks.add(now)
        return house.store.dueBetween(from, ...asked)
      },
    },
    apply: house.apply,
    schedules: {
      put: async (_, at) => {
        expect(at).toBe(wake)
        armed.push(now)
        return 'set'
      },
      remove: async () => {},
    },
    sweepMail: async () => ({ notices: 0, digests: 0, more: false }),
    nextContacts: async () => 0,
    now: () => now,
    left: () => 50_000,
    fault: (_, error) => {
      throw error
    },
    heartbeat: () => {},
  })
  for (; now < addMinutes(enters, 25); now = addMinutes(now, 1)) await tick()
  expect(armed.filter(when => when >= enters && when <= addMinutes(enters, 10))).toHaveLength(1)
  expect(armed).toHaveLength(1)
  // the first run looks two days ahead, the others each ten minutes
  expect(looks.size).toBe(4)
})
