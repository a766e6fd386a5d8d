/** A digest of as many items as a test wants. */
import type { Day } from '../../shared/core/time.ts'
import { digestMail } from '../../shared/mail/digest/mail.ts'
import type { DigestItem, DigestView } from '../../shared/mail/digest/view.ts'
import { severities } from '../../shared/mail/lateness.ts'

export const item = (index: number): DigestItem => ({
  caseId: `gas:H${String(index).padStart(5, '0')}`,
  what: ['Gas safety check', 'Electrical inspection', 'Fire risk assessment'][index % 3]!,
  where: `Flat ${index}, Saint Augustine's Court, Long Example Road, Canterbury CT1 2AB`,
  // an address has no place to break
  apart: index % 7 === 3 ? 'mail to certificates@dutyholder.example-landlord.gov.uk' : undefined,
  title: 'Evidence of the check',
  severity: severities[1 + (index % 4)]!,
  grade: index % 3 === 0 ? 1 : 2,
  badge: 'Overdue 128 days',
  due: `2026-${String(1 + (index % 12)).padStart(2, '0')}-01` as Day,
  act: 'Get the engineer in, or start the access procedure today.',
  link: `https://dutyholder.example-landlord.gov.uk/cases/gas%3AH${index}`,
  change: index % 50 === 0 ? 'new' : undefined,
  taken: undefined,
  deeds: ['ack', 'done', 'reassign'].map(purpose => ({
    purpose: purpose as 'ack',
    text: 'I am dealing with it',
    url: `https://dutyholder.example-landlord.gov.uk/link/${'x'.repeat(110)}`,
  })),
})
export const digest = (count: number, more: Partial<DigestView> = {}) =>
  digestMail({
    reference: 'D-AAAA-BBBB',
    day: '2027-02-18' as Day,
    name: 'Asha Patel',
    items: Array.from({ length: count }, (_, index) => item(index)),
    since: '2027-02-17' as Day,
    over: [],
    link: 'https://dutyholder.example-landlord.gov.uk/cases?lead=me',
    answersOn: '2027-02-18' as Day,
    copy: false,
    alone: 0,
    landlord: 'Example Homes',
    ...more,
  })
