/** What staff use by program: the API, and lists to take in. */
import { env as api } from '../../functions/api/env.ts'
import { env as imports } from '../../functions/imports/env.ts'
import type { FunctionSpec, Route } from '../function-spec.ts'
import { apply, originals } from './grants.ts'

const staff = (method: Route['method'], path: string): Route => ({ method, path, auth: 'staff' })

export const staffRows = {
  api: {
    entry: 'functions/api/index.ts',
    env: api,
    meaning: 'Staff cannot record work, complaints or certificates, nor see what is overdue.',
    act: 'Nothing sent was half saved: fix the cause and ask staff to send it again. Clocks and mails go on without it.',
    caught: 'A request of staff or of their programs broke: what it meant to record may not be kept.',
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
          staff('GET', '/intake'),
          staff('GET', '/refused'),
          staff('POST', '/refused/{contractorId}/{refusedId}/replay'),
          staff('GET', '/orders'),
          staff('GET', '/cases/{caseId}/orders'),
          staff('POST', '/cases/{caseId}/orders/{orderId}/replay'),
          staff('POST', '/reconcile'),
          staff('POST', '/people/{email}/leave'),
          staff('POST', '/people/{email}/absence'),
          staff('POST', '/people/{email}/reachable'),
          staff('POST', '/people/{email}/erasure'),
          staff('GET', '/position'),
          staff('GET', '/look-ahead'),
          staff('GET', '/data-quality'),
          staff('GET', '/retention'),
          staff('GET', '/retention/erasures'),
          staff('GET', '/retention/holds'),
          staff('POST', '/retention/holds'),
          staff('POST', '/retention/holds/release'),
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
      buckets: [
        { bucket: 'evidence', prefix: 'cases/', actions: ['GetObject', 'PutObject'] },
        { bucket: 'evidence', prefix: 'reports/', actions: ['GetObject'] },
        ...originals,
      ],
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
    caught: 'An import broke off: part of the file is in, and the homes in the rest of it have no clock yet.',
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
} as const satisfies Record<string, FunctionSpec>
