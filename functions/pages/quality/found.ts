/** Pages and files of findings. */
import { stringify } from 'csv-stringify/sync'
import type { Finding } from '../../../shared/position/quality/quality-finding.ts'
import { type Lists, PART } from '../../../shared/report/kept-lists.ts'

export const wordsIn = (text: string): string[] => text.toLowerCase().split(/\s+/).filter(Boolean)

/** Findings gone through for one page of a search. */
const PATIENCE = 5 * PART

/** Those from number `first` on that hold all words; `next` is where to go on. */
export const pageOf = async (
  { counts, from }: Lists<Finding>,
  group: string,
  { first, words, most }: { first: number; words: readonly string[]; most: number },
): Promise<{ rows: Finding[]; next?: number }> => {
  const total = counts.counts[group] ?? 0
  const rows: Finding[] = []
  let at = first
  while (at < total && at - first < PATIENCE)
    for (const one of await from(group, at)) {
      if (rows.length === most) return { rows, next: at }
      at += 1
      const text = [one.assetId, one.caseId, one.workflow, one.what].join(' ').toLowerCase()
      if (words.every(word => text.includes(word))) rows.push(one)
    }
  return at < total ? { rows, next: at } : { rows }
}

/** Findings in one file: the API gives them all. */
export const MOST_IN_FILE = PATIENCE

export const asCsv = (group: string, rows: readonly Finding[]): string => {
  const header = ['group', 'assetId', 'caseId', 'workflow', 'what']
  const lines = rows.map(({ assetId, caseId, workflow, what }) => [group, assetId, caseId, workflow, what])
  return stringify([header, ...lines], { record_delimiter: '\r\n', escape_formulas: true, bom: true })
}
