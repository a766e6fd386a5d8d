import { deployed } from '../wire.ts'
import { depsOf } from './deps.ts'
import { env } from './env.ts'
import { createHandler } from './handler.ts'

export const handler = createHandler(depsOf(env.parse(process.env), deployed))
