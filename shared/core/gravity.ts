/**
 * How grave it would be to leave a case unlooked at: what it would tell, from which instant on. It stands with the
 * case's wake in the index, so that after an outage the gravest of thousands are found without reading them. It
 * orders and decides nothing: what a case tells is its own matter when it is looked at.
 */
import { type Case, type Urgency, urgencies } from './case.ts'
import { climbedSoFar, nextRung, rulesFor, running, urgencyOf } from './clocks.ts'
import type { Reckon } from './reckon.ts'
import { type Running, rungsOf } from './rungs.ts'
import { endsAt, fromEpoch, type Instant, toEpoch } from './time.ts'
import type { AnyWorkflow, Due } from './workflow.ts'

/** From that instant on, until the next of its list, the case would tell this. */
export type Gravity = { from: Instant; urgency: Urgency; due: Due }

const weight = (urgency: Urgency): number => urgencies.indexOf(urgency)
/** Negative when `a` is graver: the more urgent, then what was due first. */
const bySeverity = (a: Gravity, b: Gravity): number =>
  weight(b.urgency) - weight(a.urgency) || toEpoch(endsAt(a.due)) - toEpoch(endsAt(b.due))

/** What one clock would tell from when on. A rung that moves the case may withdraw a lift: it never counts as routine. */
const ofClock = (c: Case, clock: Running, today: Reckon): Gravity[] => {
  const next = nextRung(c, clock, today)
  if (!next) return []
  const rungs = rungsOf(clock, rulesFor(today, c, clock.clock))
  const { rung: climbed } = climbedSoFar(c, clock)
  return clock.ladder.flatMap((rung, index): Gravity[] => {
    const from = index === next.rung ? next.at : index > climbed ? rungs[index] : undefined
    if (from === undefined) return []
    const told = urgencyOf(c, clock, index)
    return [{ from, urgency: rung.to && told === 'digest' ? 'urgent' : told, due: clock.due }]
  })
}

/** More changes than this a case hardly has, and a key has no room for; the last then holds for good. */
const MOST = 20

/** What the case would tell, oldest first, over all its running clocks; nothing when nothing runs. */
export const gravitiesOf = (workflow: AnyWorkflow, c: Case, reckon: Reckon): Gravity[] => {
  const clocks = running(workflow, c, reckon).map(clock => ofClock(c, clock, reckon))
  const moments = [...new Set(clocks.flat().map(one => one.from))].sort()
  const found: Gravity[] = []
  for (const from of moments) {
    const standing = clocks.flatMap(points => points.findLast(one => one.from <= from) ?? [])
    const gravest = standing.sort(bySeverity)[0]
    const before = found.at(-1)
    if (gravest && !(before && bySeverity(before, gravest) === 0)) found.push({ ...gravest, from })
  }
  return found.slice(0, MOST)
}

const minutes = (moment: Instant): string => Math.floor(toEpoch(moment) / 60_000).toString(36)

/** As it stands in a key: a word of some twelve characters each. */
export const gravityText = (gravities: readonly Gravity[]): string =>
  gravities.map(one => `${weight(one.urgency)}.${minutes(one.from)}.${minutes(endsAt(one.due))}`).join(',')

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
