import { expect, it } from 'vitest'
import * as z from 'zod'
import { leading } from '../../shared/core/clocks.ts'
import { workflow } from '../../shared/core/declare.ts'
import { dayOf } from '../../shared/core/time.ts'
import { history } from '../support/history.ts'

const relay = workflow({
  name: 'relay',
  title: 'Relay',
  law: ['landlord.policy'],
  facts: z.strictObject({ turn: z.int(), droppedAt: z.string().optional(), missing: z.array(z.string()).default([]) }),
  events: { 'turn.taken': z.strictObject({}) },
  initial: 'running',
  lead: 'complianceManager',
  states: {
    running: {
      title: 'Running',
      on: {
        'turn.taken': {
          to: 'done',
          when: {
            'PARTS_MISSING: every part is there': f => f.missing.length === 0 || `missing: ${f.missing.join(', ')}`,
          },
        },
      },
    },
    done: { title: 'Done', final: 'done' },
    dropped: { title: 'Dropped', final: 'dropped' },
  },
  clocks: {
    turn: {
      title: 'Turn',
      source: 'landlord.policy',
      kind: 'policy',
      runs: ['running'],
      due: () => '2027-01-31' as never,
      ladder: [
        {
          at: { hours: 0 },
          tell: ['officer'],
          template: 'dropped',
          to: { running: 'dropped' },
          set: (_, __, reached) => ({ droppedAt: reached }),
          raises: f => [{ workflow: 'relay', id: `relay:${f.turn + 1}`, child: false, facts: { turn: f.turn + 1 } }],
          every: { days: 7 },
        },
      ],
    },
  },
  words: { dropped: { subject: 'Dropped', body: 'Dropped.', act: 'Look.' } },
})

it('a rung that moves a case keeps the instant it was for and opens what must go on, once', () => {
  const story = history(relay).opens('2027-01-10', { turn: 1 })
  story.until('2027-03-01')
  expect(story.state).toBe('dropped')
  expect(story.case.facts).toEqual({ turn: 1, missing: [], droppedAt: '2027-02-01T00:00:00.000Z' })
  expect(story.errands).toMatchObject([{ to: 'relay:2', open: { workflow: 'relay', facts: { turn: 2 } } }])
  story.replays()
})

it('a guard that fails with text says in what', () => {
  const story = history(relay).opens('2027-01-10', { turn: 1, missing: ['wheel', 'bell'] })
  expect(story.refuses('2027-01-11', 'turn.taken')).toMatchObject({
    kind: 'guard',
    failed: ['PARTS_MISSING: every part is there (missing: wheel, bell)'],
    codes: ['PARTS_MISSING'],
  })
})

it('clocks of the state that a rung leads to are reckoned from entering it', () => {
  const { running, dropped: _, ...rest } = relay.states
  const waiting = workflow({
    ...relay,
    states: {
      ...rest,
      running,
      dropped: { title: 'Dropped', on: { 'turn.taken': { to: 'done' } } },
    },
    clocks: {
      ...relay.clocks,
      after: {
        title: 'After',
        source: 'landlord.policy',
        kind: 'policy',
        runs: ['dropped'],
        due: (_f, reckon, c) => reckon.days(dayOf(c.enteredAt), 3),
        ladder: [{ at: { days: 0 }, tell: ['officer'], template: 'dropped', every: { days: 7 } }],
      },
    },
  })
  const story = history(waiting).opens('2027-01-10', { turn: 1 })
  expect(story.until('2027-02-01').map(n => n.clock)).toEqual(['turn'])
  expect(story.until('2027-02-04').map(n => n.clock)).toEqual(['after'])
  story.replays()
})

it('a case is due by its own clock; a chaser leads only where no other runs', () => {
  const chased = workflow({
    ...relay,
    clocks: {
      ...relay.clocks,
      paper: {
        title: 'Paper',
        source: 'landlord.policy',
        kind: 'policy',
        chaser: true,
        runs: ['running', 'dropped'],
        due: () => '2027-01-12' as never,
        ladder: [{ at: { days: 0 }, tell: ['officer'], template: 'dropped', every: { days: 7 } }],
      },
    },
    states: { ...relay.states, dropped: { title: 'Dropped', on: { 'turn.taken': { to: 'done' } } } },
  })
  const story = history(chased).opens('2027-01-10', { turn: 1 })
  expect(leading(chased, story.case, story.reckon)).toMatchObject({ name: 'turn', due: '2027-01-31' })
  story.until('2027-02-02')
  expect(story.state).toBe('dropped')
  expect(leading(chased, story.case, story.reckon)).toMatchObject({ name: 'paper', due: '2027-01-12' })
})
