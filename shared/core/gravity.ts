/**
 * How grave it would be to leave a case unlooked at: what it would tell, from which instant on. It stands with the
 * case's wake in the index, so that after an outage the gravest of thousands are found without reading them. It
 * orders and decides nothing: what a case tells is its own matter when it is looked at.
 */
import { type Case, type Urgency, urgencies } from './case.ts'
import { climbedSoFar, loudness, nextRung, rulesFor, running } from './clocks.ts'
import type { Reckon } from './reckon.ts'
import { type Running, rungsOf } from './rungs.ts'
import { endsAt, fromEpoch, type Instant, toEpoch } from './time.ts'
import type { AnyWorkflow, Due } from './workflow.ts'

/** From that instant on, until the next of its list, the case would tell this. */
export type Gravity = { from: Instant; urgency: Urgency; due: Due /** when `due` is over */; ends: Instant }

const weight = (urgency: Urgency): number => urgencies.indexOf(urgency)
const soonest = (a: Instant, b: Instant): number => (a < b ? -1 : a > b ? 1 : 0)
/** Negative when `a` is graver: the more urgent, then what was due first. */
const bySeverity = (a: Gravity, b: Gravity): number => weight(b.urgency) - weight(a.urgency) || soonest(a.ends, b.ends)

/** What one clock would tell from when on. A rung that moves the case may withdraw a lift: it never counts as routine. */
const ofClock = (c: Case, clock: Running, today: Reckon): Gravity[] => {
  const next = nextRung(c, clock, today)
  if (!next) return []
  const rungs = rungsOf(clock, rulesFor(today, c, clock.clock))
  const { rung: climbed } = climbedSoFar(c, clock)
  const [due, ends] = [clock.due, endsAt(clock.due)]
  const points: Gravity[] = []
  clock.ladder.forEach((rung, index) => {
    const from = index === next.rung ? next.at : index > climbed ? rungs[index] : undefined
    if (from === undefined) return
    const told = loudness(c, clock, index)
    points.push({ from, urgency: rung.to && told === 'digest' ? 'urgent' : told, due, ends })
  })
  return points
}

/** More changes than this a case hardly has, and a key has no room for; the last then holds for good. */
const MOST = 20

/** The gravest of what the clocks say at that moment; of equals the first clock's. */
const gravestAt = (moment: Instant, clocks: readonly (readonly Gravity[])[]): Gravity | undefined => {
  let gravest: Gravity | undefined
  for (const points of clocks) {
    const standing = points.findLast(one => one.from <= moment)
    if (standing && (!gravest || bySeverity(standing, gravest) < 0)) gravest = standing
  }
  return gravest
}

/** What the case would tell, oldest first, over all its running clocks; nothing when nothing runs. */
export const gravitiesOf = (workflow: AnyWorkflow, c: Case, reckon: Reckon): Gravity[] => {
  const clocks = running(workflow, c, reckon).map(clock => ofClock(c, clock, reckon))
  const moments = [...new Set(clocks.flatMap(points => points.map(one => one.from)))].sort()
  const found: Gravity[] = []
  for (const from of moments) {
    if (found.length === MOST) break
    const gravest = gravestAt(from, clocks)
    const before = found.at(-1)
    if (gravest && !(before && bySeverity(before, gravest) === 0)) found.push({ ...gravest, from })
  }
  return found
}

const minutes = (moment: Instant): string => Math.floor(toEpoch(moment) / 60_000).toString(36)

/** As it stands in a key: a word of some twelve characters each. */
export const gravityText = (gravities: readonly Gravity[]): string =>
  gravities.map(one => `${weight(one.urgency)}.${minutes(one.from)}.${minutes(one.ends)}`).join(',')

const word = /^([0-2])\.(-?[0-9a-z]+)\.(-?[0-9a-z]+)$/
const moment = (text: string): Instant => fromEpoch(Number.parseInt(text, 36) * 60_000)

export type Rank = { urgency: Urgency; due: Instant }

/** What nobody can read may be anything: it is looked at first. */
const UNKNOWN: Rank = { urgency: 'emergency', due: fromEpoch(0) }

/** How grave the case of that text is at `now`; before its first instant as from then on. */
export const rankAt = (text: string | undefined, now: Instant): Rank => {
  let held: Rank | undefined
  for (const part of (text ?? '').split(',')) {
    const [, urgency, from, due] = word.exec(part) ?? []
    const named = urgencies[Number(urgency)]
    if (named === undefined || from === undefined || due === undefined) return UNKNOWN
    if (held && moment(from) > now) break
    held = { urgency: named, due: moment(due) }
  }
  return held ?? UNKNOWN
}

/** Gravest first; of equals the one that was due first. */
export const gravestFirst = (a: Rank, b: Rank): number =>
  weight(b.urgency) - weight(a.urgency) || (a.due < b.due ? -1 : a.due > b.due ? 1 : 0)
