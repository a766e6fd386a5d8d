import { env } from './env.ts'

env.parse(process.env)

export const handler = async (): Promise<never> => {
  throw new Error('notify is not wired yet')
}
