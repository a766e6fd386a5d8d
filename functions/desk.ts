/** The mail desk, as notify, wake and tick need it. */
import { SESv2Client } from '@aws-sdk/client-sesv2'
import { sesMailOut, sesSettings } from '../shared/effects/mail-out.ts'
import type { Desk } from '../shared/mail/desk.ts'
import { storyOf } from '../shared/mail/stories.ts'
import { directoryFrom } from '../shared/people/directory.ts'
import { type ScheduleEnv, schedulesOf, type Wired, type World } from './wire.ts'

export type MailEnv = ScheduleEnv & { MAIL_FROM: string; CONFIGURATION_SET: string; BASE_URL: string }

export const deskOf = (env: MailEnv, wired: Wired, world: World): Desk => {
  const directory = directoryFrom(wired.store, wired.landlord.fallback, world.now)
  return {
    outbox: wired.store.outbox,
    mail: sesMailOut(new SESv2Client(sesSettings), env.CONFIGURATION_SET),
    schedules: schedulesOf(env, world),
    load: storyOf({ ...wired, directory }),
    directory,
    calendar: wired.reckon.calendar,
    window: wired.landlord.sendingWindow,
    sender: { landlord: wired.landlord.name, from: env.MAIL_FROM, pages: `${env.BASE_URL}/pages` },
    now: world.now,
  }
}
