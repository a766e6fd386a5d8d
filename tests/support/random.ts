/**
 * Properties draw the same examples on every run, so a red suite means a change of ours and nothing else.
 * `npm run test:deep` draws new ones, and many times as many: what it finds is a fault, kept as a named test.
 */
import fc from 'fast-check'

/** DEEP=n: n times the runs, from a seed of the day's own unless SEED names one. */
const deep = Number(process.env.DEEP ?? 1)
fc.configureGlobal({ seed: Number(process.env.SEED ?? (deep > 1 ? Date.now() % 2 ** 31 : 20261126)) })

/** How often a property is tried here: `usual` in the suite, more of it in a deep run. */
export const runs = (usual: number): number => usual * deep
