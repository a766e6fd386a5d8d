/** Where a mail did not reach whom it was meant for: a role without anybody, an address that refuses. */
import { addDays, at, type Instant } from '../../shared/core/time.ts'
import { type Html, html } from '../../shared/mail/html.ts'
import type { Incident } from '../../shared/mail/outbox.ts'
import { caseHref } from './read.ts'
import { h2, inset, link, p, table } from './views/parts.ts'
import { moment } from './views/words.ts'
import type { Visit } from './visit.ts'

/** Days gone through, and rows shown: the newest. */
const [DAYS, ROWS] = [30, 50]

const kinds: Record<Incident['kind'], string> = {
  fallback: 'Nobody holds the role',
  undeliverable: 'The address refuses mail',
  refused: 'The mail was not taken for sending',
  undelivered: 'No mailbox confirmed it in time',
}

/** Months are read one by one, the last ones of a page are the newest. */
const newest = async ({ deps, today, now }: Visit): Promise<Incident[]> => {
  const from: Instant = at(addDays(today, -DAYS), '00:00')
  let kept: Incident[] = []
  let cursor: string | undefined
  for (let turn = 0; turn < 10; turn++) {
    const page = await deps.store.incidentsBetween(from, now, { limit: 200, cursor })
    kept = [...kept, ...page.items].slice(-ROWS)
    cursor = page.cursor
    if (cursor === undefined) break
  }
  return kept.reverse()
}

export const notTold = async (visit: Visit): Promise<Html> => {
  const found = await newest(visit)
  return html`${h2('Mail that did not reach whom it was meant for', 'not-told')}${p(`In the last ${DAYS} days, the newest first. Each went on to somebody else; what made it so stays until it is mended.`)}${
    found.length === 0
      ? inset('Every mail reached whom it was meant for.')
      : table(
          '',
          [{ title: 'What' }, { title: 'When' }, { title: 'About' }, { title: 'Why' }],
          found.map(one => [
            kinds[one.kind],
            moment(one.at),
            one.caseId === undefined ? (one.address ?? '–') : link(caseHref(one.caseId), one.caseId),
            one.why.join('. '),
          ]),
          'Mail that did not reach whom it was meant for',
        )
  }`
}
