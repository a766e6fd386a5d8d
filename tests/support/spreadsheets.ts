/**
 * A landlord's two spreadsheets as they come out of a real system: six streams over homes, blocks and lifts, and the
 * cells that nobody has tidied: UK dates, blanks around words, dates that cannot be, results in somebody's own words, rows
 * twice. The same number of homes gives the same files.
 */
import { addDays, addMonths, type Day } from '../../shared/core/time.ts'

const ukDate = (on: Day): string => on.split('-').reverse().join('/')
const home = (n: number): string => `H${String(n).padStart(5, '0')}`
const block = (n: number): string => `B${String(n).padStart(4, '0')}`
const lift = (n: number): string => `L${String(n).padStart(4, '0')}`

const lines = (header: string, rows: readonly string[]): string => `\uFEFF${[header, ...rows].join('\r\n')}\r\n`

export const assetsFile = (homes: number): string => {
  const rows: string[] = []
  for (let b = 1; b <= Math.ceil(homes / 12); b++)
    rows.push(`block,${block(b)},,,,`, ...(b % 3 === 0 ? [`lift,${lift(b)},${block(b)},,,`] : []))
  for (let n = 1; n <= homes; n++)
    rows.push(`dwelling,${home(n)},${block(Math.ceil(n / 12))},${n % 9 === 0 ? 'N/A' : 1 + (n % 2)},1,01/04/1974`)
  return lines('type,assetId,parentId,livingStoreys,combustionRooms,ownedFrom', rows)
}

type Line = { asset: string; stream: string; kind?: string; on: Day; result: string }

/** What the landlord means, in order. */
const meant = function* (homes: number, today: Day): Generator<Line> {
  for (let n = 1; n <= homes; n++) {
    yield { asset: home(n), stream: 'gas', on: addDays(today, -10 - ((n * 37) % 380)), result: 'Satisfactory' }
    const eicr = n % 17 === 0 ? 'UNSATISFACTORY' : 'SATISFACTORY'
    yield { asset: home(n), stream: 'eicr', on: addMonths(today, -1 - ((n * 7) % 62)), result: eicr }
    yield { asset: home(n), stream: 'smoke-co', on: addDays(today, -5 - ((n * 29) % 380)), result: 'PASS' }
  }
  for (let b = 1; b <= Math.ceil(homes / 12); b++) {
    const [asset, on] = [block(b), addMonths(today, -1 - (b % 14))]
    yield { asset, stream: 'fra', kind: 'low', on, result: b % 5 === 0 ? 'SUBSTANTIAL' : 'MODERATE' }
    yield { asset, stream: 'fire-check', kind: 'sprinkler', on, result: 'PASS' }
    yield { asset, stream: 'fire-check', kind: 'emergency_lighting_duration', on, result: '' }
    yield { asset, stream: 'legionella', on, result: ['LOW', 'MEDIUM', 'HIGH'][b % 3]! }
    if (b % 3 === 0) yield { asset: lift(b), stream: 'lifts', on: addMonths(today, -(b % 7)), result: 'NO_DEFECTS' }
  }
}

/** What every fortieth row has wrong, and the column under which it is refused. */
const spoilt: readonly {
  column: string
  with: (line: Line, today: Day) => Partial<Record<'date' | 'result' | 'asset' | 'stream', string>>
}[] = [
  { column: 'lastDoneOn', with: () => ({ date: '31/02/2026' }) },
  { column: 'lastDoneOn', with: (_, today) => ({ date: ukDate(addDays(today, 40)) }) },
  { column: 'result', with: () => ({ result: 'Failed_see_email' }) },
  { column: 'assetId', with: () => ({ asset: 'H99999X' }) },
  { column: 'workflow', with: () => ({ stream: 'boilers' }) },
]

export type Expected = { good: number; wrong: number; repeated: number }

/** The file, and what an import must make of it. */
export const obligationsFile = (homes: number, today: Day): { csv: string; expected: Expected } => {
  const rows: string[] = []
  const expected = { good: 0, wrong: 0, repeated: 0 }
  let at = 0
  for (const line of meant(homes, today)) {
    at += 1
    const fault = at % 40 === 0 ? spoilt[(at / 40) % spoilt.length] : undefined
    const cells = {
      date: at % 2 === 0 ? ukDate(line.on) : line.on,
      result: line.result,
      asset: at % 7 === 0 ? ` ${line.asset} ` : line.asset,
      stream: at % 5 === 0 ? line.stream.toUpperCase() : line.stream,
      ...fault?.with(line, today),
    }
    const row = `${cells.date},${cells.stream},${cells.asset},${line.kind ?? 'N/A'},${cells.result},CERT-${at}`
    rows.push(row)
    if (fault) expected.wrong += 1
    else expected.good += 1
    if (at % 60 === 1 && !fault) {
      rows.push(row)
      expected.repeated += 1
    }
  }
  return { csv: lines('lastDoneOn,workflow,assetId,subType,result,reference', rows), expected }
}
