import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import {
  applyCallback,
  applyDeadline,
  callbackOf,
  mailOf,
  obligation,
  parseCallback,
} from '../../scripts/bench/peers/obligation.ts'

const DUE = '2026-11-23T10:00:00.000Z'
const was = obligation(7, DUE)

it('gives the peers obligations of 1,024 bytes, whatever their number', () => {
  for (const i of [0, 5, 999, 199_999]) expect(Buffer.byteLength(JSON.stringify(obligation(i, DUE)))).toBe(1_024)
})

it('completes one, due a year on, with a record chained to the one before', () => {
  const { next, audit } = applyCallback(was, parseCallback(callbackOf(7)))
  expect(next).toMatchObject({
    state: 'compliant',
    version: 2,
    dueAt: '2027-11-02T09:00:00.000Z',
    prevHash: audit.hash,
  })
  const { hash, ...record } = audit
  expect(record.prevHash).toBe(was.prevHash)
  expect(hash).toBe(
    createHash('sha256')
      .update(was.prevHash + JSON.stringify(record))
      .digest('hex'),
  )
})

it('refuses a callback of another version, or without an engineer', () => {
  const callback = parseCallback(callbackOf(7))
  expect(() => applyCallback({ ...was, version: 2 }, callback)).toThrow('not allowed')
  expect(() => parseCallback({ ...callback, operative: undefined })).toThrow()
})

it('makes one overdue once, and leaves a timer of an earlier version without effect', () => {
  const { next } = applyDeadline(was, 1) ?? {}
  expect(next).toMatchObject({ state: 'overdue', rung: 1, version: 2, dueAt: '2026-12-03T10:00:00.000Z' })
  expect(next && applyDeadline(next, 1)).toBeUndefined()
  expect(next && mailOf(next)).toContain('"H000007#2"')
})
