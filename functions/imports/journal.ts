/**
 * What each run touched, kept part by part before it is written, so that a run that was killed can be undone too. Parts
 * are numbered in the order in which they began; of those under way when it died some may be missing.
 */
import { type Note, type Touched, touched } from '../../shared/intake/imports/touched.ts'
import type { Settings } from '../../shared/store/store.ts'

/** More than are ever under way at once: so many missing in a row are the end. */
const GAP = 32

const partName = (run: string, part: number): string => `import-run:${run}:touched:${part}`

/** Throws what the table throws: what cannot be remembered is not written. */
export const noteOf = (store: Settings, run: string): Note => {
  let parts = 0
  return async what => {
    const value = touched.parse(what)
    if (value.cases.length + value.assets.length + value.people.length === 0) return
    await store.putSetting(partName(run, parts++), value, 0)
  }
}

export const touchedBy = async (store: Settings, run: string): Promise<Touched> => {
  const all: Touched = { cases: [], assets: [], people: [] }
  for (let from = 0; ; from += GAP) {
    const parts = Array.from({ length: GAP }, (_, at) => store.getSetting(partName(run, from + at)))
    const found = (await Promise.all(parts)).filter(part => part !== undefined)
    if (found.length === 0) return all
    for (const { value } of found) {
      const { cases, assets, people } = touched.parse(value)
      all.cases.push(...cases)
      all.assets.push(...assets)
      all.people.push(...people)
    }
  }
}
