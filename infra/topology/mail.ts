/** Mail that leaves, what becomes of it, and mail that comes in. */
import { env as mailEvents } from '../../functions/mail-events/env.ts'
import { env as mailIn } from '../../functions/mail-in/env.ts'
import { env as notify } from '../../functions/notify/env.ts'
import type { FunctionSpec } from '../function-spec.ts'
import { apply, arm } from './grants.ts'

export const mailRows = {
  notify: {
    entry: 'functions/notify/index.ts',
    env: notify,
    meaning: 'Mails about deadlines, emergencies among them, are not leaving.',
    act: 'Nothing is lost: the tick sends what is pending. Check SES’s sending quota and reputation first, then the dead-letter bucket.',
    caught: 'A mail left without its links: whoever was told can take it on only by signing in.',
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
    caught: 'What became of one mail is not recorded: it may have reached nobody.',
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
    caught: 'SES refused the answer to somebody who wrote to us: they do not know whether their report came.',
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
        { bucket: 'inbound', prefix: 'form_submissions/', actions: ['GetObject', 'ListBucket'] },
        { bucket: 'inbound', prefix: 'test_form_submissions/', actions: ['GetObject'] },
        { bucket: 'inbound', prefix: 'callbacks/', actions: ['GetObject'] },
        { bucket: 'inbound', prefix: 'hooks/', actions: ['GetObject'] },
        // One case that speaks for many asks for each of them.
        { bucket: 'inbound', prefix: 'replay/', actions: ['PutObject'] },
        { bucket: 'evidence', prefix: 'cases/', actions: ['PutObject'] },
      ],
      send: true,
    },
    memory: 1_024,
    timeout: 60,
  },
} as const satisfies Record<string, FunctionSpec>
