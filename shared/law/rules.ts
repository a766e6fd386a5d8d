/**
 * Every number of law, Code and practice once. Workflows name ids; nothing else in the code holds these numbers.
 * `confidence`: verified (read in the source), known (settled, wording not re-read), seed (a landlord's document),
 * practice (sector practice; a landlord may change it), unconfirmed (a switch, shown as such).
 */
export type LawRule = {
  value: number | string | null
  unit: string
  source: string
  confidence: 'verified' | 'known' | 'seed' | 'practice' | 'unconfirmed'
  from?: string
  to?: string
}

export const rules = {
  'gas.check.interval': { value: 12, unit: 'months', source: 'GSIUR 1998 reg 36(3)(a)', confidence: 'known' },
  'gas.check.window': {
    value: 2,
    unit: 'months ending with the deadline date',
    source: 'GSIUR 1998 reg 36A(1), inserted by SI 2018/139',
    confidence: 'verified',
  },
} as const satisfies Record<string, LawRule>

export type RuleId = keyof typeof rules
