/** What SESv2's SendEmail takes and refuses. */
import * as z from 'zod'

const content = z.object({ Data: z.string(), Charset: z.string().optional() })
const addresses = z.array(z.string()).default([])

export const sendEmail = z.object({
  FromEmailAddress: z.string().optional(),
  Destination: z.object({ ToAddresses: addresses, CcAddresses: addresses, BccAddresses: addresses }).prefault({}),
  ReplyToAddresses: addresses,
  Content: z.object({
    Simple: z
      .object({
        Subject: content,
        Body: z.object({ Text: content.optional(), Html: content.optional() }),
        Headers: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
      })
      .optional(),
    Raw: z.object({ Data: z.base64() }).optional(),
  }),
  EmailTags: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
  ConfigurationSetName: z.string().optional(),
})
export type SendEmail = z.output<typeof sendEmail>

/** The address alone: `Jane <jane@a.uk>` is `jane@a.uk`. */
export const bare = (address: string): string => (/<([^<>]*)>\s*$/.exec(address)?.[1] ?? address).trim()

export const isAddress = (address: string): boolean =>
  /^[\x21-\x3f\x41-\x7e]+@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(bare(address))

/** Why SES refuses it; undefined: it is accepted. Quotas: 50 recipients, 40 MB a message, tags of [A-Za-z0-9_-]. */
export const refusal = (
  request: SendEmail,
  from: string | undefined,
  recipients: readonly string[],
  size: number,
): string | undefined => {
  if (from === undefined || !isAddress(from)) return 'Missing or invalid From address.'
  if (recipients.length === 0) return 'A message needs at least one recipient.'
  if (recipients.length > 50) return 'Recipient count exceeds 50.'
  const wrong = recipients.find(address => !isAddress(address))
  if (wrong !== undefined) return `Illegal address: ${wrong}`
  if (size > 40 * 1024 * 1024) return 'Message length is more than 41943040 bytes long.'
  const tag = request.EmailTags.find(
    ({ Name, Value }) => ![Name, Value].every(text => /^[A-Za-z0-9_\-.@]{1,256}$/.test(text)),
  )
  return tag === undefined ? undefined : `Invalid tag: ${tag.Name}`
}
