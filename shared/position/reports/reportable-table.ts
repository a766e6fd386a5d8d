/** Dangers and notices that are asked for by name, each number with its cases. What nothing here can tell is said, and is not 0. */
import { longDay } from '../../core/time.ts'
import type { Counted } from '../count.ts'
import type { ReportableKind } from '../reportable.ts'
import type { Behind } from './figure.ts'
import { number, type Table } from './report.ts'
import { rowLists } from './row-lists.ts'

type Given = Pick<Counted, 'reportable' | 'asked'>

const counted: readonly (readonly [ReportableKind, string])[] = [
  ['riddor', 'RIDDOR reports: gas, lifts, asbestos'],
  ['gasId', 'Gas: immediately dangerous (ID)'],
  ['gasAr', 'Gas: at risk (AR)'],
  ['samples', 'Legionella: positive samples'],
  ['occurrences', 'Mandatory occurrences in higher-risk buildings'],
  ['fireNotices', 'Enforcement notices: fire safety'],
]
/** No event tells of an entrapment, an accident or another notice; a reference at an electrical finding is not looked for. */
const unknown = [
  ['entrapments', 'Lift entrapments', 'not held here'],
  ['riddorOther', 'RIDDOR reports: electrical, accidents to people', 'not counted here'],
  ['noticesOther', 'Enforcement notices: all others', 'not held here'],
] as const

export const reportableTable = ({ reportable, asked }: Given): Table => ({
  id: 'reportable',
  title: 'Reported dangers and notices',
  definition: `Found, reported or served from ${longDay(asked.from)} to ${longDay(asked.asAt)}, and what was not put right by then. An ID, an AR or a positive sample is put right when its action is verified, an occurrence when its whole report is made, a notice when an assessment made since is accepted. Not held or not counted here is not none.`,
  columns: [
    { key: 'what', title: 'What' },
    number('number', 'In the period'),
    number('open', 'Of these, not put right'),
    number('before', 'From before, not put right'),
  ],
  rows: [
    ...counted.map(([key, what]) => {
      const { found, open, openFromBefore } = reportable[key]
      const standing = key === 'riddor' ? {} : { open: open.length, before: openFromBefore.length }
      return { key, what, number: found.length, ...standing }
    }),
    ...unknown.map(([key, what, why]) => ({ key, what, number: why })),
  ],
  empty: 'Nothing of it is held here.',
})

export const reportableLists = ({ reportable }: Pick<Given, 'reportable'>): Record<string, Behind> =>
  Object.assign(
    {},
    ...counted.map(([key, what]) =>
      rowLists('reportable', key, [
        ['number', what, reportable[key].found],
        ['open', `${what}: not put right`, reportable[key].open],
        ['before', `${what}: from before, not put right`, reportable[key].openFromBefore],
      ]),
    ),
  )
