import { expect, test } from 'vitest'
import { type RuleId, rules } from '../../shared/law/rules.ts'
import { lawSentence } from '../../shared/law/sentence.ts'

test.each<[RuleId, string]>([
  ['gas.check.interval', 'every 12 months'],
  ['fire.hrb.liftEquipmentCheck', 'every 1 month'],
  ['eicr.interval', 'every 5 years at most, or shorter if the report says so'],
  ['gas.copy.existingTenant', 'within 28 days from the check'],
  ['gas.newAppliance.first', 'within 12 months from installation'],
  ['complaint.s1.ack', 'within 5 working days from receipt'],
  ['hazard.triage', 'within 1 working day'],
  ['alarms.fault', 'within 24 hours after a tenant reports it'],
  ['gas.capped.review', '30 days between welfare and heating reviews'],
  ['complaint.s1.ext', '10 working days at most, notified before the response is due'],
  ['eicr.copy.newTenant', 'before occupation'],
  ['actions.reasonableTime', 'actions from assessments completed in reasonable time'],
])('%s: %s', (id, said) => {
  expect(lawSentence(id)).toBe(said)
})

test('every rule can be said', () => {
  for (const id of Object.keys(rules) as RuleId[]) expect(lawSentence(id)).toMatch(/^\S.*\S$/)
})
