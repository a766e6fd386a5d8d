/** The heads of a night as `report` lays them into the audit bucket, and the seal beside them. */
import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import * as z from 'zod'
import { sha256 } from '../../shared/store/chain.ts'
import { type Heads, knownHead } from './export.ts'

const seal = z.looseObject({ asAt: z.string(), root: z.string() })

const headOf = (line: string) => {
  const [caseId, seq, head] = line.split('\t')
  return knownHead.parse({ caseId, seq: Number(seq), head })
}

/**
 * `<day>.tsv.gz` as it lies in the bucket. Where `<day>.json` lies beside it, the lines must have the root that was
 * sealed with them. Throws when a line is none, the file is empty, or the seal is of other lines.
 */
export const readHeads = (file: string): Heads => {
  const bytes = readFileSync(file)
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  const beside = file.replace(/\.tsv(\.gz)?$/, '.json')
  if (beside !== file && existsSync(beside)) {
    const { root, asAt } = seal.parse(JSON.parse(readFileSync(beside, 'utf8')))
    if (root !== sha256(text)) throw new Error(`the heads of ${asAt} are not those that were sealed`)
  }
  const lines = text.split('\n').filter(line => line !== '')
  if (lines.length === 0) throw new Error(`${file} holds no heads`)
  return new Map(lines.map(headOf).map(one => [one.caseId, one]))
}
