import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { workflows } from '../../shared/workflows/index.ts'

const folder = new URL('../../events/', import.meta.url)
const samples = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.json'))
  .map(name => [name, JSON.parse(readFileSync(new URL(name, folder), 'utf8'))] as const)
  .filter(([, sample]) => 'workflow' in sample && 'type' in sample)

it.each(samples)('%s parses as an event of its workflow', (_, { workflow, type, data }) => {
  const schema = workflows[workflow]?.events[type]
  expect(schema?.safeParse(data)).toMatchObject({ success: true })
})
