/** The obligations of a stock as they were when it began: three streams a home, two a block, and lifts. */
import type { Actor } from '../../shared/core/case.ts'
import { addDays, addMonths, type Day } from '../../shared/core/time.ts'

const admin: Actor = { kind: 'staff', id: 'admin@x.org', roles: ['administrator'] }
const HOMES_A_BLOCK = 24
const BLOCKS_A_LIFT = 4

/** Checked `months` ago at most, so that the dates of a stream lie evenly over its whole period. */
const opening = (workflow: string, assetId: string, at: number, start: Day, months: number, more: object = {}) => {
  const nextDue = addDays(start, 1 + Math.floor(at * months * 30.4))
  const on = addMonths(nextDue, -months)
  const result = { 'smoke-co': 'PRESENT_WORKING', fra: 'MODERATE', legionella: 'MEDIUM', lifts: 'EXAMINED' }[workflow]
  const checks = [{ on, knownOn: on, nextDue, result: result ?? 'SATISFACTORY' }]
  const facts = { dutyBeganOn: '2020-01-01', checks, ...more }
  return { workflow, opening: { id: `${workflow}:${assetId}`, assetId, by: admin, facts } }
}

export function* stock(homes: number, start: Day) {
  for (let n = 0; n < homes; n++) {
    const id = `H${String(n).padStart(6, '0')}`
    const share = ((n * 7919) % homes) / homes
    const gas = opening('gas', id, share, start, 12, { contractorId: 'sureheat' })
    const { nextDue } = gas.opening.facts.checks[0]!
    yield { ...gas, opening: { ...gas.opening, facts: { ...gas.opening.facts, deadline: nextDue } } }
    yield opening('eicr', id, (share + 0.3) % 1, start, 60, { contractorId: 'sparks' })
    yield opening('smoke-co', id, (share + 0.6) % 1, start, 12, { livingStoreys: ['ground'], rooms: [] })
  }
  const blocks = Math.max(1, Math.round(homes / HOMES_A_BLOCK))
  for (let b = 0; b < blocks; b++) {
    const id = `B${String(b).padStart(5, '0')}`
    yield opening('fra', id, b / blocks, start, 12, { buildingClass: 'medium' })
    yield opening('legionella', id, ((b * 7) % blocks) / blocks, start, 24)
    if (b % BLOCKS_A_LIFT === 0) yield opening('lifts', `L${b}`, b / blocks, start, 6)
  }
}
