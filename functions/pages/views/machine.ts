/**
 * The machine of a case, drawn on the server: states in columns by how many events they are from the beginning, the
 * present one marked. The list below it says the same in words, for whoever cannot see or would rather read.
 */
import { laddersOf } from '../../../shared/core/draw.ts'
import type { AnyWorkflow, Ladder } from '../../../shared/core/workflow.ts'
import { type Html, html } from '../../../shared/mail/html.ts'
import { details } from './parts.ts'
import { eventTitle, stateTitle } from './words.ts'

type Edge = { from: string; to: string; by: string }
type Drawn = { title: string; final?: string }

type Moves = { to?: string }

/** What moves a case on from this state: its own events, and rungs of ladders. What can happen anywhere is not drawn. */
const edgesFrom = (workflow: AnyWorkflow, from: string): Edge[] => {
  const own = (workflow.states[from]?.on ?? {}) as Record<string, Moves | readonly Moves[]>
  const events = Object.entries(own).flatMap(([type, rules]) =>
    [rules]
      .flat()
      .flatMap((rule: Moves) => (rule.to && rule.to !== from ? [{ from, to: rule.to, by: eventTitle(type) }] : [])),
  )
  const clocks = Object.values(workflow.clocks as Record<string, { title: string; ladder: Ladder<string, string> }>)
  const rungs = clocks.flatMap(({ title, ladder }) =>
    laddersOf(ladder).flatMap(one =>
      one.flatMap(rung => (rung.to?.[from] ? [{ from, to: rung.to[from], by: `time: ${title.toLowerCase()}` }] : [])),
    ),
  )
  const all = [...events, ...rungs]
  return all.filter((edge, index) => all.findIndex(one => one.to === edge.to && one.by === edge.by) === index)
}

/** Columns: how many events from the beginning; final states last. */
const columnsOf = (workflow: AnyWorkflow, edges: readonly Edge[]): string[][] => {
  const states = Object.entries(workflow.states as Record<string, Drawn>)
  const rank = new Map([[workflow.initial as string, 0]])
  for (const state of rank.keys())
    for (const { to } of edges.filter(edge => edge.from === state))
      if (!rank.has(to)) rank.set(to, rank.get(state)! + 1)
  const open = states.filter(([, state]) => state.final === undefined).map(([name]) => name)
  const last = Math.max(...open.map(name => rank.get(name) ?? 0))
  // What only special events lead to stands below the beginning, where there is room.
  const columns = Array.from({ length: last + 1 }, (_, at) => open.filter(name => (rank.get(name) ?? 0) === at))
  const finals = states.filter(([, state]) => state.final !== undefined).map(([name]) => name)
  return [...columns, finals].filter(column => column.length > 0).flatMap(column => split(column))
}

/** Taller than this and a column no longer fits a screen. */
const TALLEST = 6
const split = (column: string[]): string[][] =>
  column.length <= TALLEST ? [column] : [column.slice(0, TALLEST), ...split(column.slice(TALLEST))]

const [WIDTH, HEIGHT, GAP_X, GAP_Y, EDGE] = [140, 46, 38, 18, 12]

const lines = (title: string): string[] => {
  const rows = ['']
  for (const word of title.split(' ')) {
    const row = rows.at(-1)!
    if (row && row.length + word.length > 18) rows.push(word)
    else rows[rows.length - 1] = row ? `${row} ${word}` : word
  }
  return rows.length > 2 ? [rows[0]!, `${rows[1]!.slice(0, 16)}…`] : rows
}

