/** What several functions may touch alike. */

/** What `apply` needs. Nobody may delete an item: what is erased is overwritten, what has served its time expires. */
export const apply = ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'ConditionCheckItem'] as const
export const arm = ['CreateSchedule', 'UpdateSchedule', 'DeleteSchedule'] as const
export const read = ['GetItem', 'BatchGetItem', 'Query'] as const

/** Messages that wait to be sorted, as they came, and asking for one to be read again. */
export const originals = [
  { bucket: 'inbound', prefix: 'raw/', actions: ['GetObject'] },
  { bucket: 'inbound', prefix: 'callbacks/', actions: ['GetObject'] },
  { bucket: 'inbound', prefix: 'hooks/', actions: ['GetObject'] },
  { bucket: 'inbound', prefix: 'form_submissions/', actions: ['GetObject'] },
  { bucket: 'inbound', prefix: 'replay/', actions: ['PutObject'] },
] as const
