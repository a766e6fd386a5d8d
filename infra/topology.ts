/**
 * The architecture as one table: which function exists, what wakes it, what it may touch, and what it means when it
 * fails. CDK builds AWS from it and the local run builds the same system from it, so it knows neither.
 */
import type { FunctionSpec } from './function-spec.ts'
import { clockRows } from './topology/clocks.ts'
import { mailRows } from './topology/mail.ts'
import { outsideRows } from './topology/outside.ts'
import { pageRows } from './topology/pages.ts'
import { staffRows } from './topology/staff.ts'
import { standingRows } from './topology/standing.ts'

export const topology = {
  ...staffRows,
  ...outsideRows,
  ...clockRows,
  ...mailRows,
  ...standingRows,
  ...pageRows,
} as const satisfies Record<string, FunctionSpec>

export type FunctionName = keyof typeof topology
export const functionNames = Object.keys(topology) as FunctionName[]
/** The same table, each row seen as any row. */
export const functionSpec = (name: FunctionName): FunctionSpec => topology[name]
