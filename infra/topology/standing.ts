/** What is done by the hour: orders to contractors, reports and seals. */
import { env as orders } from '../../functions/orders/env.ts'
import { env as report } from '../../functions/report/env.ts'
import type { FunctionSpec } from '../function-spec.ts'
import { apply, read } from './grants.ts'

export const standingRows = {
  orders: {
    entry: 'functions/orders/index.ts',
    env: orders,
    meaning: 'Contractors are not told of their jobs: nobody will come, and checks will be missed.',
    act: 'Nothing is lost: it delivers what is due when it runs again. Send urgent jobs by telephone meanwhile.',
    caught: 'A job cannot be sent to its contractor: nobody may come.',
    grave: true,
    triggers: [
      { on: 'every', name: 'orders', expression: 'rate(1 minute)', tries: 0 },
      { on: 'every', name: 'orders-overlooked', expression: 'rate(1 hour)', tries: 2, input: { job: 'find' } },
    ],
    may: { table: apply, indexes: ['pending', 'list'], send: true, secrets: ['webhooks', 'link'] },
    memory: 512,
    timeout: 55,
  },
  report: {
    entry: 'functions/report/index.ts',
    env: report,
    meaning: 'Last night’s figures and the seal on the history are missing: reports show an older day.',
    act: 'Run it again with the same input: it makes the same snapshot. A seal missing for more than a day weakens the proof against tampering.',
    caught:
      'A case could not be looked at after rules or holidays changed, or its home was sold: it may sleep past a date that has moved, or ask for checks of what is not ours.',
    triggers: [
      // Hourly: which hour and which working day it is in London is judged by the function, in both halves of the year.
      // At the full hour: what a look-ahead says of reports is exact to the minute.
      { on: 'every', name: 'report', expression: 'cron(0 * * * ? *)', tries: 2, input: { job: 'due' } },
    ],
    may: {
      table: [...read, 'PutItem', 'UpdateItem', 'ConditionCheckItem'],
      indexes: ['due', 'list', 'pending'],
      sweeps: ['list'],
      send: true,
      buckets: [
        { bucket: 'evidence', prefix: 'reports/', actions: ['GetObject', 'PutObject'] },
        { bucket: 'audit', prefix: 'heads/', actions: ['PutObject'] },
      ],
    },
    memory: 1_769,
    timeout: 600,
  },
} as const satisfies Record<string, FunctionSpec>
