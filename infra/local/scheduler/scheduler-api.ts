/** The operations of EventBridge Scheduler: method and path to the store, errors as the service names them. */
import type * as z from 'zod'
import type { Clock } from '../time/clock.ts'
import { scheduleArn } from './schedule-fire.ts'
import type { Kept, ScheduleStore } from './schedule-store.ts'
import { firstTime, type ScheduleBody, scheduleBody, scheduleName } from './schedules.ts'

export type Reply = { status: number; error?: string; data: unknown }

const ok = (data: unknown): Reply => ({ status: 200, data })
const refuse = (status: number, error: string, Message: string): Reply => ({ status, error, data: { Message } })
const invalid = (message: string): Reply => refuse(400, 'ValidationException', message)
const missing = (what: string): Reply => refuse(404, 'ResourceNotFoundException', `${what} does not exist.`)

export const handleScheduler = (
  store: ScheduleStore,
  clock: Clock,
  method: string,
  url: string,
  body: string,
): Reply => {
  const { pathname, searchParams: query } = new URL(url, 'http://local')
  const [, kind = '', rawName] = pathname.split('/')
  let name: string | undefined
  let json: unknown
  try {
    name = rawName === undefined || rawName === '' ? undefined : decodeURIComponent(rawName)
    json = body === '' ? {} : JSON.parse(body)
  } catch {
    return invalid('The request is not well formed')
  }
  if (name !== undefined && !scheduleName.safeParse(name).success) return invalid(`Name ${name} is not valid`)
  if (kind === 'schedules') return schedules(store, clock, method, name, query, json)
  if (kind === 'schedule-groups') return groups(store, clock, method, name)
  return refuse(404, 'UnknownOperationException', `${method} ${pathname}`)
}

const schedules = (
  store: ScheduleStore,
  clock: Clock,
  method: string,
  name: string | undefined,
  query: URLSearchParams,
  json: unknown,
): Reply => {
  if (name === undefined) return method === 'GET' ? list(store, query) : invalid('A name is needed')
  if (method === 'POST' || method === 'PUT') {
    const parsed = scheduleBody.safeParse(json)
    if (!parsed.success) return invalid(issues(parsed.error))
    return method === 'POST' ? create(store, clock, name, parsed.data) : update(store, clock, name, parsed.data)
  }
  const group = query.get('groupName') ?? 'default'
  const known = store.get(group, name)
  if (known === undefined) return missing(`Schedule ${name}`)
  if (method === 'GET') return ok(shown(known))
  if (method !== 'DELETE') return refuse(405, 'UnknownOperationException', method)
  store.remove(group, name)
  return ok({})
}

const create = (store: ScheduleStore, clock: Clock, name: string, body: ScheduleBody): Reply => {
  if (store.group(body.GroupName) === undefined) return missing(`Schedule group ${body.GroupName}`)
  const known = store.get(body.GroupName, name)
  const repeated = known !== undefined && body.ClientToken !== undefined && known.token === body.ClientToken
  if (known !== undefined && !repeated) return refuse(409, 'ConflictException', `Schedule ${name} already exists.`)
  if (known !== undefined) return ok({ ScheduleArn: scheduleArn(known.group, name) })
  return keep(store, name, body, clock.millis(), clock.millis())
}

const update = (store: ScheduleStore, clock: Clock, name: string, body: ScheduleBody): Reply => {
  const known = store.get(body.GroupName, name)
  return known === undefined ? missing(`Schedule ${name}`) : keep(store, name, body, known.created, clock.millis())
}

const keep = (store: ScheduleStore, name: string, body: ScheduleBody, created: number, changed: number): Reply => {
  const time = firstTime(body, changed)
  if (time === undefined) return invalid(`Invalid Schedule Expression ${body.ScheduleExpression}.`)
  const next = body.State === 'ENABLED' ? time : undefined
  store.put({ group: body.GroupName, name, created, changed, next, token: body.ClientToken, body })
  return ok({ ScheduleArn: scheduleArn(body.GroupName, name) })
}

const list = (store: ScheduleStore, query: URLSearchParams): Reply => {
  const limit = Number(query.get('MaxResults') ?? 100)
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) return invalid('MaxResults is 1 to 100')
  const [group = '', name = ''] = Buffer.from(query.get('NextToken') ?? '', 'base64url')
    .toString()
    .split('/')
  const text = (key: string): string | undefined => query.get(key) ?? undefined
  const found = store.list([group, name], limit + 1, text('ScheduleGroup'), text('NamePrefix'), text('State'))
  const page = found.slice(0, limit)
  const last = found.length > limit ? page.at(-1) : undefined
  return ok({
    Schedules: page.map(one => ({
      Arn: scheduleArn(one.group, one.name),
      GroupName: one.group,
      Name: one.name,
      State: one.body.State,
      Target: { Arn: one.body.Target.Arn },
      CreationDate: one.created / 1000,
      LastModificationDate: one.changed / 1000,
    })),
    ...(last ? { NextToken: Buffer.from(`${last.group}/${last.name}`).toString('base64url') } : {}),
  })
}

const shown = ({ group, name, created, changed, body: { ClientToken: _, ...body } }: Kept) => ({
  Arn: scheduleArn(group, name),
  Name: name,
  ...body,
  CreationDate: created / 1000,
  LastModificationDate: changed / 1000,
})

const groups = (store: ScheduleStore, clock: Clock, method: string, name: string | undefined): Reply => {
  const view = (row: Record<string, unknown>) => ({
    Arn: `arn:aws:scheduler:eu-west-2:000000000000:schedule-group/${row.name}`,
    Name: row.name,
    State: 'ACTIVE',
    CreationDate: Number(row.created) / 1000,
    LastModificationDate: Number(row.changed) / 1000,
  })
  if (name === undefined) return ok({ ScheduleGroups: store.groups().map(view) })
  const known = store.group(name)
  if (method === 'POST') {
    if (known !== undefined) return refuse(409, 'ConflictException', `Schedule group ${name} already exists.`)
    store.addGroup(name, clock.millis())
    return ok({ ScheduleGroupArn: view({ name }).Arn })
  }
  if (known === undefined) return missing(`Schedule group ${name}`)
  if (method === 'GET') return ok(view(known))
  if (name === 'default') return invalid('The default schedule group cannot be deleted.')
  store.removeGroup(name)
  return ok({})
}

const issues = (error: z.ZodError): string =>
  error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`).join('; ')
