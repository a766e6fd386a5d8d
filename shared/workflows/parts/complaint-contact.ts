/** A first contact as a web form, a member of staff or a contractor gives it, as the facts of a new complaint. */
import { dayOf, type Instant } from '../../core/time.ts'
import type { Calendar } from '../../core/working-days.ts'

export type FirstContact = {
  receivedAt: Instant
  person?: { name: string; contact?: string | undefined; ref?: string | undefined } | undefined
  text?: string | undefined
  jobRef?: string | undefined
  documents?: unknown
}

/**
 * What a contractor received is received by the landlord at that moment (Code 5.4, 5.5); `most` working days is how
 * long it may take to pass it on. What the form does not know stays unknown: nothing is guessed.
 */
export const fromContractor = (
  contact: FirstContact,
  contractorId: string,
  loggedAt: Instant,
  calendar: Calendar,
  most: number,
): Record<string, unknown> => ({
  receivedAt: contact.receivedAt,
  channel: 'contractor',
  persons: personsOf(contact),
  ...(contact.text === undefined ? {} : { text: contact.text }),
  ...(contact.documents === undefined ? {} : { documents: contact.documents }),
  contractor: {
    id: contractorId,
    receivedAt: contact.receivedAt,
    ...(contact.jobRef === undefined ? {} : { jobRef: contact.jobRef }),
    ...(dayOf(loggedAt) > calendar.add(dayOf(contact.receivedAt), most) ? { forwardedLate: true } : {}),
  },
})

/** From a form of our own: the same words, without a contractor. */
export const fromForm = (
  contact: FirstContact,
  channel: 'web' | 'email' | 'phone' | 'in_person' | 'letter' | 'other',
) => ({
  receivedAt: contact.receivedAt,
  channel,
  persons: personsOf(contact),
  ...(contact.text === undefined ? {} : { text: contact.text }),
  ...(contact.documents === undefined ? {} : { documents: contact.documents }),
})

const personsOf = ({ person }: FirstContact) =>
  person
    ? [
        {
          name: person.name,
          ...(person.contact === undefined ? {} : { contact: person.contact }),
          ...(person.ref === undefined ? {} : { ref: person.ref }),
        },
      ]
    : []
