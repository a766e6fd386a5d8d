/** A mail with a reply code from somebody of ours: done for the case it means, and confirmed by return. */
import { type Day, dayOf } from '../../core/time.ts'
import { asTyped } from '../../mail/links.ts'
import { toTriage } from '../to-triage.ts'
import { act } from './act.ts'
import { answer } from './answer.ts'
import type { MailDeps, Received, Result } from './deps.ts'
import { filesOf } from './files.ts'
import { casesOf, clocksSpokenOf } from './place.ts'
import type { Email } from './read.ts'
import type { Command } from './reply.ts'
import type { Trust } from './trust.ts'

/** A digest holds at most so many; each is one transaction. */
const MOST = 400

const usageOn = (today: Day): string =>
  `You can write ACK, DONE ${asTyped(today)}, EXTEND 5 and why, or REASSIGN and a name; put the case’s number behind the word if there are several.`

type Meant = { ids: string[] } | { why: string }

const meant = async (deps: MailDeps, email: Email, { caseId, ...command }: Command): Promise<Meant> => {
  if (caseId) return { ids: [caseId] }
  const found = await casesOf(deps, email)
  // What somebody quotes may have been sent to another: a word that acts needs a mail of their own, or the number.
  const ids = found.by === 'quotation' ? [] : found.ids
  if (ids.length === 1 || (command.code === 'ack' && command.all && ids.length > 0)) return { ids: ids.slice(0, MOST) }
  if (ids.length === 0)
    return {
      why: 'We cannot tell which case you mean: this does not answer a mail that went to you. Write the case’s number behind the word, for example ACK gas:H00017.',
    }
  const several = `The mail that you answer is about ${ids.length} cases. Write the number of the one you mean, for example ACK ${ids[0]}.`
  return { why: command.code === 'ack' ? `${several} For all of them write ACK ALL.` : several }
}

export const obey = async (
  deps: MailDeps,
  { email, id, received }: { email: Email; id: string; received: Received },
  command: Command,
  staff: Extract<Trust, { who: 'staff' }>,
): Promise<Result> => {
  const refuse = async (why: string): Promise<Result> => {
    await answer(deps, email, id, {
      headline: `Nothing was changed: ${email.subject}`,
      lines: [why, usageOn(dayOf(received.at))],
    })
    return { kind: 'answered', why }
  }
  const { caseId: _, ...code } = command
  if (code.code === 'mistake') return refuse(`${code.why}.`)
  const target = await meant(deps, email, command)
  if ('why' in target) return refuse(target.why)
  const files = filesOf(email)
  const lines: string[] = []
  let told: { caseId: string; event: string } | undefined
  for (const caseId of target.ids) {
    const clocks = code.code === 'ack' ? await clocksSpokenOf(deps, email, caseId) : []
    const acted = await act(deps, {
      code,
      clocks,
      caseId,
      by: staff.actor,
      at: received.at,
      id,
      bodyHash: email.bodyHash,
      files,
    })
    lines.push(acted.line)
    if (acted.event) told = { caseId, event: acted.event }
    if (acted.wantsTime) {
      const { days, reason } = acted.wantsTime
      const text = `Asks for ${days} more working days: ${reason}`
      const misfit = {
        reason: 'request',
        source: 'mail:reply',
        channel: 'email',
        caseId,
        sender: staff.email,
        subject: email.subject,
        text,
      } as const
      await toTriage(deps, `${id}:${caseId}`, { ...misfit, receivedAt: received.at, original: received })
    }
  }
  const headline = told ? `Recorded: ${email.subject}` : `Nothing was changed: ${email.subject}`
  await answer(deps, email, id, { headline, lines })
  return told ? { kind: 'told', ...told } : { kind: 'answered', why: lines.join(' ') }
}
