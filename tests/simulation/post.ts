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

/** What the post tells of itself: a mail left; it will not arrive; the word of that has been heard. */
export type Heard = {
  left: (mail: Left) => void
  bounced: (messageId: string) => void
  returned: (messageId: string, mail: Mail) => void
}

/** As much of a mail as its events are about. */
type Sending = Pick<Left, 'mail' | 'messageId' | 'at'>

export const postOf = (
  world: World,
  { left, bounced, returned }: Heard,
  events: (event: unknown) => Promise<unknown>,
) => {
  let count = 0
  const { agenda, dice, faults } = world
  const tell = (one: Sending, event: SesEvent, after: number): void => {
    const { mail, messageId } = one
    const tags = Object.fromEntries(Object.entries(mail.tags).map(([name, value]) => [name, [value]]))
    const about = { timestamp: fromEpoch(one.at), messageId, destination: mail.to, tags }
    const id = `${messageId}-${event.eventType}`
    for (const late of arrivals(world))
      agenda.at(agenda.now() + after + late, () =>
        insisting(world, 24 * 60, async () => {
          await events({ id, source: 'aws.ses', time: fromEpoch(agenda.now()), detail: { ...event, mail: about } })
          if (event.eventType === 'Bounce') returned(messageId, mail)
        }),
      )
  }
  const follow = (one: Sending, likely = 1): void => {
    tell(one, { eventType: 'Send' }, 500)
    const timestamp = fromEpoch(agenda.now())
    const bounces = dice.chance(faults().bounced * likely)
    const bounce = { timestamp, bounceType: 'Transient', bounceSubType: 'MailboxFull' }
    const bouncedRecipients = one.mail.to.map(emailAddress => ({ emailAddress }))
    if (bounces) bounced(one.messageId)
    if (bounces) tell(one, { eventType: 'Bounce', bounce: { ...bounce, bouncedRecipients } }, MINUTE)
    else tell(one, { eventType: 'Delivery', delivery: { timestamp, recipients: one.mail.to } }, 3000)
  }
  const of = (process: Process): MailOut =>
    process.outside<MailOut>({
      send: async mail => {
        // A work order by e-mail, in the place of a web hook that they want no more: such an address is often none.
        if (mail.tags.order !== undefined) {
          const order = { messageId: `m${++count}`, at: agenda.now(), mail }
          follow(order, 10)
          return { kind: 'sent', messageId: order.messageId }
        }
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
