/** The monthly report for the management team and the portfolio holder, in its order of pages. */
import { longDay, monthEnd } from '../../core/time.ts'
import { ch02 } from '../complaints/complaint-figures.ts'
import { openLists, performanceLists } from '../complaints/complaint-lists.ts'
import { performanceTable } from '../complaints/complaint-tables.ts'
import { cohort } from '../complaints/complaint-tally.ts'
import { openTable } from '../complaints/open-tables.ts'
import { type Counted, homesBehind } from '../count.ts'
import type { Question } from '../question.ts'
import { streamLists, streamTable, wholeStreams } from '../streams/stream-rows.ts'
import { actionLists, actionTable } from './action-tables.ts'
import { flagLists, flagTable } from './flag-table.ts'
import { hazardLists, hazardOtherLists, hazardOthers, hazardTables } from './home-tables.ts'
import { materiality } from './materiality.ts'
import { actionTarget, complaintTarget, dampTarget, rag, ragOfCount } from './rag.ts'
import { type Box, boxesOf as boxesOfReport, type Part, type Report } from './report.ts'
import { reportableLists, reportableTable } from './reportable-table.ts'
import { evidenceTable, tsmLists, tsmOf, tsmTable } from './reports.ts'
import { restatedTable } from './restated.ts'
import { decentTable, surveyLists, surveyTable } from './survey-tables.ts'
import { accessTable, contractorLists, contractorTable, overdueTable } from './tables.ts'
import { asPart, base, type Told } from './told.ts'

/** Sections that owe a narrative when they are not green. */
const boxesOf = (counted: Counted, told: Told): Box[] => {
  const { asked, actions, hazards, complaints } = counted
  const p1 = actions
    .filter(row => row.priority === 'P0' || row.priority === 'P1')
    .reduce((n, row) => n + row.overdueAtEnd, 0)
  const stage = (n: 1 | 2) => {
    const { numerator, denominator = 0 } = ch02(cohort(complaints.stages, n, asked, 'received'), { ...asked, stage: n })
    return rag({ numerator, denominator }, complaintTarget(asked.reckon))
  }
  const { numerator, denominator = 0 } = hazards.rkk17
  const sections = [
    ...wholeStreams(counted).map(row => ({ section: row.workflow, title: row.title, rag: row.rag })),
    {
      section: 'actions',
      title: 'Gravest remedial actions overdue (P0, P1)',
      rag: ragOfCount(p1, actionTarget(asked.reckon)),
    },
    {
      section: 'damp',
      title: 'Damp and mould open too long',
      rag: rag({ numerator, denominator }, dampTarget(asked.reckon)),
    },
    { section: 'complaints-1', title: 'Stage 1 complaints in time', rag: stage(1) },
    { section: 'complaints-2', title: 'Stage 2 complaints in time', rag: stage(2) },
  ]
  return sections.map(one => ({
    ...one,
    required: one.rag.state === 'amber' || one.rag.state === 'red',
    written: told.narratives?.[one.section],
  }))
}

/** `October 2026`; of a month that is not over, up to when. */
const monthlyTitle = ({ from, asAt }: Question): string =>
  `Compliance report, ${longDay(from).split(' ').slice(2).join(' ')}${monthEnd(from) === asAt ? '' : `, up to ${longDay(asAt)}`}`

const INCOMPLETE = 'This report is not complete'
const incomplete = (boxes: readonly Box[]): Part[] => {
  const missing = boxes.filter(box => box.required && !box.written)
  const lines = missing.map(
    box => `${box.title} is ${box.rag.state} and nobody has written why, and what is being done.`,
  )
  return lines.length === 0 ? [] : [{ kind: 'note', title: INCOMPLETE, lines }]
}

/** A report that was kept, with what people have written for its month since. */
export const withNarratives = (report: Report, written: NonNullable<Told['narratives']>): Report => {
  const filled = (box: Box): Box => ({ ...box, written: written[box.section] ?? box.written })
  const parts = report.parts.map(part => (part.kind === 'boxes' ? { ...part, boxes: part.boxes.map(filled) } : part))
  const left = incomplete(boxesOfReport({ parts }))
  return {
    ...report,
    parts: parts.flatMap(part => (part.kind === 'note' && part.title === INCOMPLETE ? left : [part])),
  }
}

export const monthlyReport = (counted: Counted, told: Told): Report => {
  const { asked, complaints, others, access } = counted
  const streams = wholeStreams(counted)
  const flags = materiality(
    {
      failing: counted.failing,
      access: access.rows,
      actions: counted.actions,
      hazards: counted.hazards,
      streams: streams.map(row => ({
        workflow: row.workflow,
        title: row.title,
        rag: row.rag,
        shown: row.figure.shown,
      })),
      homesOf: homesBehind(counted),
      stock: counted.stock,
      dangers: counted.dangers,
      severe: others.severe,
      where: counted.where,
      overlooked: counted.overlooked,
      made: counted.made.length,
      missing: counted.missing,
    },
    asked,
  )
  const boxes = boxesOf(counted, told)
  const measures = tsmOf(counted)
  const headline = streams.map(row => ({
    ...row.figure,
    rag: row.rag,
    was: row.before === undefined ? undefined : `${row.before.toFixed(1)} %`,
  }))
  return {
    ...base(counted, told),
    id: 'monthly',
    title: monthlyTitle(asked),
    parts: [
      { kind: 'headline', title: 'At a glance', figures: headline },
      ...incomplete(boxes),
      asPart(streamTable(counted, told.roleName)),
      asPart(restatedTable(counted, told.published)),
      { kind: 'boxes', title: 'What is behind the figures', boxes: boxes.filter(box => box.required || box.written) },
      asPart(overdueTable(counted, told.roleName, told.contractors)),
      asPart(actionTable(counted)),
      asPart(accessTable(counted, told.roleName)),
      ...hazardTables(counted).map(asPart),
      asPart(hazardOthers(counted)),
      asPart(reportableTable(counted)),
      asPart(surveyTable(counted)),
      asPart(decentTable(counted)),
      asPart(performanceTable(complaints, asked)),
      asPart(openTable(complaints, asked)),
      asPart(contractorTable(counted, told.contractors)),
      asPart(evidenceTable(counted, told.contractors)),
      asPart(tsmTable(measures)),
      asPart(flagTable(flags, asked.asAt)),
      {
        kind: 'note',
        title: 'Decisions needed',
        lines: [
          ...flags.map(flag => `${flag.flag}: is it to be told to the regulator or the governing body?`),
          ...(flags.length === 0 ? ['None arises from the figures.'] : []),
        ],
      },
    ],
    lists: {
      ...streamLists(counted),
      ...actionLists(counted),
      ...performanceLists(complaints, asked),
      ...openLists(complaints, asked),
      ...hazardLists(counted),
      ...hazardOtherLists(counted),
      ...reportableLists(counted),
      ...surveyLists(counted),
      ...contractorLists(counted),
      ...tsmLists(measures),
      ...flagLists(flags),
    },
  }
}
