/** Erasing who somebody was: of people who have left, once their time has passed, and of nobody who is still named. */
import type { Reckon } from '../core/reckon.ts'
import { dayOf, type Instant, longDay } from '../core/time.ts'
import { isPast, retainedPerson } from '../position/retention/retained.ts'
import type { Ground } from '../store/retention/erasure.ts'
import type { Store } from '../store/store.ts'
import { every } from './erase.ts'

export type PersonDeps = {
  store: Pick<Store, 'getPerson' | 'people' | 'erasePerson' | 'noteErasure'>
  reckon: Reckon
  now: () => Instant
}
export type PersonErased = { ok: true; rule: string } | { ok: false; status: 404 | 409; detail: string }

const no = (status: 404 | 409, detail: string): PersonErased => ({ ok: false, status, detail })

/** What they did stays in the histories, under the address that they had. */
export const erasePersonOf = async (
  { store, reckon, now }: PersonDeps,
  email: string,
  { by, ground }: { by: string; ground: Ground },
): Promise<PersonErased> => {
  const person = await store.getPerson(email)
  if (!person) return no(404, `nobody here has the address ${email}`)
  const kept = retainedPerson(person, reckon)[0]
  const today = dayOf(now())
  if (!kept || kept.from > today) return no(409, 'they have not left: say first that they have')
  if (ground !== 'mistake' && !isPast(kept, today))
    return no(
      409,
      `who they were is kept to ${kept.until ? longDay(kept.until) : 'a day that is not known'} (${kept.rule})`,
    )
  const all = await every(cursor => store.people({ cursor, limit: 200 }))
  const named = all.filter(one => one.manager === person.email || one.deputy === person.email)
  if (named.length > 0)
    return no(409, `they are still the manager or deputy of ${named.map(one => one.name).join(', ')}`)
  const digest = await store.erasePerson(email)
  if (digest === undefined) return no(404, `nobody here has the address ${email}`)
  const record = { at: now(), by, ground, whole: true, words: 0, documents: [] }
  await store.noteErasure({
    subject: { person: digest },
    ...record,
    ...(ground === 'retention' ? { rule: kept.rule } : {}),
  })
  return { ok: true, rule: kept.rule }
}
