/** Complaints in flight elsewhere: each is opened where it stands, once. What happens to it afterwards happens here. */
import type { Actor, Case } from '../../../shared/core/case.ts'
import { freshId } from '../../../shared/core/ids.ts'
import type { AnyWorkflow } from '../../../shared/core/workflow.ts'
import type { ComplaintRow } from '../../../shared/intake/imports/complaints.ts'
import type { ImportTarget, Plan } from '../../../shared/intake/imports/run.ts'
import { canonical, sha256 } from '../../../shared/store/chain.ts'
import { complaintInFlight } from '../../../shared/workflows/parts/complaint-import.ts'
import type { Deps } from '../ports.ts'
import { doBegin, type Opening, opens, standing, wouldOpen } from './judge.ts'

const idOf = (workflow: AnyWorkflow, { reference }: ComplaintRow): string =>
  freshId(workflow.prefix, workflow.name, `import|${reference}`)

/** By what is not about a person: a hash of few words could be guessed. */
const digestOf = ({ name: _, contact: __, summary: ___, ...row }: ComplaintRow): string => sha256(canonical(row))

const opening = (deps: Deps, workflow: AnyWorkflow, row: ComplaintRow): Opening => {
  const facts = complaintInFlight(row, deps.reckon)
  return {
    id: idOf(workflow, row),
    ...(row.assetId === undefined ? {} : { assetId: row.assetId }),
    facts: { ...facts, imported: { reference: row.reference, digest: digestOf(row) } },
  }
}

const same = ({ facts }: Case, row: ComplaintRow): boolean =>
  canonical(facts.imported) === canonical({ reference: row.reference, digest: digestOf(row) })

export const complaintTarget = (deps: Deps, workflow: AnyWorkflow, by: Actor): ImportTarget<ComplaintRow> => {
  const planned = (row: ComplaintRow, asset: boolean, there: Case | undefined): Plan => {
    if (there) {
      const why = `IMPORTED: this complaint is ${there.id} here since it was imported; say there what is new`
      return same(there, row) ? 'unchanged' : { rejected: why, column: 'reference' }
    }
    if (row.assetId !== undefined && !asset)
      return { rejected: 'ASSET_UNKNOWN: there is no such asset', column: 'assetId' }
    return wouldOpen(deps, workflow, opening(deps, workflow, row), by)
  }
  return {
    together: 20,
    plan: async rows => {
      const [assets, cases] = await Promise.all([
        deps.store.getAssets(rows.flatMap(({ assetId }) => assetId ?? [])),
        deps.store.loadMany(rows.map(row => idOf(workflow, row))),
      ])
      return rows.map(row =>
        planned(
          row,
          row.assetId !== undefined && assets.has(row.assetId),
          standing(cases.get(idOf(workflow, row))?.case),
        ),
      )
    },
    write: async (rows, note) => {
      const cases = await deps.store.loadMany(rows.map(row => idOf(workflow, row)))
      const list = rows.map(row => {
        const made = opening(deps, workflow, row)
        return { workflow: workflow.name, opening: made, there: cases.get(made.id)?.case }
      })
      await note({ cases: list.map(one => opens(one.opening.id, one.there)) })
      await doBegin(deps, list, by)
    },
  }
}
