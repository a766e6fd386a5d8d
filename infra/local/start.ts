/**
 * `npm start`: Dutyholder on this machine. PORT (3000), DUTYHOLDER_DATA (.local), DUTYHOLDER_NOW (where the clock
 * starts, ISO 8601), DUTYHOLDER_SAMPLE (full, small, none; on the first start), DUTYHOLDER_LANDLORD (a landlord's file; the
 * example's unless told), SMTP_PORT (a free one).
 */
import { resolve } from 'node:path'
import * as z from 'zod'
import { instant } from '../../shared/core/time.ts'
import { seed } from './sample/seed.ts'
import { startSystem } from './system.ts'

const port = z.coerce.number().int().min(0).max(65535)
const settings = z.object({
  PORT: port.default(3000),
  SMTP_PORT: port.default(0),
  DUTYHOLDER_DATA: z.string().min(1).default('.local'),
  DUTYHOLDER_NOW: instant.optional(),
  DUTYHOLDER_SAMPLE: z.enum(['full', 'small', 'none']).default('small'),
  DUTYHOLDER_LANDLORD: z.string().min(1).optional(),
})

const settingsOf = () => {
  const parsed = settings.safeParse(process.env)
  if (parsed.success) return parsed.data
  for (const { path, message } of parsed.error.issues) console.error(`${path.join('.')}: ${message}`)
  return process.exit(2)
}

const SEEDED = 'sample'

const given = settingsOf()
const system = await startSystem({
  data: resolve(given.DUTYHOLDER_DATA),
  port: given.PORT,
  smtpPort: given.SMTP_PORT,
  startAt: given.DUTYHOLDER_NOW,
  landlordFile: given.DUTYHOLDER_LANDLORD,
  log: line => console.error(line),
}).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  return process.exit(1)
})
const stop = async (): Promise<void> => {
  await system.stop()
  process.exit(0)
}
process.once('SIGINT', stop)
process.once('SIGTERM', stop)

const seeded = await system.store.getSetting(SEEDED)
if (!seeded && given.DUTYHOLDER_SAMPLE !== 'none') {
  console.log(`Loading the sample landlord (${given.DUTYHOLDER_SAMPLE}) …`)
  await seed(system, given.DUTYHOLDER_SAMPLE)
  await system.count()
}
if (!seeded) await system.store.putSetting(SEEDED, given.DUTYHOLDER_SAMPLE, 0)
console.log(
  `Dutyholder is ready at ${system.url} (it is ${system.clock.now()} here; mail in by SMTP on port ${system.smtpPort})`,
)
