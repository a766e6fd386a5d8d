/** The store, whatever table it stands on. */

import { intakeLogOver } from './arrived/intake-log.ts'
import { openingsOver } from './arrived/openings.ts'
import { refusedOver } from './arrived/refused.ts'
import { casesOver } from './cases.ts'
import { errandsOver } from './errands.ts'
import { ordersOver } from './orders.ts'
import { mailLogOver } from './outbox/mail-log.ts'
import { outboxOver } from './outbox/outbox.ts'
import { personalOver } from './personal.ts'
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
