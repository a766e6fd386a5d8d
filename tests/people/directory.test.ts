import { expect, test } from 'vitest'
import { addMinutes } from '../../shared/core/time.ts'
import { directoryFrom } from '../../shared/people/directory.ts'
import { memoryStore } from '../../shared/store/memory.ts'
import { people, now as start } from '../support/mail.ts'

const fallback = { email: 'duty@x.org', name: 'Duty desk' }

test('holds everybody, and sees a change within a minute and not sooner', async () => {
  const store = memoryStore()
  for (const one of people) await store.putPerson(one)
  const clock = { now: start }
  const directory = directoryFrom(store, { fallback, now: () => clock.now, minutes: 1 })
  expect(await directory()).toEqual({ people: expect.arrayContaining(people), fallback })
  await store.markBounced(people[0]!.email, start)
  const bounced = async () => (await directory()).people.filter(one => one.bouncedAt).length
  expect(await bounced()).toBe(0)
  clock.now = addMinutes(start, 1)
  expect(await bounced()).toBe(1)
})

test('asks again when a reading failed', async () => {
  const answers = [Promise.reject(new Error('busy')), Promise.resolve({ items: people })]
  const directory = directoryFrom({ people: () => answers.shift()! }, { fallback, now: () => start, minutes: 1 })
  await expect(directory()).rejects.toThrow('busy')
  expect((await directory()).people).toEqual(people)
})
