/** The one table: its keys, its sparse indexes, its stream. CDK and the local run both make it from this. */
export type TableDefinition = {
  partitionKey: string
  sortKey: string
  /** index name → its keys; items without them are not in the index */
  indexes: Record<string, { partitionKey: string; sortKey: string }>
  /** seconds since 1970, after which DynamoDB may remove the item: housekeeping alone, never a deadline */
  ttl: string
  stream: 'NEW_AND_OLD_IMAGES'
}

export const tableDefinition = {
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: {
    due: { partitionKey: 'duePk', sortKey: 'dueSk' },
    asset: { partitionKey: 'assetPk', sortKey: 'assetSk' },
    list: { partitionKey: 'listPk', sortKey: 'listSk' },
    pending: { partitionKey: 'pendingPk', sortKey: 'pendingSk' },
  },
  ttl: 'ttl',
  stream: 'NEW_AND_OLD_IMAGES',
} as const satisfies TableDefinition
