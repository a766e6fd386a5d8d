/** What each report is called before it is made, and for what it is. */
import type { ReportName } from '../../../shared/report/make.ts'

export const titles: Record<ReportName, readonly [title: string, what: string]> = {
  position: ['Position', 'Each stream in homes and in checks, what is not in date, actions by priority'],
  monthly: ['Monthly compliance report', 'For the management team and the portfolio holder, with what people wrote'],
  tsm: ['Tenant Satisfaction Measures', 'BS01 to BS05 and the others that we make ourselves: the draft of the return'],
  complaints: ['Complaints', 'Volumes, answers in time, outcomes, the Ombudsman, learning: weekly, quarterly, yearly'],
  actions: ['Remedial actions', 'By priority and age, with the trend'],
  hazards: ['Hazards', 'Damp, mould and other hazards against the law’s limits'],
  'no-access': ['Homes that nobody gets into', 'The gravest first, with the next step'],
  contractors: ['Contractors', 'In time, given back, missed, days to evidence'],
}
