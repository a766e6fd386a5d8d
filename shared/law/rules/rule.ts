/** One number of law, Code or practice, with where it comes from. */
export type LawRule = {
  value: number | string | null
  unit: string
  source: string
  confidence: 'verified' | 'known' | 'seed' | 'practice' | 'unconfirmed'
  from?: string
  to?: string
}
