import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseLandlord } from '../../infra/landlord/load.ts'
import { staged } from '../../infra/landlord/stage.ts'
import { all, synthesise } from './synthesised.ts'

const example = JSON.parse(readFileSync(new URL('../../infra/landlord/example.json', import.meta.url), 'utf8'))

/** Every name that we choose ourselves: CloudFormation’s own names cannot meet. */
const namesOf = (file: unknown): string[] => {
  const { data, service } = synthesise(parseLandlord(file))
  const named = ['Name', 'FunctionName', 'BucketName', 'TableName', 'RoleName', 'TopicName', 'QueueName', 'AliasName']
  const others = ['DashboardName', 'LogGroupName', 'RuleSetName', 'EmailIdentity', 'AlarmName']
  return [...Object.values(all(data)), ...Object.values(all(service))].flatMap(({ Type, Properties }) =>
    [...named, ...others].flatMap(name => {
      const value = Properties?.[name]
      // A standing schedule’s name is its own within its group, which is named after the landlord.
      const within = Type === 'AWS::Scheduler::Schedule' ? JSON.stringify(Properties.GroupName) : ''
      return typeof value === 'string' ? [`${Type} ${within} ${value}`] : []
    }),
  )
}

const real = namesOf(example)
const other = namesOf(staged(example, 'test'))

test('two stages in one account share no name, and no mail domain', () => {
  expect(real.length).toBeGreaterThan(20)
  // A stage speaks to no contractor's web hook, so it has no key for one.
  expect(real.filter(name => !name.includes('webhooks/'))).toHaveLength(other.length)
  // The gateway and its authorizer are told apart by their ids; a name there is a label.
  const labels = /^AWS::ApiGatewayV2::/
  const shared = other.filter(name => !labels.test(name) && !/ \{"Ref"/.test(name) && real.includes(name))
  expect(shared).toEqual([])
})

test('a stage’s mail and pages are under its own domain', () => {
  const { mailFrom, baseUrl, mailboxes, mailDomain } = parseLandlord(staged(example, 'test'))
  expect([mailFrom, baseUrl, mailDomain, mailboxes[0]?.address]).toEqual([
    'compliance@test.dutyholder.northmere.example',
    'https://test.dutyholder.northmere.example',
    'test.dutyholder.northmere.example',
    'complaints@test.dutyholder.northmere.example',
  ])
})

test('a short name that is too long with its stage is refused in words', () => {
  const long = staged({ ...example, shortName: 'northmere-and-southmere' }, 'test')
  expect(() => parseLandlord(long)).toThrow('shortName')
})

test('no contractor hears of a stage’s jobs: the landlord’s desk has their mail', () => {
  const { contractors, fallback } = parseLandlord(staged(example, 'test'))
  expect(contractors.length).toBeGreaterThan(2)
  for (const { email, webhook } of contractors) expect([email, webhook]).toEqual([fallback.email, undefined])
})
