/**
 * What each message of a contractor must say besides who, where and when. What only one stream asks for (the grade of
 * an inspected block, the hazards of a survey) is left to the workflow that receives it, and so are the codes of its
 * results: here they need only be codes. A field that neither knows is refused by name, see `unread`.
 */

import * as z from 'zod'
import { day, instant } from '../../core/time.ts'
import { alarmOutcomes } from '../../workflows/parts/alarm-outcomes.ts'

const words = (most: number) => z.string().trim().min(1).max(most)
const code = z.string().regex(/^[A-Z][A-Z0-9_/]{0,39}$/, 'a code in capitals')
const reference = words(100)
const list = <T extends z.ZodType>(of: T, least = 0) => z.array(of).min(least).max(200)

/** A picture or a paper: by https, or in the message itself. The hash is what is kept in the history. */
export const document = z
  .strictObject({
    name: words(200),
    sha256: z.string().regex(/^[0-9a-f]{64}$/, 'SHA-256 in 64 lower case hex digits'),
    mime: z.string().regex(/^[\w.+-]{1,60}\/[\w.+-]{1,60}$/, 'a media type, such as application/pdf'),
    url: z
      .url({ protocol: /^https$/, hostname: z.regexes.domain, error: 'an https address' })
      .max(2000)
      .optional(),
    base64: z.base64().min(4).optional(),
  })
  .refine(({ url, base64 }) => (url === undefined) !== (base64 === undefined), 'either url or base64')

/** A photograph: the picture itself, or what the contractor's system calls it. */
const picture = z.union([document, words(300)], 'a document, or the name of one')

const observation = z.looseObject({
  code,
  text: words(2000).optional(),
  location: words(200).optional(),
  /** the contractor's own number of it */
  ref: reference.optional(),
  /** by when the report says it must be put right (LOLER: the time at which it could become a danger) */
  by: day.optional(),
  priority: code.optional(),
})

const engineer = z.strictObject({
  name: words(120),
  /** Gas Safe licence card, scheme number, or the examiner's qualification */
  regNo: words(60),
  businessRegNo: words(60).optional(),
})

const appliance = z.strictObject({
  id: words(60),
  kind: words(60).optional(),
  location: words(100).optional(),
  status: code.optional(),
})

const alarm = z
  .strictObject({
    type: z.enum(['smoke', 'heat', 'co']),
    storey: words(60).optional(),
    room: words(60).optional(),
    result: z.enum(alarmOutcomes),
    /** of a new one either: its life counts from manufacture */
    replaceBy: day.optional(),
    madeOn: day.optional(),
  })
  .refine(({ storey, room }) => storey || room, 'each alarm names its storey or its room')

/** Fields that a contractor may add to any report of a check, in whichever message the report is told. */
const report = {
  visitDate: day.optional(),
  reportRef: reference.optional(),
  engineer: engineer.optional(),
}
const findings = {
  ...report,
  /** not every stream has one: a block has a grade, a survey its findings */
  result: code.optional(),
  observations: list(observation).optional(),
  nextDateOnReport: day.optional(),
  /** FRA and LRA: what the assessor says the risk is, and how many actions the report holds */
  riskRating: code.optional(),
  actionsDeclared: z.int().min(0).max(1000).optional(),
  /** EICR: a shorter period for the remedial work, if the report sets one */
  remedialDays: z.int().min(1).max(366).optional(),
}

export const callbackData = {
  'appointment.made': z
    .looseObject({
      slotStart: instant,
      slotEnd: instant,
      contactMethod: z.enum(['letter', 'sms', 'call', 'email', 'visit']),
    })
    .refine(({ slotStart, slotEnd }) => slotStart < slotEnd, { path: ['slotEnd'], message: 'not after slotStart' }),
  'appointment.cancelled': z.looseObject({
    by: z.enum(['tenant', 'contractor']),
    noticeAt: instant,
    reason: words(500).optional(),
  }),
  'visit.noAccess': z.looseObject({
    outcome: z.enum(['no_answer', 'refused', 'rearranged', 'unsafe', 'wrong_address']),
    cardLeft: z.boolean(),
    photo: picture.optional(),
    vulnerabilityChecked: z.boolean().optional(),
  }),
  'inspection.completed': z.looseObject({
    ...findings,
    /** gas: each appliance that was looked at */
    appliances: list(appliance).optional(),
  }),
  'certificate.submitted': z.looseObject({
    ...findings,
    document: document.optional(),
    checkedOn: day.optional(),
  }),
  'unsafe.found': z.looseObject({
    ...report,
    code: z.enum(['ID', 'AR', 'C1', 'A']),
    actionTaken: words(2000),
    isolated: z.boolean(),
    appliance: words(60).optional(),
    warningNotice: reference.optional(),
    riddorRef: reference.optional(),
  }),
  'remedial.completed': z.looseObject({
    actionRefs: list(reference, 1),
    completedAt: instant,
    photos: z.strictObject({ before: picture.optional(), after: picture.optional() }).default({}),
  }),
  'remedial.confirmation': z.looseObject({
    standardsMet: z.boolean(),
    document,
    furtherWork: words(2000).optional(),
    completedOn: day.optional(),
  }),
  'alarm.tested': z.looseObject({ alarms: list(alarm, 1), testedOn: day.optional() }),
  'monitoring.reading': z
    .looseObject({
      outlet: words(100),
      /** degrees Celsius */
      temp: z.number().min(-20).max(120).optional(),
      /** seconds */
      timeToTemp: z.int().min(0).max(3600).optional(),
      /** of a task without a temperature, or why there is none: flushed, nobody let in, a sample */
      result: code.optional(),
      kind: z.enum(['hot', 'cold', 'flow', 'return']).optional(),
      task: words(60).optional(),
      period: z
        .string()
        .regex(/^\d{4}-\d{2}$/, 'a month, YYYY-MM')
        .optional(),
    })
    .refine(({ temp, result }) => temp !== undefined || result !== undefined, {
      path: ['temp'],
      message: 'the temperature, or a result that says why there is none',
    })
    .refine(({ temp, timeToTemp }) => temp === undefined || timeToTemp !== undefined, {
      path: ['timeToTemp'],
      message: 'after how many seconds was it reached?',
    }),
  'complaint.received': z.looseObject({
    person: z.strictObject({ name: words(120), contact: words(200).optional() }),
    text: words(10_000),
    receivedAt: instant,
  }),
  'hazard.observed': z.looseObject({
    type: words(60),
    severityHint: z.enum(['emergency', 'significant', 'none', 'unsure']).default('unsure'),
    text: words(4000).optional(),
    photos: list(picture).default([]),
  }),
} as const

export type CallbackType = keyof typeof callbackData
export const callbackTypes = Object.keys(callbackData) as CallbackType[]
