/** A link that somebody followed: what it is for and for whom, or the page that says why it does nothing any more. */
import type { Actor, Case } from '../../shared/core/case.ts'
import { current } from '../../shared/core/machine.ts'
import { dayOf } from '../../shared/core/time.ts'
import { type Deeds, deedsOf, mayRecordDone } from '../../shared/links/deeds.ts'
import { bindingOf, type Link, markOf, readLink } from '../../shared/links/link.ts'
import type { Deps } from './ports.ts'

/** Somebody whom the mail went to. `mark` stands for them in the form. */
export type Who = { mark: string; name: string; actor: Actor }
export type Opened = { link: Link; c: Case; who: readonly Who[]; about: string[]; deeds: Deeds }
export type Closed = { title: string; lines: string[]; status: number }

/** Contractors have nothing to sign in to, and may stand before something dangerous. */
const WHAT_NOW: Record<'staff' | 'job' | 'unknown', string> = {
  staff: 'Nothing was changed. Sign in, or answer the newest mail about it.',
  job: 'Nothing was changed. If something there is unsafe, make it safe and telephone us now. For anything else, use the link in the newest mail about the job.',
  unknown: 'Nothing was changed. Use the newest mail about it; if something at a property is unsafe, telephone us now.',
}

const closing =
  (whose: keyof typeof WHAT_NOW) =>
  (title: string, line: string, status = 410): Closed => ({ title, status, lines: [line, WHAT_NOW[whose]] })

const whoIs = async (deps: Deps, { purpose, people }: Link): Promise<Who[]> => {
  if (purpose === 'job')
    return deps.contractors
      .filter(({ id }) => people.includes(markOf(id)))
      .map(({ id, name }) => ({
        mark: markOf(id),
        name,
        actor: { kind: 'contractor', id, roles: ['contractor'] },
      }))
  const today = dayOf(deps.now())
  return (await deps.people())
    .filter(one => people.includes(markOf(one.email)) && !one.roles.includes('contractor'))
    .filter(one => !one.leftOn || one.leftOn > today)
    .map(({ email, name, roles }) => ({ mark: markOf(email), name, actor: { kind: 'staff', id: email, roles } }))
}

/** Those who may do it today: somebody may have lost the role since the mail was sent. */
const able = (who: readonly Who[], { purpose }: Link, deeds: Deeds): Who[] =>
  purpose === 'done' && deeds.done ? who.filter(one => mayRecordDone(deeds, one.actor.roles)) : [...who]

/** Whether the case still takes it. Time can be asked for at any moment: a person decides. */
const takes = ({ purpose, clock }: Link, deeds: Deeds): boolean => {
  if (purpose === 'ack') return clock === undefined ? deeds.ack.length > 0 : deeds.ack.includes(clock)
  return purpose === 'done' ? deeds.done !== undefined : true
}

export const open = async (deps: Deps, token: string): Promise<Opened | Closed> => {
  const read = readLink(await deps.secrets.of('link'), token, deps.now())
  if (!read.ok) {
    const closed = closing('unknown')
    return read.why === 'expired'
      ? closed('This link has expired', 'Links work for some weeks after their mail.')
      : closed('This link is not ours', 'It may have been cut off on its way: copy the whole of it.', 404)
  }
  const { link } = read
  const closed = closing(link.purpose === 'job' ? 'job' : 'staff')
  const loaded = await deps.store.load(link.caseId)
  const workflow = loaded && deps.workflows[loaded.case.workflow]
  const who = await whoIs(deps, link)
  if (!loaded || !workflow || who.length === 0)
    return closed('This link is not yours any more', 'It was sent to somebody who no longer acts here.')
  const c = current(workflow, loaded.case)
  const asset = c.assetId ? await deps.store.getAsset(c.assetId) : undefined
  const place = [asset?.address ?? c.assetId ?? c.id, ...(link.purpose === 'job' ? [asset?.postcode] : [])]
  const name = [workflow.title, ...place].filter(Boolean).join(', ')
  const state = (workflow.states[c.state] as { title: string }).title
  if (link.purpose !== 'job' && (await deps.store.seen('link', `${link.id}:${c.id}`)))
    return {
      title: 'This link has been used',
      status: 200,
      lines: [
        `What it was for has been recorded already. ${name}, stands at: ${state}.`,
        'Nothing was changed now. Sign in, or answer the newest mail about it.',
      ],
    }
  if (c.closedAt) return closed('This is finished', `${name} (${c.id}) has been closed since.`)
  if (bindingOf(c, link.purpose) !== link.binding)
    return closed('This has moved on', `${name} (${c.id}) has been given to somebody else since the mail was sent.`)
  const deeds = deedsOf(workflow, c, deps.reckon)
  if (!takes(link, deeds))
    return closed('This has moved on', `${name} (${c.id}) no longer takes this: it stands at “${state}” now.`)
  const may = able(who, link, deeds)
  if (may.length === 0)
    return closed('This link is not yours any more', 'Whoever it was sent to may not do this any more.')
  return { link, c, who: may, about: [name, `${state}. Number: ${c.id}`], deeds }
}
