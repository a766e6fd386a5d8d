/** A second system of the same landlord in the same account: it shares no name with the first. */

/** Up to eight lower case letters and digits, as it stands in names: `test`, `dev`. */
export const isStage = (text: string): boolean => /^[a-z][a-z0-9]{0,7}$/.test(text)

type Parts = {
  shortName?: unknown
  mailDomain?: unknown
  mailFrom?: unknown
  baseUrl?: unknown
  mailboxes?: unknown
  contractors?: unknown
  fallback?: unknown
}

/**
 * The landlord’s file of a stage, not yet parsed. Beside names of stacks, secrets and schedules, its mail and its pages
 * are under the stage’s own domain: SES knows an identity once an account. No contractor hears of its jobs: they would go
 * to real homes; the landlord’s desk has their mail. What is no text is left for the parser to refuse.
 */
export const staged = <F extends Parts>(file: F, stage: string): F => {
  const { shortName, mailDomain, mailFrom, baseUrl, mailboxes, contractors, fallback } = file
  const { email } = (fallback ?? {}) as { email?: unknown }
  const inDomain = (address: unknown): unknown =>
    typeof address === 'string' ? address.replace(`@${String(mailDomain)}`, `@${stage}.${String(mailDomain)}`) : address
  return {
    ...file,
    shortName: `${String(shortName)}-${stage}`,
    mailDomain: `${stage}.${String(mailDomain)}`,
    mailFrom: inDomain(mailFrom),
    baseUrl: typeof baseUrl === 'string' ? baseUrl.replace('://', `://${stage}.`) : baseUrl,
    mailboxes: Array.isArray(mailboxes)
      ? mailboxes.map((one: { address?: unknown }) => ({ ...one, address: inDomain(one.address) }))
      : mailboxes,
    contractors: Array.isArray(contractors)
      ? contractors.map(({ webhook: _, ...one }: { webhook?: unknown }) => ({ ...one, email }))
      : contractors,
  }
}
