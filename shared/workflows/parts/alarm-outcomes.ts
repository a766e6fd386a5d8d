/** What was found of one smoke, heat or CO alarm: the words of a visit’s record and of a contractor’s callback alike. */
export const alarmOutcomes = [
  'PRESENT_WORKING',
  'REPLACED',
  'MISSING_FITTED',
  'MISSING_NOT_FITTED',
  'FAULTY_NOT_FIXED',
  'TENANT_REFUSED',
  'NO_ACCESS',
] as const
