/** What people see. */
import { env as pages } from '../../functions/pages/env.ts'
import type { FunctionSpec, Route } from '../function-spec.ts'
import { apply, originals } from './grants.ts'

/** Pages prove the person by their own session: a browser sends no token when it follows a link. */
const browser = (method: Route['method'], path: string): Route => ({ method, path, auth: 'session' })

export const pageRows = {
  pages: {
    entry: 'functions/pages/index.ts',
    env: pages,
    meaning: 'Staff see no pages; mails, clocks and forms go on.',
    act: 'Fix the cause; staff can answer mails meanwhile.',
    caught: 'A page broke for somebody of staff: what they meant to record may not be kept.',
    triggers: [
      {
        on: 'http',
        routes: [browser('GET', '/'), browser('GET', '/pages/{page+}'), browser('POST', '/pages/{page+}')],
      },
    ],
    may: {
      table: apply,
      indexes: ['due', 'asset', 'list', 'pending'],
      sweeps: ['list'],
      secrets: ['session'],
      buckets: [
        { bucket: 'evidence', prefix: 'cases/', actions: ['GetObject', 'PutObject'] },
        { bucket: 'evidence', prefix: 'reports/', actions: ['GetObject'] },
        ...originals,
        // spreadsheets between their dry run and their taking
        { bucket: 'inbound', prefix: 'uploads/', actions: ['GetObject', 'PutObject'] },
      ],
    },
    memory: 1_024,
    // The gateway stops waiting after 30 seconds; a spreadsheet being taken goes on, and is seen at /pages/imports.
    timeout: 900,
  },
} as const satisfies Record<string, FunctionSpec>
