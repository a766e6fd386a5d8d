/** Every case of a workflow, open and closed, page after page. */
import type { Case } from '../../shared/core/case.ts'
import type { Deps } from './ports.ts'

/** Cases read at once: batches of 100 items are what DynamoDB gives in one call. */
const PAGE = 500

const all = async function* (deps: Deps, workflow: string, closed: boolean): AsyncGenerator<Case> {
  let cursor: string | undefined
  do {
    const page = await deps.store.list({ workflows: [workflow], closed }, { cursor, limit: PAGE })
    yield* page.items
    cursor = page.cursor
  } while (cursor !== undefined)
}

export async function* everyCaseOf(deps: Deps, workflow: string): AsyncGenerator<Case> {
  yield* all(deps, workflow, false)
  yield* all(deps, workflow, true)
}
