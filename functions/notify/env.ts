import * as z from 'zod'

export const env = z.object({
  TABLE: z.string().min(1),
  /** the landlord's file: name, sending window, and who is told when no role has anybody */
  LANDLORD: z.string().min(1),
  SCHEDULE_GROUP: z.string().min(1),
  SCHEDULE_ROLE_ARN: z.string().min(1),
  SCHEDULE_DEAD_LETTERS_ARN: z.string().min(1),
  /** a digest's schedule calls it with `{digest}` */
  WAKE_ARN: z.string().min(1),
  /** of a verified identity */
  MAIL_FROM: z.string().min(1),
  /** the SES configuration set whose events reach mail-events */
  CONFIGURATION_SET: z.string().min(1),
  /** where the pages are, without a slash at the end */
  BASE_URL: z.string().min(1),
  /** the links in mails are signed with `<prefix>link` */
  SECRETS_PREFIX: z.string().min(1),
})
