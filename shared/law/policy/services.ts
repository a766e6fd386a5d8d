/** Improvement plans, antisocial behaviour, adaptations and the registers: what a landlord promises itself. */
import type { PolicyChoice } from '../policy.ts'
import { rules } from '../rules.ts'

export const services = {
  'plan.date.confirm': {
    value: 10,
    unit: 'working days',
    title: 'how long an action of a plan may go without a date',
    min: 1,
    max: 20,
  },
  'asb.review': {
    value: rules['asb.review'].value,
    unit: 'days',
    title: 'review of a case of antisocial behaviour',
    min: 7,
    max: rules['asb.review'].value,
    tightens: 'asb.review',
  },
  'asb.contact': {
    value: rules['asb.contact'].value,
    unit: 'days',
    title: 'contact with the tenant until other contact points are agreed',
    min: 1,
    max: 28,
  },
  'asb.response': {
    value: rules['asb.response'].value,
    unit: 'working days',
    title: 'assessment of a report of antisocial behaviour',
    min: 1,
    max: 10,
  },
  'asb.response.urgent': {
    value: rules['asb.response.urgent'].value,
    unit: 'working days',
    title: 'assessment where somebody is at risk, and of hate incidents',
    min: 0,
    max: 2,
  },
  'adaptation.assess': {
    value: rules['adaptation.assess'].value,
    unit: 'days',
    title: 'major adaptation: from the referral to the assessment',
    min: 1,
    max: 56,
  },
  'adaptation.approve': {
    value: rules['adaptation.approve'].value,
    unit: 'days',
    title: 'major adaptation: from the assessment to the approval',
    min: 1,
    max: 56,
  },
  'adaptation.order': {
    value: rules['adaptation.order'].value,
    unit: 'days',
    title: 'major adaptation: from the approval to the order',
    min: 1,
    max: 56,
  },
  'adaptation.start': {
    value: rules['adaptation.start'].value,
    unit: 'days',
    title: 'major adaptation: from the order to the start on site',
    min: 1,
    max: 112,
  },
  'adaptation.complete': {
    value: rules['adaptation.complete'].value,
    unit: 'days',
    title: 'major adaptation: from the start on site to completion',
    min: 1,
    max: 56,
  },
  'adaptation.whole': {
    value: rules['adaptation.whole'].value,
    unit: 'days',
    title: 'major adaptation: from the referral to completion',
    min: 28,
    max: rules['adaptation.whole'].value,
    tightens: 'adaptation.whole',
  },
  'estate.pass': {
    value: 2,
    unit: 'grade, 1 the best and 4 the worst',
    title: 'worst grade of a block inspection that needs no second one',
    min: 1,
    max: 3,
  },
} as const satisfies Record<string, PolicyChoice>
