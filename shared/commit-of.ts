/** A decision as the store commits it, with what its case is due by and how grave what it would tell is. */
import type { Decision } from './core/case.ts'
import { leading } from './core/clocks.ts'
import { gravitiesOf, gravityText } from './core/gravity.ts'
import type { Reckon } from './core/reckon.ts'
import type { AnyWorkflow } from './core/workflow.ts'
import type { Order } from './orders/order.ts'
import type { Words } from './store/records.ts'
import type { Commit, Message } from './store/store.ts'

type Deps = { workflows: Readonly<Record<string, AnyWorkflow>>; reckon: Reckon }

/** `expected`: the version that was decided upon; `head`: of its chain. */
export const commitOf =
  ({ workflows, reckon }: Deps) =>
  (
    { case: c, event, notices, errands }: Decision,
    expected: number,
    head: string | undefined,
    seen: Message | undefined,
    words: readonly Words[],
    orders: readonly Order[],
  ): Commit => {
    const workflow = workflows[c.workflow]
    const due = workflow && leading(workflow, c, reckon)?.due
    const gravity = workflow && gravityText(gravitiesOf(workflow, c, reckon))
    return {
      case: c,
      expected,
      event,
      notices,
      errands,
      ...(head === undefined ? {} : { head }),
      ...(seen ? { seen } : {}),
      ...(words.length > 0 ? { words: [...words] } : {}),
      ...(due ? { due } : {}),
      ...(gravity ? { gravity } : {}),
      ...(orders.length > 0 ? { orders: [...orders] } : {}),
    }
  }
