/** Who the landlord is: the one file that differs between two landlords. Strict, so that a mistyped name is a mistake. */
import * as z from 'zod'
import { day } from '../../shared/core/time.ts'
import { formKinds } from '../../shared/intake/forms/kinds.ts'
import { policies } from '../../shared/law/policy.ts'
import { role } from '../../shared/law/roles.ts'

const key = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'lower case letters, digits and hyphens')
/** `07:30` is `08:00`; what is full stays. */
const fullHourFrom = (time: string): string =>
  time.endsWith(':00') ? time : `${String(Number(time.slice(0, 2)) + 1).padStart(2, '0')}:00`
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time as HH:MM')
const https = z.url({ protocol: /^https$/, error: 'an https address' })

/** Landlord's choices by policy id. What the law allows is judged when the policy is loaded. */
const policy = z.record(z.string(), z.number()).superRefine((chosen, context) => {
  for (const [id, value] of Object.entries(chosen)) {
    const known = Object.entries(policies).find(([name]) => name === id)?.[1]
    const message = !known
      ? 'no such policy'
      : value < known.min || value > known.max
        ? `${value} is outside ${known.min} to ${known.max} ${known.unit}`
        : undefined
    if (message) context.addIssue({ code: 'custom', path: [id], message })
  }
})

const contractor = z
  .strictObject({
    /** stands in the address that the contractor calls, and names its secret */
    id: key,
    name: z.string().min(1),
    /** workflows whose jobs it may be given */
    streams: z.array(key).min(1),
    email: z.email().optional(),
    /** how their system speaks to us: as in the contract, or as HACT's JobStatusUpdate */
    feed: z.enum(['own', 'hact']).optional(),
    /** their address for work orders, which we sign; without one the orders go to `email`, with a link */
    webhook: https.optional(),
  })
  .refine(({ email, webhook }) => email !== undefined || webhook !== undefined, {
    path: ['email'],
    error: 'neither e-mail nor web hook: nobody would tell this contractor of a job',
  })

const source = z.strictObject({
  /** stands in `/hooks/{source}`, and names its secret */
  source: key,
  /** which service it is: how it proves itself, and how its submissions are read */
  kind: z.enum(formKinds),
  /** GOV.UK Forms: the form's id or its name, where the landlord has several */
  form: z.string().min(1).max(500).optional(),
  /** the workflow that a submission opens */
  workflow: key,
  /** our fact → their field */
  mapping: z.record(z.string(), z.string().min(1)),
})

const importKind = z.enum(['assets', 'obligations', 'actions', 'complaints', 'people', 'plan-actions'])
/** their header → our column, or null to leave one out */
const columns = z.record(z.string().min(1), z.string().min(1).nullable())
/** How a file is written; which columns there are is judged where it is read. */
const layout = z.strictObject({
  kind: importKind,
  columns: columns.default({}),
  /** by our column: their word → ours, or null where it says nothing */
  words: z.record(z.string(), z.record(z.string().min(1), z.string().min(1).nullable())).default({}),
  /** by our column: what holds for each line that says nothing there itself */
  fixed: z.record(z.string(), z.string().min(1)).default({}),
})

const writer = z
  .string()
  .regex(/^arn:aws:iam::\d{12}:(root|role\/[\w+=,.@/-]{1,128})$/, 'the ARN of a role, or of an account’s root')

/** CloudFront takes both from us-east-1 alone, whatever the landlord's Region is. */
const inVirginia = (service: string, resource: string, where: string) =>
  z.string().regex(new RegExp(`^arn:aws:${service}:us-east-1:\\d{12}:${resource}/[\\w/-]+$`), where)

/**
 * AWS WAF does not attach to an HTTP API, which is what we are. With this a CloudFront distribution stands before it, and
 * the web ACL before that.
 */
const firewall = z.strictObject({
  webAclArn: inVirginia(
    'wafv2',
    'global/webacl',
    'a web ACL of scope CLOUDFRONT in us-east-1: a regional one does not attach to an HTTP API',
  ),
  /** for the host of `baseUrl` */
  certificateArn: inVirginia('acm', 'certificate', 'an ACM certificate in us-east-1'),
})

