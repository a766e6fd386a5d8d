/** What speaks to MiniStack beside the AWS clients, and how a step of the journey is told. */
import { spawnSync } from 'node:child_process'
import { generateKeyPairSync, sign as signBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'

export const endpoint = process.env.MINISTACK_ENDPOINT ?? 'http://127.0.0.1:4566'

export const step = async <T>(name: string, work: () => T | Promise<T>): Promise<T> => {
  const from = performance.now()
  const done = await work()
  console.log(`ok   ${name} (${((performance.now() - from) / 1_000).toFixed(1)} s)`)
  return done
}
export const holds = (held: boolean, what: unknown): void => {
  if (!held) throw new Error(`not so: ${typeof what === 'string' ? what : JSON.stringify(what)}`)
}
export const cdk = (...args: string[]): void => {
  const { status, stdout, stderr } = spawnSync('npx', ['--no-install', 'cdk', ...args, '--ci'], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`cdk ${args[0]} failed:\n${(stdout + stderr).slice(-3_000)}`)
}
/** Asks until something is there: a stream and a schedule take their time. */
export const until = async <T>(what: string, look: () => Promise<T | undefined>, seconds = 45): Promise<T> => {
  for (let tries = 0; tries < seconds * 2; tries++) {
    const found = await look()
    if (found !== undefined) return found
    await pause(500)
  }
  throw new Error(`${what} did not come within ${seconds} seconds`)
}

/** An issuer of tokens: the landlord's own cannot be reached from here. */
export const startIssuer = async (audience: string) => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'journey', alg: 'RS256', use: 'sig' }
  const server = createServer((asked, told) => {
    const known = asked.url?.endsWith('/jwks.json')
    told.writeHead(known ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: [jwk] }))
  })
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const token = (claims: Record<string, unknown>): string => {
    const seconds = Math.floor(Date.now() / 1_000)
    const whole = { iss: issuer, aud: audience, iat: seconds - 5, exp: seconds + 900, ...claims }
    const signed = `${part({ alg: 'RS256', kid: 'journey' })}.${part(whole)}`
    return `${signed}.${signBytes('RSA-SHA256', Buffer.from(signed), privateKey).toString('base64url')}`
  }
  return { issuer, token, stop: () => server.close() }
}

export const asService = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-2/${service}/aws4_request, SignedHeaders=host, Signature=0`,
})

/** The gateway believes our issuer instead of the landlord's; it still checks signature, audience, time and scope. */
export const believe = async (apiId: string, issuer: string, audience: string): Promise<void> => {
  const path = `${endpoint}/v2/apis/${apiId}/authorizers`
  const headers = { ...asService('apigateway'), 'content-type': 'application/json' }
  const { items } = z
    .object({ items: z.array(z.object({ authorizerId: z.string() })) })
    .parse(await (await fetch(path, { headers })).json())
  const jwtConfiguration = { issuer, audience: [audience] }
  const body = JSON.stringify({ jwtConfiguration })
  for (const { authorizerId } of items) await fetch(`${path}/${authorizerId}`, { method: 'PATCH', headers, body })
}

/** The mails that hold all of these words; undefined where there is none yet. */
export const mails = async (...words: string[]): Promise<unknown[] | undefined> => {
  const answer = await fetch(`${endpoint}/_ministack/ses/messages`)
  const { messages } = z.object({ messages: z.record(z.string(), z.array(z.unknown())) }).parse(await answer.json())
  const found = Object.values(messages)
    .flat()
    .filter(mail => words.every(word => JSON.stringify(mail).includes(word)))
  return found.length > 0 ? found : undefined
}

const dynamodb = async (action: string, body: object): Promise<unknown> => {
  const headers = {
    ...asService('dynamodb'),
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `DynamoDB_20120810.${action}`,
  }
  return (await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify(body) })).json()
}
const theTable = async (): Promise<string | undefined> => {
  const { TableNames } = z.object({ TableNames: z.array(z.string()) }).parse(await dynamodb('ListTables', {}))
  return TableNames.find(name => name.includes('Dutyholder'))
}

/** The tick's mark, read from the table: nothing else shows from outside that it ran. */
export const lowWater = async (): Promise<string | undefined> => {
  const Key = { pk: { S: 'SETTING#low-water' }, sk: { S: 'SETTING' } }
  const answer = await dynamodb('GetItem', { TableName: await theTable(), Key })
  const { Item } = z.looseObject({ Item: z.unknown().optional() }).parse(answer)
  return Item === undefined ? undefined : JSON.stringify(Item)
}

/** The events in the table by key, which nobody may lose or change whatever becomes of the service. */
export const events = async (): Promise<ReadonlyMap<string, string>> => {
  const filter = { FilterExpression: 'kind = :event', ExpressionAttributeValues: { ':event': { S: 'EVENT' } } }
  const item = z.looseObject({ pk: z.object({ S: z.string() }), sk: z.object({ S: z.string() }) })
  const found = new Map<string, string>()
  let from: unknown
  do {
    const answer = await dynamodb('Scan', { TableName: await theTable(), ...filter, ExclusiveStartKey: from })
    const page = z.looseObject({ Items: z.array(item), LastEvaluatedKey: z.unknown().optional() }).parse(answer)
    for (const one of page.Items) found.set(`${one.pk.S} ${one.sk.S}`, JSON.stringify(one))
    from = page.LastEvaluatedKey
  } while (from !== undefined)
  return found
}
