import { S3Client } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { faultOf } from '../../shared/aws/fault.ts'
import { fromEpoch, instant } from '../../shared/core/time.ts'
import { s3Evidence } from '../../shared/effects/evidence.ts'
import { presign } from '../../shared/effects/presign.ts'
import { awsSecrets, keysOf } from '../../shared/effects/secrets.ts'
import { keyOf } from '../../shared/intake/signature.ts'

const credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}

test('the address is the one of the example in AWS’s documentation of query signing', () => {
  const url = presign({
    method: 'GET',
    origin: 'https://examplebucket.s3.amazonaws.com',
    path: '/test.txt',
    region: 'us-east-1',
    credentials,
    now: instant.parse('2013-05-24T00:00:00Z'),
    expires: 86_400,
  })
  expect(url).toContain('X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404')
  expect(url).toContain('X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request')
})

const client = new S3Client({ region: 'eu-west-2', credentials: { ...credentials, sessionToken: 'a/token=' } })
const file = { caseId: 'gas:H00017', sha256: 'ab'.repeat(32), type: 'application/pdf', size: 1234 }

test('an upload takes these bytes alone: type, length and checksum are signed', async () => {
  const now = () => instant.parse('2026-11-22T09:00:00Z')
  const { url, headers, expiresAt } = await s3Evidence(client, { bucket: 'evidence', now }).upload(file)
  expect(headers).toEqual({
    'content-type': 'application/pdf',
    'content-length': '1234',
    'x-amz-checksum-sha256': Buffer.from(file.sha256, 'hex').toString('base64'),
  })
  const { origin, pathname, searchParams } = new URL(url)
  expect(origin + pathname).toBe(`https://evidence.s3.eu-west-2.amazonaws.com/cases/gas%3AH00017/${file.sha256}`)
  expect(searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;content-type;host;x-amz-checksum-sha256')
  expect(searchParams.get('X-Amz-Security-Token')).toBe('a/token=')
  expect(expiresAt).toBe('2026-11-22T09:15:00.000Z')
})

test('an S3 elsewhere is reached by path', async () => {
  const now = () => fromEpoch(0)
  const local = s3Evidence(client, { bucket: 'evidence', now, endpoint: 'http://127.0.0.1:9000/' })
  expect((await local.upload(file)).url).toMatch(/^http:\/\/127\.0\.0\.1:9000\/evidence\/cases\/gas%3AH00017\//)
})

const letters = 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8S9t0U1v2'

test('a secret is read once in five minutes, current and previous, as keys that sign', async () => {
  const asked: unknown[] = []
  const ask = async (name: string, input: object) => {
    asked.push([name, input])
    return { SecretString: JSON.stringify({ current: letters, previous: `whsec_${letters}` }) }
  }
  let millis = 0
  const secrets = awsSecrets(ask, 'dutyholder/n/', 300_000, () => millis)
  const keys = await secrets.of('contractors/sureheat')
  expect(keys).toHaveLength(2)
  expect(keys.map(key => keyOf(key)?.length)).toEqual([33, 33])
  millis = 299_999
  await secrets.of('contractors/sureheat')
  expect(asked).toEqual([['GetSecretValue', { SecretId: 'dutyholder/n/contractors/sureheat' }]])
  millis = 300_000
  await secrets.of('contractors/sureheat')
  expect(asked).toHaveLength(2)
})

test('a stranger has no keys; a fault is not taken for a stranger', async () => {
  const faults = [faultOf(400, {}, { __type: 'ResourceNotFoundException' }), new Error('network')]
  const secrets = awsSecrets(() => Promise.reject(faults.shift()), 'x/')
  expect(await secrets.of('contractors/nobody')).toEqual([])
  await expect(secrets.of('contractors/sureheat')).rejects.toThrow('network')
})

test('a secret that is not as it should be is a fault that does not show it', () => {
  expect(() => keysOf('hunter2')).toThrow(/^a stored secret is not \{current, previous\}$/)
  expect(keysOf(JSON.stringify({ current: letters, previous: '' }))).toEqual([`whsec_${letters}`])
})
