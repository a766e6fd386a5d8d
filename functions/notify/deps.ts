import type { DynamoDBRecord } from 'aws-lambda'
import { noticeIn } from '../../shared/store/stream.ts'
import { deskOf } from '../desk.ts'
import { type Given, type World, wire } from '../wire.ts'
import { env } from './env.ts'
import { createHandler } from './handler.ts'

export const make = (given: Given, world: World) => {
  const parsed = env.parse(given)
  const wired = wire(parsed, world)
  const desk = deskOf(parsed, wired, world)
  const reading = { noticeIn: (record: unknown) => noticeIn(record as DynamoDBRecord), fault: world.fault }
  return (event: unknown) => createHandler({ ...desk(), ...reading })(event)
}
