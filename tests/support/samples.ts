/** Samples of what may arrive, as they lie in `events/`. */
import { readdirSync, readFileSync } from 'node:fs'

const folder = new URL('../../events/', import.meta.url)

export const samples = (workflow: string): { name: string; workflow: string; type: string; data: object }[] =>
  readdirSync(new URL(`${workflow}/`, folder)).map(name => ({
    name,
    ...JSON.parse(readFileSync(new URL(`${workflow}/${name}`, folder), 'utf8')),
  }))
