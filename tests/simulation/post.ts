/** SES: takes a mail, says so or does not, and tells by events what became of it. */
import { fromEpoch } from '../../shared/core/time.ts'
import type { Mail, MailOut } from '../../shared/effects/mail-out.ts'
import type { Parcel } from '../../shared/mail/outbox.ts'
import { idOfTag } from '../../shared/mail/reference.ts'
import type { Process } from './process.ts'
import { insisting } from './stream.ts'
import { arrivals, MINUTE, type World } from './world.ts'

/** A mail that SES took: it left. */
export type Left = { messageId: string; at: number; call: number; parcel: Parcel; attempt: number; mail: Mail }

export const parcelIn = ({ tags }: Mail): Parcel =>
  tags.notice === undefined
    ? { kind: 'digest', id: idOfTag(tags.digest!) }
    : { kind: 'notice', id: idOfTag(tags.notice) }

type SesEvent = { eventType: string; [more: string]: unknown }

export const postOf = (world: World, left: (mail: Left) => void, events: (event: unknown) => Promise<unknown>) => {
  let count = 0
  const { agenda, dice, faults } = world
  const tell = (one: Left, event: SesEvent, after: number): void => {
    const { mail, messageId } = one
    const tags = Object.fromEntries(Object.entries(mail.tags).map(([name, value]) => [name, [value]]))
    const about = { timestamp: fromEpoch(one.at), messageId, destination: mail.to, tags }
    const id = `${messageId}-${event.eventType}`
    for (const late of arrivals(world))
      agenda.at(agenda.now() + after + late, () =>
        insisting(world, 24 * 60, () =>
          events({ id, source: 'aws.ses', time: fromEpoch(agenda.now()), detail: { ...event, mail: about } }),
        ),
      )
  }
  const follow = (one: Left): void => {
    tell(one, { eventType: 'Send' }, 500)
    const timestamp = fromEpoch(agenda.now())
    const bounces = dice.chance(faults().bounced)
    const bounce = { timestamp, bounceType: 'Transient', bounceSubType: 'MailboxFull' }
    const bouncedRecipients = one.mail.to.map(emailAddress => ({ emailAddress }))
    if (bounces) tell(one, { eventType: 'Bounce', bounce: { ...bounce, bouncedRecipients } }, MINUTE)
    else tell(one, { eventType: 'Delivery', delivery: { timestamp, recipients: one.mail.to } }, 3000)
  }
  const of = (process: Process): MailOut =>
    process.outside<MailOut>({
      send: async mail => {
        // A work order by e-mail, in the place of a web hook that they want no more.
        if (mail.tags.order !== undefined) return { kind: 'sent', messageId: `m${++count}` }
        if (dice.chance(faults().throttled)) return { kind: 'later', why: 'TooManyRequestsException' }
        const messageId = `m${++count}`
        const one = {
          messageId,
          at: agenda.now(),
          call: process.call(),
          parcel: parcelIn(mail),
          attempt: Number(mail.tags.attempt),
          mail,
        }
        left(one)
        follow(one)
        return dice.chance(faults().unanswered) ? { kind: 'unknown', why: 'TimeoutError' } : { kind: 'sent', messageId }
      },
    })
  return { of }
}
