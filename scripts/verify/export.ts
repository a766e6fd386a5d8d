/**
 * Holds an export against itself and against the engine: each chain is walked, each history is decided again. Lines
 * come as GET /export writes them: those of one case together, oldest first; a case that moved in the index while it
 * was exported may come twice.
 */
import * as z from 'zod'
import { recorded } from '../../shared/core/case.ts'
import type { Reckon } from '../../shared/core/reckon.ts'
import { replay } from '../../shared/core/replay.ts'
import type { AnyWorkflow } from '../../shared/core/workflow.ts'
import { type Link, verifyChain } from '../../shared/store/chain.ts'
import { type Change, changeBehind } from './changes.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const link = z.strictObject({ event: recorded, prevHash: hash, hash })
/** The end of a case's chain as it was recorded elsewhere, e.g. in the bucket of daily heads. */
export const knownHead = z.looseObject({ caseId: z.string(), seq: z.int().min(1), head: hash })
type KnownHead = z.output<typeof knownHead>

/** `line` is where to look, counted from 1; 0 when what is missing has no line. */
export type Break = { caseId: string; line: number; seq: number; why: string }
/** Whole by its chain, and decided before a release that decides otherwise: `seq` is the first event that would differ. */
export type Earlier = { caseId: string; seq: number } & Change
export type Report = { cases: number; events: number; earlier?: Earlier[]; broken?: Break }

export type Rules = { workflows: Readonly<Record<string, AnyWorkflow>>; reckon: Reckon }
export type Heads = ReadonlyMap<string, KnownHead>

type Gathered = { caseId: string; line: number; links: Link[] }

const nameOf = (events: readonly Link['event'][]): string =>
  z.object({ workflow: z.string() }).safeParse(events[0]?.data).data?.workflow ?? ''

const repeated = ({ workflows, reckon }: Rules, links: readonly Link[]): string | undefined => {
  const events = links.map(one => one.event)
  const name = nameOf(events)
  const workflow = Object.hasOwn(workflows, name) ? workflows[name] : undefined
  if (!workflow) return `no workflow ${name || '(none named)'}`
  try {
    replay(workflow, events, reckon)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** A head is the hash of one event: the chain may have grown since, but must still run through it. */
const leavesHead = (links: readonly Link[], known: KnownHead | undefined): string | undefined => {
  if (!known) return undefined
  const there = links[known.seq - 1]
  if (!there) return `the history ends at event ${links.length}, before event ${known.seq} whose head was recorded`
  return there.hash === known.head ? undefined : `event ${known.seq} is not the one whose head was recorded`
}

const seqIn = (why: string): number => Number(/^event (\d+) /.exec(why)?.[1] ?? 1)

const judge = (rules: Rules, heads: Heads, { caseId, line, links }: Gathered): Break | Earlier | undefined => {
  const broken = (seq: number, why: string): Break => ({ caseId, line: line + seq - 1, seq, why })
  const chain = verifyChain(links)
  if (!chain.ok) return broken(chain.seq, chain.why)
  const left = leavesHead(links, heads.get(caseId))
  if (left !== undefined) return broken(seqIn(left), left)
  const why = repeated(rules, links)
  if (why === undefined) return undefined
  const seq = seqIn(why)
  const events = links.map(one => one.event)
  const refused = /does not repeat/.test(why)
  const otherwise = refused || /repeats differently/.test(why)
  const change = otherwise ? changeBehind({ workflow: nameOf(events), events, seq, refused }) : undefined
  return change ? { caseId, seq, ...change } : broken(seq, why)
}

const readLink = (text: string): Link | string => {
  try {
    const parsed = link.safeParse(JSON.parse(text))
    if (parsed.success) return parsed.data
    return parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'line'}: ${message}`).join('; ')
  } catch {
    return 'the line is not JSON'
  }
}

type Lines = AsyncIterable<string> | Iterable<string>

const unread = (text: string, line: number, before: Gathered | undefined, why: string): Break => {
  const seq = before ? before.links.length + 1 : 1
  return { caseId: before?.caseId ?? (text.slice(0, 40) || '(empty)'), line, seq, why }
}

/**
 * Ends at the first break. Only one case is held at a time. `heads` also say which cases must be there: a case that
 * is left out whole shows by nothing else.
 */
export const verifyExport = async (lines: Lines, rules: Rules, heads: Heads = new Map()): Promise<Report> => {
  const seen = new Set<string>()
  let gathered: Gathered | undefined
  let [line, events] = [0, 0]
  const earlier: Earlier[] = []
  const told = () => (earlier.length > 0 ? { earlier } : {})
  const close = (): Break | undefined => {
    if (!gathered) return undefined
    seen.add(gathered.caseId)
    const judged = judge(rules, heads, gathered)
    if (!judged || 'why' in judged) return judged
    earlier.push(judged)
    return undefined
  }
  for await (const text of lines) {
    line += 1
    if (text.trim() === '') continue
    const read = readLink(text)
    if (typeof read === 'string') {
      const broken = close() ?? unread(text, line, gathered, read)
      return { cases: seen.size, events, ...told(), broken }
    }
    const again = gathered !== undefined && read.event.seq === 1 && gathered.links.length > 0
    if (gathered?.caseId !== read.event.caseId || again) {
      const broken = close()
      if (broken) return { cases: seen.size, events, ...told(), broken }
      gathered = { caseId: read.event.caseId, line, links: [] }
    }
    gathered?.links.push(read)
    events += 1
  }
  const last = close()
  if (last) return { cases: seen.size, events, ...told(), broken: last }
  const missing = [...heads.values()].find(({ caseId }) => !seen.has(caseId))
  const cases = seen.size
  if (!missing) return { cases, events, ...told() }
  const why = 'a head of this case was recorded, and the export has none of its history'
  return { cases, events, ...told(), broken: { caseId: missing.caseId, line: 0, seq: missing.seq, why } }
}
