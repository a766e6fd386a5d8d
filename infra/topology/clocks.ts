/** What keeps cases moving when nobody does anything. */
import { env as follow } from '../../functions/follow/env.ts'
import { env as tick } from '../../functions/tick/env.ts'
import { env as wake } from '../../functions/wake/env.ts'
import type { FunctionSpec } from '../function-spec.ts'
import { apply, arm } from './grants.ts'

export const clockRows = {
  follow: {
    entry: 'functions/follow/index.ts',
    env: follow,
    meaning: 'What follows from a decision is late: remedial actions are not opened and timers are not set.',
    act: 'The tick still fires every clock. Look in the dead-letter bucket for the records that were given up and feed them again.',
    caught:
      'A case was refused what another owed it: a remedial action may not be open, or a check may not know that its fault is mended.',
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
    caught: 'A mail left without its links: whoever was told can take it on only by signing in.',
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
    caught:
      'One case cannot be looked at, or was refused what another owed it: its deadline may pass with nobody told, though all others are watched.',
    grave: true,
    triggers: [
      { on: 'every', name: 'tick', expression: 'rate(1 minute)', tries: 0 },
      { on: 'every', name: 'canary', expression: 'rate(1 hour)', tries: 2, input: { job: 'canary' } },
    ],
    may: { table: apply, indexes: ['due', 'list', 'pending'], schedules: arm, send: true, secrets: ['link'] },
    memory: 1_024,
    timeout: 55,
  },
} as const satisfies Record<string, FunctionSpec>
