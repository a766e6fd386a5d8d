/**
 * After a new bank holiday, rule or policy: every open case whose next instant is no longer what it was is looked at,
 * and its history says so (`clocks.redated`). A nightly job: a case whose date came earlier would else sleep past it.
 */
import type { Apply } from './apply.ts'
import { wakeOf } from './core/clocks.ts'
import { current } from './core/machine.ts'
import type { Reckon } from './core/reckon.ts'
import type { AnyWorkflow } from './core/workflow.ts'
import type { Store } from './store/store.ts'

export type RedateDeps = {
  store: Pick<Store, 'everyCase'>
  apply: Pick<Apply, 'fire'>
  workflows: Readonly<Record<string, AnyWorkflow>>
  reckon: Reckon
  fault: (name: string, error: unknown) => void
}

/** One share of all cases; answers how many were looked at and which moved. One that fails keeps no other from it. */
export const redate = async (
  { store, apply, workflows, reckon, fault }: RedateDeps,
  share: { segment: number; of: number },
): Promise<{ looked: number; moved: string[] }> => {
  const moved: string[] = []
  let looked = 0
  let cursor: string | undefined
  do {
    const page = await store.everyCase(share, { cursor, limit: 200 })
    for (const c of page.items) {
      const workflow = workflows[c.workflow]
      if (!workflow || c.closedAt !== undefined) continue
      looked += 1
      try {
        if (wakeOf(workflow, current(workflow, c), reckon) === c.wake) continue
        if ((await apply.fire(c.id)).kind === 'done') moved.push(c.id)
      } catch (error) {
        fault(c.id, error)
      }
    }
    cursor = page.cursor
  } while (cursor !== undefined)
  return { looked, moved }
}
