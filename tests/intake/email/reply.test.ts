import { describe, expect, it } from 'vitest'
import { shortId } from '../../../shared/core/ids.ts'
import { answersUs, caseIdsIn, commandOf, ownText, referencesIn } from '../../../shared/intake/email/reply.ts'

const workflows = ['gas', 'fire-check']
const id = shortId('CMP', 'a')
const read = (text: string, subject = 'Re: [OVERDUE] Gas (H00017)') => commandOf({ text, subject }, workflows)

describe('reply codes', () => {
  it.each([
    ['ACK', { code: 'ack' }],
    ['ack, thanks', { code: 'ack' }],
    ['Hi,\n\nACK\n\nAsha', { code: 'ack' }],
    ['ACK gas:H00017', { code: 'ack', caseId: 'gas:H00017' }],
    [`Ack ${id.toLowerCase()}.`, { code: 'ack', caseId: id }],
    ['DONE 2026-11-20', { code: 'done', on: '2026-11-20' }],
    ['done 20/11/2026.', { code: 'done', on: '2026-11-20' }],
    [
      'DONE fire-check:B001:dry-riser 2026-11-20',
      { code: 'done', on: '2026-11-20', caseId: 'fire-check:B001:dry-riser' },
    ],
    ['EXTEND 5 waiting for a part', { code: 'extend', days: 5, reason: 'waiting for a part' }],
    ['Extend 5 days: no access until Monday', { code: 'extend', days: 5, reason: 'no access until Monday' }],
    ['REASSIGN Sam Doyle', { code: 'reassign', to: 'Sam Doyle' }],
    ['reassign: sam@x.org', { code: 'reassign', to: 'sam@x.org' }],
  ])('%j', (text, command) => expect(read(text)).toEqual(command))

  it.each([
    'DONE',
    'DONE yesterday',
    'DONE 2026-02-30',
    'DONE 31/02/2026',
    'EXTEND',
    'EXTEND 0 x',
    'EXTEND 5',
    'EXTEND five days',
    'REASSIGN',
  ])('%j is answered with how it is written', text =>
    expect(read(text)).toMatchObject({ code: 'mistake', why: expect.stringContaining('needs') }),
  )

  it.each([
    'I acknowledge nothing',
    'thanks',
    'We are DONE 2026-11-20',
    '> ACK',
    'On Sun, 22 Nov 2026 at 09:00, Dutyholder wrote:\nACK',
    '-----Original Message-----\nDONE 2026-11-20',
    'From: compliance@x.org\nACK',
    '--\nACK',
    '1\n2\n3\n4\n5\nACK',
  ])('%j is none', text => expect(read(text)).toBeUndefined())

  it('stands in the subject too', () => {
    expect(read('', 'Re: ACK')).toEqual({ code: 'ack' })
    expect(read('sent on the way home', 'DONE 2026-11-20')).toEqual({ code: 'done', on: '2026-11-20' })
    expect(read('', 'Re: [ACK] nothing')).toBeUndefined()
  })
})

describe('what it is about', () => {
  it('takes ids that are copied right and workflows that exist', () => {
    expect(caseIdsIn(`[${id}] and gas:H00017. also http://x mailto:a@b`, workflows)).toEqual([id, 'gas:H00017'])
    expect(
      caseIdsIn(
        id.replace(/.$/, letter => (letter === '0' ? '1' : '0')),
        workflows,
      ),
    ).toEqual([])
  })

  it('finds our references and Message-IDs', () => {
    expect(referencesIn('> case gas:H00017 · reference N-7K3Q-9DMX')).toEqual(['N-7K3Q-9DMX'])
    expect(answersUs({ answers: ['0102@eu-west-2.amazonses.com'], text: '', subject: '' })).toBe(true)
    expect(answersUs({ answers: ['x@evilamazonses.com.example'], text: 'hello', subject: 'hi' })).toBe(false)
  })

  it('is read without what is quoted', () => expect(ownText('mine\n\n> theirs\nlate')).toBe('mine'))
})
