/** What must be in place before a deployment begins: each thing that is missing, with what to do about it. */
import { parseLandlord, readJson } from '../../infra/landlord/load.ts'
import type { Landlord } from '../../infra/landlord/schema.ts'
import { staged } from '../../infra/landlord/stage.ts'
import { checkPolicy } from '../../shared/law/policy.ts'
import { workflows } from '../../shared/workflows/index.ts'

export type Outside = {
  env: Readonly<Record<string, string | undefined>>
  /** whether a file is there, e.g. the shared credentials */
  exists: (path: string) => boolean
  home: string
}

const reserved = /\.(example|test|invalid|localhost)$/

/** Addresses that can reach nobody (RFC 2606): the example’s, left where the landlord’s own should stand. */
const placeholders = (landlord: Landlord): string[] => {
  const places: [string, string][] = [
    ['mailDomain', landlord.mailDomain],
    ['baseUrl', new URL(landlord.baseUrl).hostname],
    ['oidc.issuer', new URL(landlord.oidc.issuer).hostname],
    ['alarmWebhook', new URL(landlord.alarmWebhook).hostname],
    ['fallback.email', landlord.fallback.email],
    ...landlord.contractors.map(({ id, email }): [string, string] => [`contractors ${id}`, email ?? '']),
    ...landlord.alarmEmails.map((address, i): [string, string] => [`alarmEmails.${i}`, address]),
  ]
  return places
    .filter(([, value]) => reserved.test(value))
    .map(([place, value]) => `${place}: ${value} is a placeholder; put your own`)
}

/** A mailbox for certificates feeds the cases that they belong to; it opens none of its own. */
const CERTIFICATES = 'certificates'

const unknownWorkflows = ({ contractors, sources, mailboxes }: Landlord): string[] => {
  const named = [
    ...contractors.flatMap(({ id, streams }) => streams.map(stream => [`contractors ${id}`, stream] as const)),
    ...sources.map(({ source, workflow }) => [`sources ${source}`, workflow] as const),
    ...mailboxes
      .filter(({ workflow }) => workflow !== CERTIFICATES)
      .map(({ address, workflow }) => [`mailboxes ${address}`, workflow] as const),
  ]
  return named
    .filter(([, workflow]) => !Object.hasOwn(workflows, workflow))
    .map(([where, workflow]) => `${where}: there is no workflow ${workflow}`)
}

export type Checked = { landlord?: Landlord; file?: object; missing: string[] }

/** The file, of a stage if one is named: what would be deployed, and what keeps it from being. */
export const checkLandlord = (path: string, stage?: string): Checked => {
  try {
    const plain = readJson(path)
    if (typeof plain !== 'object' || plain === null || Array.isArray(plain))
      return { missing: [`${path}: one landlord, between braces`] }
    const file = stage === undefined ? plain : staged(plain, stage)
    const landlord = parseLandlord(file)
    const policy = checkPolicy({ 'eicr.landlordIsAuthority': landlord.kind === 'LARP' ? 1 : 0, ...landlord.policy })
    const loosened = policy.ok ? [] : policy.mistakes.map(mistake => `policy: ${mistake}`)
    return { landlord, file, missing: [...placeholders(landlord), ...unknownWorkflows(landlord), ...loosened] }
  } catch (error) {
    return { missing: [error instanceof Error ? error.message : String(error)] }
  }
}

/** Credentials of AWS’s usual chain, by their presence alone: only AWS can say whether they hold. */
export const checkAccount = ({ env, exists, home }: Outside): string[] => {
  const keys = env.AWS_ACCESS_KEY_ID && env.AWS_SECRET_ACCESS_KEY
  const files = [
    env.AWS_SHARED_CREDENTIALS_FILE ?? `${home}/.aws/credentials`,
    env.AWS_CONFIG_FILE ?? `${home}/.aws/config`,
  ]
  const role = env.AWS_WEB_IDENTITY_TOKEN_FILE && env.AWS_ROLE_ARN
  if (keys || role || files.some(exists)) return []
  return ['AWS credentials: none found; run `aws configure sso` (or set AWS_PROFILE), then `aws sso login`']
}
