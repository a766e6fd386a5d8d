/** The mail desk, as notify, wake and tick need it. */

import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SESv2Client } from '@aws-sdk/client-sesv2'
import { sesMailOut, sesSettings } from '../shared/effects/mail-out.ts'
import { awsSecrets, FRESH } from '../shared/effects/secrets.ts'
import type { Counter, Desk } from '../shared/mail/desk.ts'
import { storyOf } from '../shared/mail/stories.ts'
import { type ScheduleEnv, schedulesOf, type Wired, type World } from './wire.ts'

export type PostEnv = { MAIL_FROM: string; CONFIGURATION_SET: string; BASE_URL: string; SECRETS_PREFIX: string }

/** A mail about a danger does not wait for a key: without one it leaves without links, and the alarm rings. */
const linkSecret = ({ SECRETS_PREFIX }: PostEnv, { local, fault }: World) => {
  const secrets = awsSecrets(new SecretsManagerClient(), SECRETS_PREFIX, local ? 0 : FRESH)
  return async (): Promise<string | undefined> => {
    try {
      return (await secrets.of('link'))[0]
    } catch (error) {
      fault('the secret of links', error)
      return undefined
    }
  }
}

export const counterOf = (env: PostEnv, wired: Wired, world: World): Counter => {
  const { directory } = wired
  return {
    outbox: wired.store.outbox,
    mail: sesMailOut(new SESv2Client(sesSettings), env.CONFIGURATION_SET),
    load: storyOf({ ...wired, workflows: wired.engine }),
    directory,
    settings: wired.store,
    calendar: wired.reckon.calendar,
    window: wired.landlord.sendingWindow,
    sender: {
      landlord: wired.landlord.name,
      from: env.MAIL_FROM,
      pages: `${env.BASE_URL}/pages`,
      links: `${env.BASE_URL}/link`,
    },
    links: { secret: linkSecret(env, world), contractors: wired.landlord.contractors },
    now: world.now,
  }
}

export const deskOf = (env: PostEnv & ScheduleEnv, wired: Wired, world: World): Desk => ({
  ...counterOf(env, wired, world),
  schedules: schedulesOf(env, world),
})
