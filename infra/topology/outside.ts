/** The doors for everybody else: forms, contractors, and links in mails. */
import { env as contractors } from '../../functions/contractors/env.ts'
import { env as hooks } from '../../functions/hooks/env.ts'
import { env as link } from '../../functions/link/env.ts'
import type { FunctionSpec } from '../function-spec.ts'
import { apply } from './grants.ts'

export const outsideRows = {
  hooks: {
    entry: 'functions/hooks/index.ts',
    env: hooks,
    meaning: 'Complaints and reports of hazards sent by web forms are not accepted: a resident may believe they were.',
    act: 'Forms that retry will deliver later. Compare the form service’s list of submissions with ours and send what is missing again.',
    caught:
      'A form was answered that something broke: a complaint or a danger may be with the form service and not with us.',
    grave: true,
    triggers: [{ on: 'http', routes: [{ method: 'POST', path: '/hooks/{source}', auth: 'source' }] }],
    may: {
      table: apply,
      secrets: ['sources'],
      buckets: [
        { bucket: 'evidence', prefix: 'cases/', actions: ['PutObject'] },
        { bucket: 'inbound', prefix: 'hooks/', actions: ['PutObject'] },
      ],
    },
    memory: 512,
    timeout: 15,
  },
  contractors: {
    entry: 'functions/contractors/index.ts',
    env: contractors,
    meaning: 'Contractors’ certificates and visits are not accepted: homes that are safe will look overdue.',
    act: 'Contractors retry for days, so nothing is lost yet: fix the cause within the day and tell them if it takes longer.',
    caught:
      'A contractor’s message was answered that something broke: a certificate or a danger may not be with us yet.',
    triggers: [
      {
        on: 'http',
        routes: [
          { method: 'POST', path: '/contractors/{contractorId}/events', auth: 'contractor' },
          { method: 'GET', path: '/contractors/{contractorId}/refused', auth: 'contractor' },
        ],
      },
    ],
    may: {
      table: apply,
      indexes: ['pending'],
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
    caught: 'Somebody who acted on a mail’s link was told that something broke: what they did is not recorded.',
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
} as const satisfies Record<string, FunctionSpec>
