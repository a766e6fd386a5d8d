/**
 * The architecture as one table: which function exists, what wakes it, what it may touch, and what it means when it
 * fails. CDK builds AWS from it and the local run builds the same system from it, so it knows neither.
 */
import { env as api } from '../functions/api/env.ts'
import { env as contractors } from '../functions/contractors/env.ts'
import { env as follow } from '../functions/follow/env.ts'
import { env as hooks } from '../functions/hooks/env.ts'
import { env as imports } from '../functions/imports/env.ts'
import { env as link } from '../functions/link/env.ts'
import { env as mailEvents } from '../functions/mail-events/env.ts'
import { env as mailIn } from '../functions/mail-in/env.ts'
import { env as notify } from '../functions/notify/env.ts'
import { env as orders } from '../functions/orders/env.ts'
import { env as pages } from '../functions/pages/env.ts'
import { env as report } from '../functions/report/env.ts'
import { env as tick } from '../functions/tick/env.ts'
import { env as wake } from '../functions/wake/env.ts'
import type { FunctionSpec, Route } from './function-spec.ts'

/** Pages prove the person by their own session: a browser sends no token when it follows a link. */
const browser = (method: Route['method'], path: string): Route => ({ method, path, auth: 'session' })
const staff = (method: Route['method'], path: string): Route => ({ method, path, auth: 'staff' })

/** What `apply` needs. Nobody may delete an item: what is erased is overwritten, what has served its time expires. */
const apply = ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'ConditionCheckItem'] as const
const arm = ['CreateSchedule', 'UpdateSchedule', 'DeleteSchedule'] as const
const read = ['GetItem', 'BatchGetItem', 'Query'] as const

/** Messages that wait to be sorted, as they came, and asking for one to be read again. */
const originals = [
  { bucket: 'inbound', prefix: 'raw/', actions: ['GetObject'] },
  { bucket: 'inbound', prefix: 'callbacks/', actions: ['GetObject'] },
  { bucket: 'inbound', prefix: 'form_submissions/', actions: ['GetObject'] },
  { bucket: 'inbound', prefix: 'replay/', actions: ['PutObject'] },
] as const

