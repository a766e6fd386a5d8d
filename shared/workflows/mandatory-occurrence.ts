/**
 * A safety occurrence in a higher-risk building that the law has reported: a structural failure or the spread of fire or
 * smoke, or a risk of one. Two duties of one event: the regulator has notice as soon as reasonably practicable, and the
 * whole report within ten days of the landlord's becoming aware (Building Safety Act 2022 s87).
 */
import * as z from 'zod'
import { workflow } from '../core/declare.ts'
import { day, dayOf, instant } from '../core/time.ts'
import type { Situation } from '../core/workflow.ts'
import { emergency, tight } from '../law/ladders.ts'
import { approver, isAnother } from './parts/approval.ts'
import * as evidence from './parts/evidence.ts'

const words = (most: number) => z.string().trim().min(1).max(most)

const facts = z.strictObject({
  what: words(2000),
  /** when the landlord, or anybody acting for it, became aware: the start of both clocks */
  awareAt: instant,
  noticeAt: instant.optional(),
  noticeReference: z.string().max(100).optional(),
  reportedOn: day.optional(),
  reportReference: z.string().max(100).optional(),
  inTime: z.boolean().optional(),
  dismissed: z.strictObject({ on: day, by: z.string(), approvedBy: z.string(), reason: z.string() }).optional(),
})
type Facts = z.output<typeof facts>

const reportDue = (f: Facts, reckon: Situation['reckon']) => {
  reckon.because(`aware on ${dayOf(f.awareAt)}`)
  return reckon.days(dayOf(f.awareAt), reckon.rule('fire.occurrence.report'))
}
const aware = {
  'not before the landlord was aware': (f: Facts, e: { at: string }) => e.at >= f.awareAt,
}
const reporters = ['fireSafetyLead', 'complianceManager', 'complianceOfficer', 'headOfService'] as const

export const mandatoryOccurrence = workflow({
  name: 'mandatory-occurrence',
  title: 'Mandatory occurrence in a higher-risk building',
  prefix: 'OCC',
  law: ['fire.occurrence.notice', 'fire.occurrence.report'],
  policies: ['fire.occurrence.notice'],
  facts,
  lead: 'fireSafetyLead',
  opens: { 'DATE_IN_FUTURE: nobody became aware in the future': (f, now) => f.awareAt <= now.instant },
  events: {
    'occurrence.notified': z.strictObject({ reference: words(100) }),
    'occurrence.reported': z.strictObject({
      reference: words(100),
      documents: evidence.documents.min(1, 'the report as it was sent'),
    }),
    'awareness.corrected': z.strictObject({ awareAt: instant, reason: words(1000) }),
    'occurrence.dismissed': z.strictObject({ reason: words(2000), approvedBy: approver() }),
  },
  initial: 'to_notify',
  states: {
    to_notify: {
      title: 'The regulator is to have notice',
      on: {
        'occurrence.notified': {
          to: 'notified',
          by: reporters,
          when: aware,
          set: (_, e) => ({ noticeAt: e.at, noticeReference: e.data.reference }),
        },
        'occurrence.dismissed': {
          to: 'not_notifiable',
          by: reporters,
          when: {
            'APPROVER: somebody other than who records it has approved it': (_, e) =>
              isAnother(e.data.approvedBy, e.by),
          },
          set: (_, e) => ({
            dismissed: { on: e.on, by: e.by.id, approvedBy: e.data.approvedBy.toLowerCase(), reason: e.data.reason },
          }),
        },
      },
    },
    notified: {
      title: 'The whole report is owed',
      on: {
        'occurrence.reported': {
          to: 'reported',
          by: reporters,
          when: aware,
          set: (f, e, now) => ({
            reportedOn: e.on,
            reportReference: e.data.reference,
            inTime: e.on <= reportDue(f, now.reckon),
          }),
          notes: (f, e, now) => (e.on <= reportDue(f, now.reckon) ? ['in time'] : ['late']),
        },
      },
    },
    reported: { title: 'Reported', final: 'reported' },
    not_notifiable: { title: 'Not one to be reported', final: 'not_notifiable' },
  },
  anywhere: {
    'awareness.corrected': {
      by: reporters,
      when: { 'awareness moves earlier, never later': (f, e) => e.data.awareAt < f.awareAt },
      set: (_, e) => ({ awareAt: e.data.awareAt }),
    },
  },
  clocks: {
    notice: {
      title: 'Notice of an occurrence to the Building Safety Regulator',
      source: 'fire.occurrence.notice',
      kind: 'policy',
      runs: ['to_notify'],
      from: f => f.awareAt,
      due: (f, reckon) => {
        reckon.because('the law asks for it as soon as reasonably practicable; the hours are the landlord’s')
        return reckon.hours(f.awareAt, reckon.policy('fire.occurrence.notice'))
      },
      ladder: emergency(
        { issued: 'notify', dueSoon: 'notify', overdue: 'notifyLate', escalated: 'notifyLate', dueToday: 'notify' },
        { lead: 'fireSafetyLead', owner: 'complianceManager' },
      ),
    },
    report: {
      title: 'Report of an occurrence to the Building Safety Regulator',
      source: 'fire.occurrence.report',
      kind: 'statutory',
      runs: ['to_notify', 'notified'],
      from: f => dayOf(f.awareAt),
      due: reportDue,
      ladder: tight(
        { dueSoon: 'report', dueToday: 'report', overdue: 'reportLate', escalated: 'reportLate' },
        { lead: 'fireSafetyLead', owner: 'complianceManager' },
      ),
    },
  },
  words: {
    notify: {
      subject: 'Safety occurrence, tell the regulator: {where}',
      body: 'Something happened that the Building Safety Regulator must have notice of as soon as reasonably practicable.',
      act: 'Give notice through its portal by {due} and record the reference, or have it decided that it is none.',
    },
    notifyLate: {
      subject: 'REGULATOR NOT TOLD of a safety occurrence: {where}',
      body: 'No notice to the Building Safety Regulator is recorded, and the hours that we allow are over.',
      act: 'Give notice now and record the reference.',
    },
    report: {
      subject: 'Report of a safety occurrence due: {where}',
      body: 'The Building Safety Regulator must have the whole report by {due}.',
      act: 'Submit it, and record its reference with the report itself.',
    },
    reportLate: {
      subject: 'LATE: report of a safety occurrence, {where}',
      body: 'The whole report was due to the Building Safety Regulator on {due}. It is {late}.',
      act: 'Submit it now, and say why it is late.',
    },
  },
})
