/** The questions of a first deployment, and the two files that their answers make: who the landlord is, and its people. */
import type * as z from 'zod'
import { landlord } from '../../infra/landlord/schema.ts'
import { nothingKnown } from '../../shared/intake/imports/kind.ts'
import { people } from '../../shared/intake/imports/people.ts'
import { workflows } from '../../shared/workflows/index.ts'

export type Terminal = { ask: (question: string) => Promise<string>; say: (line: string) => void }

const { shape } = landlord
const { issuer, audience, clientId } = shape.oidc.shape

/** In words of ours, or with the place that zod speaks of. */
const why = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => [...path, message].join(': ')).join('; ')

/** Asks until the answer is one that the landlord’s file would take. */
const one = async <T>({ ask, say }: Terminal, words: string, wanted: z.ZodType<T>): Promise<T> => {
  for (;;) {
    const read = wanted.safeParse((await ask(`${words}: `)).trim())
    if (read.success) return read.data
    say(`  not taken: ${why(read.error)}`)
  }
}

/** Lines until an empty one; each is made into what is wanted, or asked again. */
const several = async <T>(
  { ask, say }: Terminal,
  words: string,
  wanted: z.ZodType<T>,
  from: (parts: string[]) => unknown,
): Promise<T[]> => {
  const rows: T[] = []
  say(words)
  for (;;) {
    const line = (await ask('  one more, or Enter: ')).trim()
    if (line === '') return rows
    const read = wanted.safeParse(from(line.split(',').map(part => part.trim())))
    if (read.success) rows.push(read.data)
    else say(`  not taken: ${why(read.error)}`)
  }
}

/** A mistyped stream would be found when all has been answered. */
const knownStreams = shape.contractors.element.superRefine(({ streams }, context) => {
  for (const stream of streams)
    if (!Object.hasOwn(workflows, stream))
      context.addIssue({ code: 'custom', message: `there is no workflow ${stream}` })
})

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

const askPeople = async (terminal: Terminal): Promise<string> => {
  const words =
    'People, each as: email, name, roles with spaces between; among them somebody who is administrator, complianceManager and headOfService'
  const rows = await several(terminal, words, people.schema(nothingKnown), ([email, name, roles = '']) => ({
    email,
    name,
    roles,
  }))
  const lines = rows.map(({ email, name, roles }) => [email, quoted(name), roles.join(' ')].join(','))
  return ['email,name,roles', ...lines, ''].join('\n')
}

/** A landlord’s file without forms and mailboxes, which are added to it later, and a list of people to import. */
export const guide = async (terminal: Terminal): Promise<{ landlord: object; people: string }> => {
  const { say } = terminal
  say('A first deployment. What you answer is kept in two files, which you may change and run again.')
  const name = await one(terminal, 'The landlord’s name', shape.name)
  const shortName = await one(terminal, 'A short name, which stands in stacks and secrets for good', shape.shortName)
  const kind = await one(terminal, 'LARP (a council) or PRP (a private registered provider)', shape.kind)
  const mailDomain = await one(terminal, 'A mail domain of Dutyholder’s own (dutyholder.example.org)', shape.mailDomain)
  const baseUrl = await one(terminal, `The address of its pages (https://${mailDomain})`, shape.baseUrl)
  const oidc = {
    issuer: await one(terminal, 'The issuer of your staff’s tokens (https://login.microsoftonline.com/…/v2.0)', issuer),
    audience: await one(terminal, 'The audience that those tokens name', audience),
    clientId: await one(terminal, 'What the issuer calls our pages (its client id)', clientId),
  }
  const contact = await one(
    terminal,
    'A mailbox read every day, told when a role has nobody',
    shape.fallback.shape.email,
  )
  const alarm = await one(terminal, 'Who hears alarms by mail', shape.alarmEmails.element)
  const alarmWebhook = await one(
    terminal,
    'Who hears them by another way: your paging service’s address',
    shape.alarmWebhook,
  )
  const contractors = await several(
    terminal,
    'Contractors, each as: id, name, streams with spaces between (gas eicr …), email',
    knownStreams,
    ([id, called, streams = '', email]) => ({
      id,
      name: called,
      streams: streams.split(/\s+/).filter(word => word !== ''),
      ...(email ? { email } : {}),
    }),
  )
  const file = {
    name,
    shortName,
    kind,
    mailDomain,
    mailFrom: `compliance@${mailDomain}`,
    baseUrl,
    oidc,
    region: 'eu-west-2',
    sendingWindow: {},
    contractors,
    sources: [],
    mailboxes: [],
    fallback: { name: `${name}, housing safety`, email: contact },
    alarmEmails: [alarm],
    alarmWebhook,
  }
  return { landlord: file, people: await askPeople(terminal) }
}
