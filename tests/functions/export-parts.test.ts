/** A large landlord's export comes in parts that an API has time for, and together they are everything, once. */
import { expect, test } from 'vitest'
import { apiWorld } from './api-world.ts'

test('no part holds more than 1,000 cases, and none is missing or twice', async () => {
  const w = await apiWorld()
  const homes = Array.from({ length: 1050 }, (_, at) => `X${at}`)
  const send = (kind: string, body: string) => w.send(`/imports/${kind}`, { method: 'POST', body, type: 'text/csv' })
  await send('assets', `assetId,type\n${homes.map(id => `${id},dwelling\n`).join('')}`)
  await send('obligations', `assetId,workflow,lastDoneOn\n${homes.map(id => `${id},gas,2026-05-01\n`).join('')}`)
  const parts: string[][] = []
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const answer = await w.send('/export', cursor === '' ? {} : { query: `cursor=${cursor}` })
    parts.push(
      answer.text
        .trim()
        .split('\n')
        .map(line => JSON.parse(line).event.caseId),
    )
    cursor = answer.headers['x-next-cursor']
  }
  expect(parts.map(part => part.length)).toEqual([1000, 50])
  expect(new Set(parts.flat()).size).toBe(1050)
})
