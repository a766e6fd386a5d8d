import { expect, test } from 'vitest'
import type { Rejection } from '../../shared/core/case.ts'
import { anotherBody, fromRejection, invalid, problemSchema } from '../../shared/http/problem.ts'

const rejections: [number, Rejection, object][] = [
  [
    409,
    { ok: false, kind: 'not_allowed', event: 'copy.sent', state: 'appointed', allowed: ['visit.noAccess'] },
    { type: 'urn:dutyholder:problem:not-allowed', allowed: ['visit.noAccess'] },
  ],
  [
    422,
    {
      ok: false,
      kind: 'guard',
      event: 'certificate.accepted',
      state: 'evidence_review',
      failed: ['DATE_IN_FUTURE: the visit is not in the future'],
      codes: ['DATE_IN_FUTURE'],
      allowed: ['certificate.rejected'],
    },
    { codes: ['DATE_IN_FUTURE'], failed: ['DATE_IN_FUTURE: the visit is not in the future'] },
  ],
  [
    400,
    { ok: false, kind: 'invalid', event: 'visit.noAccess', issues: [{ path: 'outcome', message: 'missing' }] },
    { issues: [{ path: 'outcome', message: 'missing' }] },
  ],
  [
    403,
    { ok: false, kind: 'forbidden', event: 'certificate.accepted', needs: ['complianceOfficer'] },
    { needs: ['complianceOfficer'] },
  ],
  [404, { ok: false, kind: 'unknown', what: 'case gas:H9' }, { detail: 'case gas:H9 is not known' }],
]

test.each(rejections)('a rejection becomes %i', (status, rejection, members) => {
  const made = fromRejection(rejection)
  expect(made).toMatchObject({ status, ...members })
  expect(problemSchema.parse(made)).toEqual(made)
})

test('a closed case says that nothing is allowed any more', () => {
  const made = fromRejection({ ok: false, kind: 'not_allowed', event: 'x', state: 'closed', allowed: [] })
  expect(made.detail).toContain('Nothing is allowed any more')
})

test('a thousand mistakes do not make a thousand lines', () => {
  const made = invalid(Array.from({ length: 1000 }, (_, index) => ({ path: `rows.${index}`, message: 'wrong' })))
  expect(made.issues).toHaveLength(50)
  expect(made.detail).toContain('1000 mistakes')
})

test('the same id with another body is a conflict of its own kind', () => {
  expect(anotherBody('msg_00001')).toMatchObject({ status: 409, type: 'urn:dutyholder:problem:message-id' })
})
