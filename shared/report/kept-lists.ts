/** Long lists of a night, kept by group and in parts, so that a page opens one small object however long a list is. */
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import * as z from 'zod'
import type { Day } from '../core/time.ts'

/** Items of one part. */
export const PART = 1_000

const partName = (list: string, asAt: Day, group: string, number: number): string =>
  `kept/${asAt}/${list}.${group}.${number}.json.gz`

const [zip, unzip] = [promisify(gzip), promisify(gunzip)]
const packed = (value: unknown): Promise<Uint8Array> => zip(JSON.stringify(value))
const unpacked = async (bytes: Uint8Array): Promise<unknown> => JSON.parse((await unzip(bytes)).toString('utf8'))

/** By name, to be put where nothing is changed. */
export async function* listParts(
  list: string,
  asAt: Day,
  groups: readonly { id: string; items: readonly unknown[] }[],
): AsyncGenerator<readonly [name: string, bytes: Uint8Array]> {
  for (const { id, items } of groups)
    for (let from = 0; from < items.length; from += PART)
      yield [partName(list, asAt, id, from / PART), await packed(items.slice(from, from + PART))]
}

/** Throws where nothing of that name was kept. */
export type KeptBytes = (name: string) => Promise<Uint8Array>

export type KeptPlace = { list: string; asAt: Day; group: string; from: number }

/** Items of a group from `from` on, which must be there, up to the end of the part that it lies in. */
export const keptItems = async <T extends z.ZodType>(
  kept: KeptBytes,
  item: T,
  { list, asAt, group, from }: KeptPlace,
): Promise<z.output<T>[]> => {
  const number = Math.floor(from / PART)
  return z
    .array(item)
    .parse(await unpacked(await kept(partName(list, asAt, group, number))))
    .slice(from - number * PART)
}

/** A list that is read from anywhere in it: how many there are of each group, and some from a place on. */
export type Lists<T> = {
  counts: { counts: Readonly<Record<string, number>> }
  /** items of a group from an existing one on: some of them, at least one */
  from: (group: string, first: number) => Promise<readonly T[]>
}

/** The first `most` items of a group. */
export const firstOf = async <T>({ counts, from }: Lists<T>, group: string, most: number): Promise<T[]> => {
  const wanted = Math.min(most, counts.counts[group] ?? 0)
  const found: T[] = []
  while (found.length < wanted) found.push(...(await from(group, found.length)))
  return found.slice(0, wanted)
}
