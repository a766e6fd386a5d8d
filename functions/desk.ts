/** The mail desk, as notify, wake and tick need it. */
import { SESv2Client } from '@aws-sdk/client-sesv2'
import { sesMailOut, sesSettings } from '../shared/effects/mail-out.ts'
import type { Counter, Desk } from '../shared/mail/desk.ts'
import { storyOf } from '../shared/mail/stories.ts'
import { type ScheduleEnv, schedulesOf, type Wired, type World } from './wire.ts'

export type PostEnv = { MAIL_FROM: string; CONFIGURATION_SET: string; BASE_URL: string }

export const counterOf = (env: PostEnv, wired: Wired, world: World): Counter => {
  const { directory } = wired
  return {
    outbox: wired.store.outbox,
    mail: sesMailOut(new SESv2Client(sesSettings), env.CONFIGURATION_SET),
    load: storyOf({ ...wired, workflows: wired.engine }),
    directory,
    calendar: wired.reckon.calendar,
    window: wired.landlord.sendingWindow,
    sender: { landlord: wired.landlord.name, from: env.MAIL_FROM, pages: `${env.BASE_URL}/pages` },
    now: world.now,
  }
}

export const deskOf = (env: PostEnv & ScheduleEnv, wired: Wired, world: World): Desk => ({
  ...counterOf(env, wired, world),
  schedules: schedulesOf(env, world),
})
