/**
 * What was overlooked more than once, or cannot be placed: water monitoring missed again and again at one outlet, and
 * certificates that came and belong nowhere. Both are candidates to be told to the regulator.
 */
import type { Case } from '../core/case.ts'
import { addMonths, type Day, dayOf, type Instant } from '../core/time.ts'
import { closedBy, type Question } from './question.ts'

type Placed = { caseId: string; assetId?: string | undefined }
type Task = { outlet: string; task: string; to: Day }
type Arrived = { source: string; meant?: string; receivedAt: Instant }

const MONTHS = 3

/** By the door that it came through or was meant for. */
const isCertificate = ({ source, meant }: Arrived, { workflows }: Question): boolean =>
  (source.startsWith('contractor:') && meant !== 'hazard' && meant !== 'complaint') ||
  meant === 'certificates' ||
  workflows[meant ?? '']?.obligation !== undefined

export const overlookedTally = (asked: Question) => {
  const since = addMonths(asked.asAt, -MONTHS)
  const missed = new Map<string, Placed[]>()
  const lost: Placed[] = []
  const add = (c: Case): void => {
    const placed = { caseId: c.id, assetId: c.assetId }
    if (c.workflow === 'water-task' && c.state === 'mon_missed') {
      const { outlet, task, to } = c.facts as Task
      if (to <= since || to > asked.asAt) return
      const key = `${c.assetId}\n${outlet}\n${task}`
      missed.set(key, [...(missed.get(key) ?? []), placed])
    }
    if (c.workflow === 'triage') {
      const f = c.facts as Arrived
      if (dayOf(f.receivedAt) <= asked.asAt && !closedBy(c, asked.asAt) && isCertificate(f, asked)) lost.push(placed)
    }
  }
  const byId = (list: Placed[]) => list.sort((a, b) => (a.caseId < b.caseId ? -1 : 1))
  return {
    add,
    done: () => ({
      /** all that was missed at outlets where it was missed so often */
      missed: byId(
        [...missed.values()].filter(list => list.length >= asked.reckon.policy('material.missedMonitoring')).flat(),
      ),
      /** certificates that nobody could place */
      lost: byId(lost),
    }),
  }
}
export type Overlooked = ReturnType<ReturnType<typeof overlookedTally>['done']>
