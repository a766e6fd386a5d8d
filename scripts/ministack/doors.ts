/** The deployed system as staff and a contractor reach it: a bearer token, a signed body. */
import { randomUUID } from 'node:crypto'
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import type { Landlord } from '../../infra/landlord/schema.ts'
import { fromEpoch } from '../../shared/core/time.ts'
import { newSecret, sign } from '../../shared/intake/signature.ts'
import { endpoint } from './emulator.ts'

export type Token = (claims: Record<string, unknown>) => string
export type Answer = { status: number; text: string; body: ReturnType<typeof JSON.parse> }

export const doors = (apiId: string, token: Token, { oidc, shortName }: Landlord) => {
  const base = `${endpoint}/_aws/execute-api/${apiId}/$default`
  const bearer = (roles: string[], scope = oidc.scope): string =>
    token({ email: `${roles.join('.')}@northmere.example`, roles, scope })

  /** JSON where the answer is JSON; `by` is a bearer token. */
  const staff = async (path: string, body?: string, type = 'application/json', by = bearer(['administrator'])) => {
    const method = body === undefined ? 'GET' : 'POST'
    const headers = { authorization: `Bearer ${by}`, ...(body === undefined ? {} : { 'content-type': type }) }
    const answer = await fetch(`${base}${path}`, { method, headers, ...(body === undefined ? {} : { body }) })
    const text = await answer.text()
    const isJson = /^application\/(problem\+)?json\b/.test(answer.headers.get('content-type') ?? '')
    return { status: answer.status, text, body: isJson ? JSON.parse(text) : undefined } satisfies Answer
  }

  /** MiniStack makes a secret of its own form: the key is set, as when one is changed with a contractor. */
  const giveKey = async (contractor: string): Promise<string> => {
    const secret = newSecret()
    const SecretId = `dutyholder/${shortName}/contractors/${contractor}`
    const SecretString = JSON.stringify({ current: secret, previous: '' })
    await new SecretsManagerClient().send(new PutSecretValueCommand({ SecretId, SecretString }))
    return secret
  }

  const callback = async (secret: string | undefined, eventType: string, data: object) => {
    const body = JSON.stringify({
      eventType,
      caseId: 'gas:H1',
      jobRef: 'SH-1',
      occurredAt: fromEpoch(Date.now() - 60_000),
      assetRef: 'H1',
      operative: { name: 'Priya Shah', regNo: '1234567' },
      data,
      documents: [],
      schemaVersion: '1',
    })
    const signed = secret ? sign(secret, `journey-${randomUUID()}`, fromEpoch(Date.now()), body) : {}
    const headers = { 'content-type': 'application/json', ...signed }
    const answer = await fetch(`${base}/contractors/sureheat/events`, { method: 'POST', headers, body })
    return { status: answer.status, text: await answer.text() }
  }

  return { apiId, base, bearer, staff, giveKey, callback }
}
export type Doors = ReturnType<typeof doors>
