/** Every notice that any history of these tests owes, written as the mail that its reader would have, and read. */
import type { Case, Notice } from '../../shared/core/case.ts'
import { current } from '../../shared/core/machine.ts'
import type { Reckon } from '../../shared/core/reckon.ts'
import { dayOf } from '../../shared/core/time.ts'
import type { AnyWorkflow } from '../../shared/core/workflow.ts'
import { england } from '../../shared/core/working-days.ts'
import type { PolicyValues } from '../../shared/law/policy.ts'
import { linksOf } from '../../shared/mail/links.ts'
import { nextTold } from '../../shared/mail/next-told.ts'
import { noticeMail } from '../../shared/mail/notice-mail.ts'
import { noticeView } from '../../shared/mail/notice-view.ts'
import { storyFrom } from '../../shared/mail/stories.ts'
import { clockOf } from '../../shared/mail/story.ts'
import { officeHours } from '../../shared/mail/window.ts'
import { resolve } from '../../shared/people/resolve.ts'
import { type Written, wrongWith } from './as-read.ts'
import { directory, links, sender } from './mail.ts'

export const asTold = (
  workflow: AnyWorkflow,
  c: Case,
  notice: Notice,
  { reckon, policy }: { reckon: Reckon; policy: PolicyValues },
): Written => {
  const now = notice.at
  const asset = {
    id: c.assetId ?? 'H1',
    type: 'dwelling' as const,
    address: '12 Example Street',
    postcode: 'CT1 2AB',
    area: 'North',
  }
  const story = storyFrom(
    { reckon, policy, now: () => now },
    { case: current(workflow, c), workflow },
    asset as never,
    [],
  )
  const about = { workflow: workflow.name, area: 'North', title: workflow.title }
  const resolved = resolve(notice, about, directory, dayOf(now))
  const to = resolved.all.map(one => one.email)
  const make = linksOf(links, 'whsec_a-secret-of-the-test', sender.links)
  const deeds = make({ story, clock: notice.clock, to, people: directory.people, reference: 'N-AAAA-BBBB', now })
  const next = nextTold(story, clockOf(notice, story), { directory, window: officeHours, calendar: england, now })
  const lead = resolve({ role: c.lead }, about, directory, dayOf(now)).person
  return noticeMail(noticeView(notice, story, { resolved, lead, copy: false, deeds, next }, sender, now))
}

const read = new Set<string>()

/** Once for each of its words in each state; throws with what is wrong, and the whole text. */
export const readAsTold = (...[workflow, c, notice, given]: Parameters<typeof asTold>): void => {
  const key = [workflow.name, notice.template, c.state, notice.clock].join(' ')
  if (read.has(key)) return
  read.add(key)
  const mail = asTold(workflow, c, notice, given)
  const wrong = wrongWith(mail)
  if (wrong.length > 0) throw new Error(`${key}:\n${wrong.join('\n')}\n\n${mail.subject}\n${mail.text}`)
}
