/** A second system of the same landlord in the same account: it shares no name with the first. */

/** Up to eight lower case letters and digits, as it stands in names: `test`, `dev`. */
export const isStage = (text: string): boolean => /^[a-z][a-z0-9]{0,7}$/.test(text)

type Parts = { shortName?: unknown; mailDomain?: unknown; mailFrom?: unknown; baseUrl?: unknown; mailboxes?: unknown }

/**
 * The landlord’s file of a stage, not yet parsed. Beside names of stacks, secrets and schedules, its mail and its pages
 * are under the stage’s own domain: SES knows an identity once an account. What is no text is left for the parser to
 * refuse.
 */
export const staged = <F extends Parts>(file: F, stage: string): F => {
  const { shortName, mailDomain, mailFrom, baseUrl, mailboxes } = file
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
  }
}
