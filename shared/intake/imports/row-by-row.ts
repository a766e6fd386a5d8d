import type { ImportTarget, Plan } from './run.ts'
import type { Note } from './touched.ts'

/** For kinds whose rows are few, or hang on each other: row by row. */
export const rowByRow = <R>(target: {
  plan: (row: R, inFile: (key: string) => boolean) => Promise<Plan>
  write: (row: R, note: Note) => Promise<void>
}): ImportTarget<R> => ({
  plan: (rows, inFile) => Promise.all(rows.map(row => target.plan(row, inFile))),
  write: async (rows, note) => {
    for (const row of rows) await target.write(row, note)
  },
})
