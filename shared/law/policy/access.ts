/** Steps towards a home that does not open, in days before the deadline, for gas; other streams stretch them. */

import { rules } from '../rules.ts'
import type { PolicyChoice } from './choice.ts'

export const access = {
  'access.letter1': {
    value: 56,
    unit: 'days before the deadline',
    title: 'first appointment letter and message',
    min: 28,
    max: 120,
  },
  'access.attempt1': { value: 42, unit: 'days before the deadline', title: 'first attempt', min: 21, max: 100 },
  'access.letter2': { value: 35, unit: 'days before the deadline', title: 'second letter and call', min: 18, max: 90 },
  'access.attempt2': { value: 28, unit: 'days before the deadline', title: 'second attempt', min: 14, max: 80 },
  'access.letter3': {
    value: 21,
    unit: 'days before the deadline',
    title: 'third letter, with welfare and vulnerability check',
    min: 10,
    max: 70,
  },
  'access.attempt3': {
    value: 14,
    unit: 'days before the deadline',
    title: 'third attempt, evening or weekend, by another channel',
    min: 7,
    max: 60,
  },
  'access.finalNotice': {
    value: 7,
    unit: 'days before the deadline',
    title: 'letter before action, signed off by the head of service',
    min: 5,
    max: 50,
  },
  'access.legal': { value: 0, unit: 'days before the deadline', title: 'referral to legal', min: 0, max: 40 },
  'access.order': { value: 14, unit: 'days after the deadline', title: 'application for an order', min: 0, max: 30 },
  'access.execution': { value: 60, unit: 'days after the deadline', title: 'order carried out', min: 14, max: 60 },
  'access.step': {
    value: 7,
    unit: 'days',
    title: 'between two steps, where the usual dates have passed already',
    min: 2,
    max: 14,
  },
  'access.finalNotice.answer': {
    value: 7,
    unit: 'days',
    title: 'what a letter before action leaves for an answer',
    min: 7,
    max: 21,
  },
  'access.apart': {
    value: 60,
    unit: 'minutes',
    title: 'failed visits closer together than this are one visit',
    min: 15,
    max: 240,
  },
  'access.scale': { value: 150, unit: '% of the gas timings', title: 'other streams', min: 100, max: 200 },
  'access.attempts.min': {
    value: rules['access.attempts.min'].value,
    unit: 'attempts',
    title: 'attempts at different times of day before escalation',
    min: rules['access.attempts.min'].value,
    max: 10,
    tightens: 'access.attempts.min',
  },
  'scs.attempts.min': {
    value: rules['scs.attempts.min'].value,
    unit: 'attempts',
    title: 'attempts before a home counts as attempted',
    min: rules['scs.attempts.min'].value,
    max: 10,
    tightens: 'scs.attempts.min',
  },
  'firedoor.flat.attempts': {
    value: rules['firedoor.flat.attempts'].value,
    unit: 'attempts',
    title: 'attempts in a year at a flat entrance door',
    min: rules['firedoor.flat.attempts'].value,
    max: 10,
    tightens: 'firedoor.flat.attempts',
  },
  'access.panel': { value: 30, unit: 'days', title: 'review of homes that are hard to enter', min: 7, max: 31 },
} as const satisfies Record<string, PolicyChoice>
