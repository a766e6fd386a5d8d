/** Smoke and Carbon Monoxide Alarm (England) Regulations 2015 (SI 2015/1693) as amended by SI 2022/707. */
import type { LawRule } from './rule.ts'

export const alarms = {
  'smoke.perStorey': {
    value: 1,
    unit: 'alarms per storey with a room used as living accommodation',
    source: 'SI 2015/1693 reg 4 as amended by SI 2022/707',
    confidence: 'verified',
    from: '2022-10-01',
  },
  'co.perRoom': {
    value: 1,
    unit: 'alarms per room with a fixed combustion appliance other than a gas cooker',
    source: 'SI 2015/1693 reg 4 as amended by SI 2022/707',
    confidence: 'verified',
    from: '2022-10-01',
  },
  'alarms.testAtTenancyStart': {
    value: 0,
    unit: 'days: on the day the tenancy begins',
    source: 'SI 2015/1693 reg 4(1)(b)',
    confidence: 'known',
    from: '2022-10-01',
  },
  'alarms.repair': {
    value: null,
    unit: 'as soon as reasonably practicable after a fault is reported and found',
    source: 'SI 2015/1693 reg 4(3A), inserted by SI 2022/707',
    confidence: 'verified',
    from: '2022-10-01',
  },
  'alarms.repair.co': {
    value: 24,
    unit: 'hours, with a live appliance',
    source: 'sector practice under SI 2015/1693 reg 4(3A)',
    confidence: 'practice',
  },
  'alarms.repair.smoke': {
    value: 5,
    unit: 'working days',
    source: 'sector practice under SI 2015/1693 reg 4(3A)',
    confidence: 'practice',
  },
  'alarms.fault': {
    value: 24,
    unit: 'hours after a tenant reports it',
    source: 'sector practice under SI 2015/1693 reg 4(3A)',
    confidence: 'practice',
  },
  'alarms.remedialNotice': {
    value: 28,
    unit: 'days from service of the notice',
    source: 'SI 2015/1693 regs 5 and 6',
    confidence: 'known',
  },
  'alarms.remedialNotice.service': {
    value: 21,
    unit: 'days for the authority to serve it',
    source: 'SI 2015/1693 reg 5',
    confidence: 'known',
  },
  'alarms.penalty': { value: 5000, unit: 'pounds at most', source: 'SI 2015/1693', confidence: 'verified' },
  'alarms.test': {
    value: 12,
    unit: 'months, with the gas or electrical visit',
    source: 'sector practice: no statutory annual test exists',
    confidence: 'practice',
  },
  'alarms.life.smoke': { value: 10, unit: 'years from manufacture', source: 'BS 5839-6', confidence: 'practice' },
  'alarms.life.co': {
    value: 7,
    unit: 'years from manufacture',
    source: 'BS 50291 (units last 5 to 10)',
    confidence: 'practice',
  },
} as const satisfies Record<string, LawRule>