export const topology = {
  api: {
    entry: 'functions/api/index.ts',
    env: api,
    meaning: 'Staff cannot record work, complaints or certificates, nor see what is overdue.',
    act: 'Nothing sent was half saved: fix the cause and ask staff to send it again. Clocks and mails go on without it.',
    triggers: [
      {
        on: 'http',
        routes: [
          { method: 'GET', path: '/health', auth: 'none' },
          { method: 'GET', path: '/health/canary', auth: 'none' },
          { method: 'GET', path: '/openapi.json', auth: 'none' },
          staff('GET', '/workflows'),
          staff('GET', '/workflows/{workflow}'),
          staff('POST', '/workflows/{workflow}/cases'),
          staff('GET', '/cases'),
          staff('GET', '/cases/{caseId}'),
          staff('POST', '/cases/{caseId}/events'),
          staff('POST', '/cases/{caseId}/documents'),
          staff('GET', '/cases/{caseId}/documents/{documentId}'),
          staff('GET', '/cases/{caseId}/duplicates'),
          staff('POST', '/cases/{caseId}/erasures'),
          staff('GET', '/cases/{caseId}/letters'),
          staff('GET', '/cases/{caseId}/letters/{kind}'),
          staff('POST', '/cases/{caseId}/letters/{kind}'),
          staff('GET', '/cases/{caseId}/export'),
          staff('GET', '/cases/{caseId}/bundle'),
          staff('GET', '/cases/{caseId}/original'),
          staff('POST', '/cases/{caseId}/replay'),
          staff('GET', '/orders'),
          staff('GET', '/cases/{caseId}/orders'),
          staff('POST', '/cases/{caseId}/orders/{orderId}/replay'),
          staff('POST', '/reconcile'),
          staff('POST', '/people/{email}/leave'),
          staff('POST', '/people/{email}/absence'),
          staff('GET', '/position'),
          staff('GET', '/look-ahead'),
          staff('GET', '/data-quality'),
          staff('GET', '/policy/regimes/{regime}'),
          staff('POST', '/policy/preview'),
          staff('POST', '/policy/adopt'),
          staff('GET', '/reports/{report}'),
          staff('POST', '/reports/monthly/narratives'),
          staff('GET', '/export'),
        ],
      },
    ],
    may: {
      table: apply,
      indexes: ['due', 'asset', 'list', 'pending'],
      sweeps: ['list'],
      buckets: [{ bucket: 'evidence', prefix: 'cases/', actions: ['GetObject', 'PutObject'] }, ...originals],
    },
    memory: 1_024,
    timeout: 29,
  },
  imports: {
    entry: 'functions/imports/index.ts',
    env: imports,
    meaning:
      'Lists of homes, checks, actions, complaints and people cannot be taken in: what they say is not watched yet.',
    act: 'What was written stays. Fix the cause and have the same file sent again: it goes on where it stopped.',
    triggers: [
      {
        on: 'http',
        routes: [
          staff('POST', '/imports/{kind}'),
          staff('GET', '/imports/runs'),
          staff('GET', '/imports/runs/{runId}'),
          staff('POST', '/imports/runs/{runId}/undo'),
        ],
      },
    ],
    may: { table: apply, indexes: ['asset', 'list'] },
    memory: 1_769,
    // The gateway stops waiting after 30 seconds; the run goes on and is seen at /imports/runs.
    timeout: 900,
  },
  hooks: {
    entry: 'functions/hooks/index.ts',
    env: hooks,
    meaning: 'Complaints and reports of hazards sent by web forms are not accepted: a resident may believe they were.',
    act: 'Forms that retry will deliver later. Compare the form service’s list of submissions with ours and send what is missing again.',
    grave: true,
    triggers: [{ on: 'http', routes: [{ method: 'POST', path: '/hooks/{source}', auth: 'source' }] }],
    may: { table: apply, secrets: ['sources'] },
    memory: 512,
    timeout: 15,
  },
  contractors: {
    entry: 'functions/contractors/index.ts',
    env: contractors,
    meaning: 'Contractors’ certificates and visits are not accepted: homes that are safe will look overdue.',
    act: 'Contractors retry for days, so nothing is lost yet: fix the cause within the day and tell them if it takes longer.',
    triggers: [
      { on: 'http', routes: [{ method: 'POST', path: '/contractors/{contractorId}/events', auth: 'contractor' }] },
    ],
    may: {
      table: apply,
      secrets: ['contractors'],
      buckets: [
        { bucket: 'evidence', prefix: 'cases/', actions: ['PutObject'] },
        { bucket: 'inbound', prefix: 'callbacks/', actions: ['PutObject'] },
      ],
    },
    memory: 512,
    timeout: 15,
  },
  link: {
    entry: 'functions/link/index.ts',
    env: link,
    meaning: 'The links in our mails do not work: people cannot acknowledge or answer without signing in.',
    act: 'Escalation goes on as if nobody had answered. Fix the cause; people may use the pages or the telephone meanwhile.',
    triggers: [
      {
        on: 'http',
        routes: [
          { method: 'GET', path: '/link/{token}', auth: 'link' },
          { method: 'POST', path: '/link/{token}', auth: 'link' },
        ],
      },
    ],
    may: {
      table: apply,
      indexes: ['list'],
      secrets: ['link'],
      buckets: [{ bucket: 'evidence', prefix: 'cases/', actions: ['PutObject'] }],
    },
    memory: 512,
    timeout: 15,
  },
  follow: {
    entry: 'functions/follow/index.ts',
    env: follow,
    meaning: 'What follows from a decision is late: remedial actions are not opened and timers are not set.',
    act: 'The tick still fires every clock. Look in the dead-letter bucket for the records that were given up and feed them again.',
    grave: true,
    triggers: [{ on: 'stream', kinds: ['CASE', 'ERRAND', 'BUNDLE'], batch: 100, window: 0 }],
    may: { table: apply, schedules: arm },
    memory: 512,
    timeout: 60,
  },
  wake: {
    entry: 'functions/wake/index.ts',
    env: wake,
    meaning: 'Timers fire but cases do not answer: escalations come up to a few minutes late.',
    act: 'The tick fires what this missed. If the tick’s alarm rings too, nobody is being told about overdue checks: treat as an emergency.',
    grave: true,
    triggers: [{ on: 'schedules' }],
    may: { table: apply, indexes: ['list', 'pending'], send: true, secrets: ['link'] },
    memory: 512,
    timeout: 30,
  },
  tick: {
    entry: 'functions/tick/index.ts',
    env: tick,
    meaning: 'Escalations are late: nobody is being told about overdue checks.',
    act: 'Act now. When it runs again it catches up by itself, however long it stood. Until then use the last look-ahead to telephone.',
    grave: true,
    triggers: [
      { on: 'every', name: 'tick', expression: 'rate(1 minute)', tries: 0 },
      { on: 'every', name: 'canary', expression: 'rate(1 hour)', tries: 2, input: { job: 'canary' } },
    ],
    may: { table: apply, indexes: ['due', 'list', 'pending'], schedules: arm, send: true, secrets: ['link'] },
    memory: 1_024,
    timeout: 55,
  },
  notify: {
    entry: 'functions/notify/index.ts',
    env: notify,
    meaning: 'Mails about deadlines, emergencies among them, are not leaving.',
    act: 'Nothing is lost: the tick sends what is pending. Check SES’s sending quota and reputation first, then the dead-letter bucket.',
    grave: true,
    triggers: [{ on: 'stream', kinds: ['NOTICE'], batch: 10, window: 0 }],
    may: { table: apply, indexes: ['list', 'pending'], schedules: arm, send: true, secrets: ['link'] },
    memory: 512,
    timeout: 60,
  },
  'mail-events': {
    entry: 'functions/mail-events/index.ts',
    env: mailEvents,
    meaning: 'Bounces go unnoticed: a mail to an accountable person may have reached nobody.',
    act: 'Feed the dead-letter queue again once fixed. Until then check SES’s suppression list for the people on the ladders.',
    grave: true,
    triggers: [{ on: 'mailEvents' }],
    may: { table: apply, indexes: ['list', 'pending'] },
    memory: 512,
    timeout: 30,
  },
  'mail-in': {
    entry: 'functions/mail-in/index.ts',
    env: mailIn,
    meaning:
      'E-mail from residents and staff is stored but not read: complaints and hazards reported by mail have no clock.',
    act: 'Every message is in the inbound bucket: feed the dead-letter queue again. Clocks then start from when the mail came in.',
    grave: true,
    triggers: [
      {
        on: 'inbound',
        mail: 'raw/',
        keys: [
          'raw/*',
          // Files that were uploaded lie there before their JSON does.
          'form_submissions/*/form_submission.json',
          'test_form_submissions/*/form_submission.json',
          'replay/*',
        ],
      },
    ],
    may: {
      table: apply,
      indexes: ['list'],
      buckets: [
        { bucket: 'inbound', prefix: 'raw/', actions: ['GetObject'] },
        { bucket: 'inbound', prefix: 'form_submissions/', actions: ['GetObject'] },
        { bucket: 'inbound', prefix: 'test_form_submissions/', actions: ['GetObject'] },
        { bucket: 'inbound', prefix: 'callbacks/', actions: ['GetObject'] },
        { bucket: 'evidence', prefix: 'cases/', actions: ['PutObject'] },
      ],
      send: true,
    },
    memory: 1_024,
    timeout: 60,
  },
  orders: {
    entry: 'functions/orders/index.ts',
    env: orders,
    meaning: 'Contractors are not told of their jobs: nobody will come, and checks will be missed.',
    act: 'Nothing is lost: it delivers what is due when it runs again. Send urgent jobs by telephone meanwhile.',
    grave: true,
    triggers: [{ on: 'every', name: 'orders', expression: 'rate(1 minute)', tries: 0 }],
    may: { table: apply, indexes: ['pending'], send: true, secrets: ['webhooks', 'link'] },
    memory: 512,
    timeout: 55,
  },
  report: {
    entry: 'functions/report/index.ts',
    env: report,
    meaning: 'Last night’s figures and the seal on the history are missing: reports show an older day.',
    act: 'Run it again with the same input: it makes the same snapshot. A seal missing for more than a day weakens the proof against tampering.',
    triggers: [
      // Hourly: which hour and which working day it is in London is judged by the function, in both halves of the year.
      // At the full hour: what a look-ahead says of them is exact to the minute.
      { on: 'every', name: 'report', expression: 'cron(0 * * * ? *)', tries: 2, input: { job: 'due' } },
    ],
    may: {
      table: [...read, 'PutItem', 'UpdateItem', 'ConditionCheckItem'],
      indexes: ['due', 'list'],
      sweeps: ['list'],
      send: true,
      buckets: [
        { bucket: 'evidence', prefix: 'reports/', actions: ['PutObject'] },
        { bucket: 'audit', prefix: 'heads/', actions: ['PutObject'] },
      ],
    },
    memory: 1_769,
    timeout: 600,
  },
  pages: {
    entry: 'functions/pages/index.ts',
    env: pages,
    meaning: 'Staff see no pages; mails, clocks and forms go on.',
    act: 'Fix the cause; staff can answer mails meanwhile.',
    triggers: [
      {
        on: 'http',
        routes: [browser('GET', '/'), browser('GET', '/pages/{page+}'), browser('POST', '/pages/{page+}')],
      },
    ],
    may: {
      table: apply,
      indexes: ['due', 'asset', 'list'],
      sweeps: ['list'],
      secrets: ['session'],
      buckets: [
        { bucket: 'evidence', prefix: 'cases/', actions: ['GetObject', 'PutObject'] },
        { bucket: 'evidence', prefix: 'reports/', actions: ['GetObject'] },
        ...originals,
      ],
    },
    memory: 1_024,
    timeout: 29,
  },
} as const satisfies Record<string, FunctionSpec>

export type FunctionName = keyof typeof topology
export const functionNames = Object.keys(topology) as FunctionName[]
/** The same table, each row seen as any row. */
export const functionSpec = (name: FunctionName): FunctionSpec => topology[name]

/**
 * What the tick says at the end of a good run; its silence for three minutes is the gravest alarm there is. Named after
 * the landlord: the heartbeat of a test stage in the same account must not cover the silence of the real one.
 */
export const heartbeatOf = (landlord: string) =>
  ({ namespace: 'Dutyholder', metric: 'TickCompleted', dimensions: { service: 'tick', landlord } }) as const

/** What mail-events says when the hour's canary was delivered: two hours without it ring on both channels. */
export const canaryHeardOf = (landlord: string) =>
  ({ namespace: 'Dutyholder', metric: 'CanaryDelivered', dimensions: { service: 'mail-events', landlord } }) as const
