import { env } from './env.ts'

env.parse(process.env)

export const handler = async (): Promise<never> => {
  throw new Error('mail-in is not wired yet')
}
