import { deployed } from '../deployed.ts'
import { make } from './deps.ts'

export const handler = make(process.env, deployed)
