/**
 * Rows of a file as bytes outside the heap: 100,000 of them as objects would not fit beside everything else on one
 * machine. They are read back some hundred at a time, in the order of the file.
 */
/** A row with the line of the file it came from, and what stood there. */
export type Numbered<R> = { line: number; row: R; values: Record<string, string> }

/** Rows read back together. */
const TOGETHER = 200

export type KeptRows<R> = {
  add: (row: Numbered<R>) => void
  /** nothing is added after the first reading */
  [Symbol.iterator]: () => Iterator<Numbered<R>>
}

export const keptRows = <R>(): KeptRows<R> => {
  const blocks: Buffer[] = []
  let open: string[] = []
  const close = () => {
    if (open.length > 0) blocks.push(Buffer.from(`[${open.join(',')}]`))
    open = []
  }
  return {
    add: row => {
      open.push(JSON.stringify(row))
      if (open.length === TOGETHER) close()
    },
    *[Symbol.iterator]() {
      close()
      // What was written here a moment ago is of the type that was written.
      for (const block of blocks) yield* JSON.parse(block.toString()) as Numbered<R>[]
    },
  }
}