type Spot = { x: number; y: number }
const path = (a: Spot, b: Spot): string => {
  const [y1, y2] = [a.y + HEIGHT / 2, b.y + HEIGHT / 2]
  if (b.x > a.x) {
    const bend = (b.x - a.x - WIDTH) / 2
    return `M${a.x + WIDTH} ${y1}C${a.x + WIDTH + bend} ${y1} ${b.x - bend} ${y2} ${b.x - 3} ${y2}`
  }
  if (b.x === a.x) {
    const out = a.x + WIDTH + Math.min(GAP_X - 4, 16 + Math.abs(y2 - y1) / 12)
    return `M${a.x + WIDTH} ${y1}C${out} ${y1} ${out} ${y2} ${b.x + WIDTH + 3} ${y2}`
  }
  // Back: out at the left and in at the right, so that it is told from a way forward.
  const bend = (a.x - b.x - WIDTH) / 2
  return `M${a.x} ${y1 + 8}C${a.x - bend} ${y1 + 8} ${b.x + WIDTH + bend} ${y2 + 8} ${b.x + WIDTH + 3} ${y2 + 8}`
}

const box = (workflow: AnyWorkflow, state: string, spot: Spot, here: boolean): Html => {
  const text = lines(stateTitle(workflow, state))
  const css = here ? ' dh-box--here' : workflow.states[state]?.final !== undefined ? ' dh-box--final' : ''
  const top = spot.y + HEIGHT / 2 + (text.length === 1 ? 5 : -4)
  return html`<g><rect class="dh-box${css}" x="${spot.x}" y="${spot.y}" width="${WIDTH}" height="${HEIGHT}" rx="5"/>${text.map(
    (line, index) =>
      html`<text class="${here ? 'dh-text--here' : ''}" x="${spot.x + WIDTH / 2}" y="${top + index * 17}" font-size="14" text-anchor="middle">${line}</text>`,
  )}</g>`
}

export const machine = (workflow: AnyWorkflow, here: string): Html => {
  const edges = Object.keys(workflow.states).flatMap(state => edgesFrom(workflow, state))
  const columns = columnsOf(workflow, edges)
  const tallest = Math.max(...columns.map(column => column.length))
  const spots = new Map(
    columns.flatMap((column, x) =>
      column.map((state, y) => {
        const free = ((tallest - column.length) * (HEIGHT + GAP_Y)) / 2
        return [state, { x: GAP_X / 2 + x * (WIDTH + GAP_X), y: EDGE + free + y * (HEIGHT + GAP_Y) }] as const
      }),
    ),
  )
  const width = columns.length * (WIDTH + GAP_X)
  const height = tallest * (HEIGHT + GAP_Y) - GAP_Y + EDGE * 2
  const own = edgesFrom(workflow, here)
  // All arrows of a real workflow are a tangle: drawn are those from here, and in grey the steps forward elsewhere.
  const column = (state: string): number => spots.get(state)!.x
  const forward = edges.filter(
    ({ from, to }) =>
      from !== here && column(to) - column(from) === WIDTH + GAP_X && workflow.states[to]?.final === undefined,
  )
  const pairs = (some: readonly Edge[]) => [...new Map(some.map(edge => [`${edge.from} ${edge.to}`, edge])).values()]
  const drawn = [...pairs(forward), ...pairs(own)]
  const title = stateTitle(workflow, here)
  return html`<div class="dh-scroll" tabindex="0" role="region" aria-label="States of the case, drawn"><span class="dh-here dh-here--${columns.findIndex(column => column.includes(here))}"></span>
<svg class="dh-machine" role="img" aria-label="${`States of ${workflow.title}. Now: ${title}. The ways on are listed below.`}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<defs><marker id="tip" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="6" markerHeight="6" orient="auto"><path d="M0 0L8 4L0 8z" fill="#12343b"/></marker></defs>
${drawn.map(edge => html`<path class="dh-arrow${edge.from === here ? ' dh-arrow--from' : ''}" d="${path(spots.get(edge.from)!, spots.get(edge.to)!)}"${edge.from === here ? html` marker-end="url(#tip)"` : undefined}/>`)}
${[...spots].map(([state, spot]) => box(workflow, state, spot, state === here))}</svg></div>
${
  own.length > 0
    ? details(
        'The ways on from here, in words',
        html`<ul class="govuk-list govuk-list--bullet">${own.map(edge => html`<li>${edge.by}: to <strong>${stateTitle(workflow, edge.to)}</strong></li>`)}</ul>`,
      )
    : undefined
}`
}
