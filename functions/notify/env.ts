import * as z from 'zod'

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a London wall clock, HH:MM')

export const env = z.object({
  TABLE: z.string().min(1),
  /** `Name <address>`, of a verified identity */
  MAIL_FROM: z.string().min(3),
  /** the SES configuration set whose events reach mail-events */
  CONFIGURATION_SET: z.string().min(1),
  /** where the pages are, without a slash at the end */
  PAGES_URL: z.url().transform(url => url.replace(/\/+$/, '')),
  LANDLORD: z.string().min(1),
  /** told when no role has anybody */
  FALLBACK_EMAIL: z.email(),
  FALLBACK_NAME: z.string().min(1),
  WINDOW_FROM: clock.default('07:30'),
  WINDOW_TO: clock.default('18:00'),
  SCHEDULE_GROUP: z.string().min(1),
  SCHEDULE_ROLE_ARN: z.string().min(1),
  SCHEDULE_DEAD_LETTER_ARN: z.string().optional(),
  /** this function itself: a digest's schedule calls it */
  NOTIFY_ARN: z.string().min(1),
})
export type Env = z.output<typeof env>
