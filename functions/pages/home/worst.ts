/** What is worst: the gravest first, and of equals the longest overdue. */
import { bySoonest } from '../../../shared/core/time.ts'
import { grade } from '../../../shared/position/reports/gravest.ts'
import type { Row } from '../read.ts'

const gradeOf = (row: Row): number => grade(row.case, row.statutory)

export const worst = (a: Row, b: Row): number =>
  gradeOf(a) - gradeOf(b) || (a.due && b.due ? bySoonest(a.due, b.due) : Number(!a.due) - Number(!b.due))
