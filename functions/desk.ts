/** The mail desk, as notify, wake and tick need it: one for each invocation, which reads who works here once. */
import { caller } from '../shared/aws/caller.ts'
import { sesMailOut, sesSettings } from '../shared/effects/mail-out.ts'
import { awsSecrets, FRESH, secretsCall } from '../shared/effects/secrets.ts'
import type { Counter, Desk } from '../shared/mail/desk.ts'
import { storiesOf } from '../shared/mail/stories.ts'
import { once } from './once.ts'
import { type ScheduleEnv, schedulesOf, type Wired, type World } from './wire.ts'

export type PostEnv = { MAIL_FROM: string; CONFIGURATION_SET: string; BASE_URL: string; SECRETS_PREFIX: string }

/** A mail about a danger does not wait for a key: without one it leaves without links, and the alarm rings. */
const linkSecret = ({ SECRETS_PREFIX }: PostEnv, { local, fault, service }: World) => {
  const secrets = awsSecrets(secretsCall(service('secretsmanager')), SECRETS_PREFIX, local ? 0 : FRESH)
  return async (): Promise<string | undefined> => {
    try {
      return (await secrets.of('link'))[0]
    } catch (error) {
      fault('the secret of links', error)
      return undefined
    }
  }
}

/** Mail of this landlord's. Where it takes no mail in, an answer goes to the mailbox that somebody reads every day. */
export const mailOutOf = (
  env: Pick<PostEnv, 'CONFIGURATION_SET'>,
  { landlord }: Pick<Wired, 'landlord'>,
  world: World,
) =>
  sesMailOut(caller('ses', { ...sesSettings, ...world.service('ses') }), env.CONFIGURATION_SET, {
    name: `${landlord.name} (Dutyholder)`,
    replyTo: landlord.mailboxes.length > 0 ? undefined : landlord.fallback.email,
  })

/** What it answers makes the counter of one invocation. */
export const counterOf = (env: PostEnv, wired: Wired, world: World): (() => Counter) => {
  const mail = mailOutOf(env, wired, world)
  const key = linkSecret(env, world)
  return () => {
    const directory = once(wired.directory)
    return {
      outbox: wired.store.outbox,
      mail,
      ...storiesOf({ ...wired, directory, workflows: wired.engine }),
      directory,
      settings: wired.store,
      calendar: wired.reckon.calendar,
      window: wired.landlord.sendingWindow,
      sender: {
        landlord: wired.landlord.name,
        from: env.MAIL_FROM,
        pages: `${env.BASE_URL}/pages`,
        links: `${env.BASE_URL}/link`,
        answers: wired.landlord.mailboxes.length > 0,
      },
      links: { secret: once(key), contractors: wired.landlord.contractors },
      now: world.now,
    }
  }
}

export const deskOf = (env: PostEnv & ScheduleEnv, wired: Wired, world: World): (() => Desk) => {
  const counter = counterOf(env, wired, world)
  const schedules = schedulesOf(env, world)
  return () => ({ ...counter(), schedules })
}
