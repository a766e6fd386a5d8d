/**
 * The table as data: the stack builds it from this, the tests too, and the table in memory obeys it.
 *
 * Write cost decided the projections. An index entry is rewritten only when one of its attributes changes, so nothing
 * that changes with every event may be projected: `due` and `asset` carry the id alone, `list` what lists filter by.
 */
export type IndexName = 'due' | 'asset' | 'list' | 'pending'

export type Index = { name: IndexName; pk: string; sk: string; include: readonly string[] }

export const indexes = {
  /** sparse: open cases by their wake */
  due: { name: 'due', pk: 'duePk', sk: 'dueSk', include: ['id'] },
  /** everything that belongs to an asset: cases, and assets below it */
  asset: { name: 'asset', pk: 'assetPk', sk: 'assetSk', include: ['id'] },
  /** lists: cases by workflow and deadline, assets, people, mail by month */
  list: { name: 'list', pk: 'listPk', sk: 'listSk', include: ['id', 'state', 'lead', 'assignee'] },
  /** sparse: outbox items by the instant from which they are ready to be worked on */
  pending: { name: 'pending', pk: 'pendingPk', sk: 'pendingSk', include: ['id'] },
} as const satisfies Record<IndexName, Index>

/** All keys are strings. */
export const tableDefinition = {
  pk: 'pk',
  sk: 'sk',
  indexes: Object.values(indexes) as readonly Index[],
  /** seconds since 1970; DynamoDB deletes days late, so nothing may rely on the deletion */
  ttl: 'ttl',
  /** followers decide from the item as it is now; the old image would double what each record costs to read */
  stream: 'NEW_IMAGE',
} as const
