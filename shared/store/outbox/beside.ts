/** The other notices of one step of a case: each role that is told has one of its own. */

import type { Beside, Outbox } from '../../mail/outbox.ts'
import { idsBeside } from '../../mail/together.ts'
import { decode } from '../items.ts'
import * as keys from '../keys.ts'
import type { Table } from '../table.ts'
import { pendingOf } from './items.ts'
import { mailsIn } from './mail-log.ts'

export const besideOver =
  (table: Table): Outbox['beside'] =>
  async notice => {
    const ids = idsBeside(notice)
    const items = await table.getMany(ids.map(keys.noticeKey))
    const found = items.map(item => decode('NOTICE', item)).filter(({ status }) => status !== 'digested')
    return Promise.all(
      found.map(async (item): Promise<Beside> => {
        const mails = item.status === 'sent' ? await mailsIn(table, { kind: 'notice', id: item.id }) : []
        const spoken = mails.filter(mail => mail.outcome.kind === 'sent' && mail.also?.includes(notice.id))
        return {
          ...pendingOf(item),
          open: item.status === 'pending' || item.status === 'claimed',
          spoken: spoken.flatMap(mail => mail.to),
        }
      }),
    )
  }