const fields = {
  name: z.string().min(1, 'a name').max(100),
  /** in the names of stacks and secrets: changing it is moving house */
  shortName: key.max(20),
  /** a council (LARP) or a private registered provider (PRP): some duties differ */
  kind: z.enum(['LARP', 'PRP']),
  /** a domain of Dutyholder's own: its MX is pointed at us */
  mailDomain: z.hostname().regex(/\.[a-z]/i, 'a whole domain, with a dot'),
  mailFrom: z.email(),
  baseUrl: https,
  oidc: z.strictObject({
    issuer: https,
    audience: z.string().min(1),
    /** what the issuer calls our pages */
    clientId: z.string().min(1),
    /** asked of every token: without a scope an ID token would pass for an access token */
    scope: z.string().min(1).default('dutyholder'),
  }),
  firewall: firewall.optional(),
  region: z.string().regex(/^[a-z]{2}-[a-z]+-\d$/, 'an AWS Region'),
  /** Europe/London; bank holidays never send */
  sendingWindow: z.strictObject({
    from: clock.default('07:30'),
    to: clock.default('18:00'),
    /** 1 = Monday … 7 = Sunday */
    weekdays: z.array(z.int().min(1).max(7)).min(1).default([1, 2, 3, 4, 5]),
  }),
  policy: policy.default({}),
  contractors: z.array(contractor),
  /**
   * the first day on which contractors are told of jobs; what is due before it waits for it. Absent: from the first
   * import on
   */
  ordersFrom: day.optional(),
  sources: z.array(source),
  /** GOV.UK Forms to our bucket: the role that their team says it will write as */
  govukFormsWriter: writer.optional(),
  /** by kind of import: what columns are called in all of its files */
  imports: z.partialRecord(importKind, columns).default({}),
  /** files that differ from others of their kind, by the name that an import asks for */
  layouts: z.record(key, layout).default({}),
  /** what a role is called here */
  roles: z.partialRecord(role, z.string().min(1)).default({}),
  /**
   * addresses that residents and staff write to → the workflow that a message opens. With none, nothing is received:
   * SES takes mail in few Regions, and a landlord may want forms alone
   */
  mailboxes: z.array(z.strictObject({ address: z.email(), workflow: key })),
  /** who is told when no role has anybody: a mailbox that somebody reads every day */
  fallback: z.strictObject({ name: z.string().min(1), email: z.email() }),
  alarmEmails: z.array(z.email()).min(1),
  /** the second channel, which must not be e-mail: a paging service's address */
  alarmWebhook: https,
}

/** Checks across fields run as soon as their own fields are sound, so that every mistake is named at once. */
const sound =
  (...names: (keyof typeof fields)[]) =>
  ({ value }: { value: unknown }) =>
    names.every(name => fields[name].safeParse((value as Record<string, unknown> | null)?.[name]).success)

const repeated = (values: string[]): boolean => new Set(values).size < values.length

export const landlord = z
  .strictObject(fields)
  .refine(({ mailFrom, mailDomain }) => mailFrom.endsWith(`@${mailDomain}`), {
    path: ['mailFrom'],
    error: 'not in the mail domain: it would be sent unsigned',
    when: sound('mailFrom', 'mailDomain'),
  })
  .refine(({ mailboxes, mailDomain }) => mailboxes.every(({ address }) => address.endsWith(`@${mailDomain}`)), {
    path: ['mailboxes'],
    error: 'an address outside the mail domain would never reach us',
    when: sound('mailboxes', 'mailDomain'),
  })
  .refine(({ sendingWindow: { from, to } }) => from < to, {
    path: ['sendingWindow'],
    error: 'ends before it begins',
    when: sound('sendingWindow'),
  })
  .refine(({ sendingWindow: { from, to } }) => from >= to || fullHourFrom(from) < to, {
    path: ['sendingWindow'],
    error: 'holds no full hour: reports leave at full hours',
    when: sound('sendingWindow'),
  })
  .refine(({ contractors }) => !repeated(contractors.map(({ id }) => id)), {
    path: ['contractors'],
    error: 'two contractors with one id would share a secret',
    when: sound('contractors'),
  })
  .refine(({ sources }) => !repeated(sources.map(({ source: name }) => name)), {
    path: ['sources'],
    error: 'two sources with one name would share a secret',
    when: sound('sources'),
  })
export type Landlord = z.output<typeof landlord>
