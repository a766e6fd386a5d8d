import { deployed } from '../wire.ts'
import { make } from './deps.ts'

export const handler = make(process.env, deployed)
