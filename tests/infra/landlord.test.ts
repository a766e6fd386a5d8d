import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  forImports,
  fromVariable,
  loadLandlord,
  parseLandlord,
  toVariable,
  withoutImports,
} from '../../infra/landlord/load.ts'

const exampleFile = new URL('../../infra/landlord/example.json', import.meta.url)

const example = () => JSON.parse(readFileSync(exampleFile, 'utf8'))

const refusal = (change: (file: ReturnType<typeof example>) => void): string[] => {
  const file = example()
  change(file)
  try {
    parseLandlord(file)
  } catch (error) {
    return (error as Error).message.split('\n  ').slice(1).sort()
  }
  return []
}

describe('the landlord’s file', () => {
  test('of the example is taken', () => {
    expect(loadLandlord(exampleFile)).toMatchObject({ name: 'Northmere District Council', kind: 'LARP' })
  })

  test('may leave out what has a default', () => {
    const { policy, roles, ...file } = example()
    expect(parseLandlord({ ...file, sendingWindow: {} })).toMatchObject({
      policy: {},
      roles: {},
      sendingWindow: { from: '07:30', to: '18:00', weekdays: [1, 2, 3, 4, 5] },
    })
  })

  test('is refused whole, every mistake named with its place', () => {
    const mistakes = refusal(file => {
      file.kind = 'ALMO'
      file.mailFrom = 'housing@northmere.example'
      file.oidc.issuer = 'http://login.example'
      file.sendingWindow = { from: '18:00', to: '07:30', weekdays: [1, 8] }
      file.policy = { 'gas.issue': 400, 'gas.isue': 60 }
      file.contractors[1].id = 'SureHeat'
      delete file.contractors[2].email
      file.roles = { cleaner: 'Cleaner' }
      file.alarmEmail = file.alarmEmails
    })
    expect(mistakes.map(mistake => mistake.split(':')[0])).toEqual([
      'contractors.1.id',
      'contractors.2.email',
      'file',
      'kind',
      'mailFrom',
      'oidc.issuer',
      'policy.gas.issue',
      'policy.gas.isue',
      'roles',
      'sendingWindow.weekdays.1',
    ])
    expect(mistakes.find(mistake => mistake.startsWith('policy.gas.issue:'))).toBe(
      'policy.gas.issue: 400 is outside 30 to 120 days before the deadline',
    )
  })

  test.each([
    [
      'two contractors of one id',
      'contractors',
      (file: ReturnType<typeof example>) => file.contractors.push(file.contractors[0]),
    ],
    ['two sources of one name', 'sources', (file: ReturnType<typeof example>) => file.sources.push(file.sources[0])],
    [
      'a mailbox outside the domain',
      'mailboxes',
      (file: ReturnType<typeof example>) => {
        file.mailboxes[0].address = 'a@b.example'
      },
    ],
    [
      'a window that ends before it begins',
      'sendingWindow',
      (file: ReturnType<typeof example>) => {
        file.sendingWindow.to = '07:00'
      },
    ],
    [
      'a window without a full hour, in which no report could leave',
      'sendingWindow',
      (file: ReturnType<typeof example>) => {
        Object.assign(file.sendingWindow, { from: '08:10', to: '08:50' })
      },
    ],
    [
      'no second channel for alarms',
      'alarmWebhook',
      (file: ReturnType<typeof example>) => {
        delete file.alarmWebhook
      },
    ],
  ])('%s is a mistake', (_, path, change) => {
    expect(refusal(change).map(mistake => mistake.split(':')[0])).toEqual([path])
  })

  test.each([null, 'text', 3, []])('%j is no file', file => {
    expect(() => parseLandlord(file)).toThrow('file: ')
  })
})

describe('as a variable', () => {
  const whole = loadLandlord(exampleFile)

  test('it comes out as it went in, packed or plain', () => {
    expect(fromVariable(toVariable(whole))).toEqual(whole)
    const layouts = {
      lgsr: { kind: 'obligations', columns: { Ref: 'assetId' }, words: {}, fixed: { workflow: 'gas' } },
    }
    const told = parseLandlord({ ...example(), layouts })
    expect(fromVariable(toVariable(forImports(told)))).toMatchObject({ layouts, sources: [] })
    expect(fromVariable(toVariable(withoutImports(told)))).toEqual(whole)
    expect(fromVariable(JSON.stringify(whole))).toEqual(whole)
  })

  test('it is refused when it would not fit beside the others in Lambda’s 4 KB', () => {
    const many = Array.from({ length: 400 }, (_, i) => [`fact${i}`, `question ${(i * 7919) % 10007} ${i ** 3}`])
    const [source] = whole.sources
    expect(() => toVariable({ ...whole, sources: [{ ...source!, mapping: Object.fromEntries(many) }] })).toThrow(
      '3,072',
    )
  })
})
