/** The store, whatever table it stands on. */
import { casesOver } from './cases.ts'
import { errandsOver } from './errands.ts'
import { intakeLogOver } from './intake-log.ts'
import { mailLogOver } from './mail-log.ts'
import { openingsOver } from './openings.ts'
import { ordersOver } from './orders.ts'
import { outboxOver } from './outbox.ts'
import { personalOver } from './personal.ts'
import { refusedOver } from './refused.ts'
import { registersOver } from './registers.ts'
import { retentionOver } from './retention/retention.ts'
import { settingsOver } from './settings.ts'
import type { Store } from './store.ts'
import type { Table } from './table.ts'
import { timersOver } from './timers.ts'

export const storeOver = (table: Table): Store => ({
  ...casesOver(table),
  ...timersOver(table),
  ...errandsOver(table),
  ...ordersOver(table),
  ...registersOver(table),
  ...mailLogOver(table),
  ...intakeLogOver(table),
  ...refusedOver(table),
  ...openingsOver(table),
  ...personalOver(table),
  ...retentionOver(table),
  ...settingsOver(table),
  outbox: outboxOver(table),
})
