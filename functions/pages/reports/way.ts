/** Addresses of reports. */
import { type Day, longDay } from '../../../shared/core/time.ts'
import type { Month } from '../../../shared/position/reports/periods.ts'
import type { ReportName } from '../../../shared/report/make.ts'

export const reportHref = (name: ReportName, query: Readonly<Record<string, string>> = {}): string => {
  const text = new URLSearchParams(query).toString()
  return `/pages/reports/${name}${text ? `?${text}` : ''}`
}

/** `October 2026` */
export const monthName = (of: Month): string =>
  longDay(`${of}-01` as Day)
    .split(' ')
    .slice(2)
    .join(' ')
