import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startDynamoDb } from '../../infra/local/dynamodb/dynamodb.ts'
import { chooseEngine, NO_ENGINE } from '../../infra/local/dynamodb/dynamodb-engine.ts'
import { tendStreamTable } from '../../infra/local/dynamodb/stream-table.ts'
import { createTable, dynamoClient, folder, put } from './support.ts'

describe('which DynamoDB', () => {
  const none = { env: {}, find: () => undefined, hasJava: () => true }

  it('takes a given endpoint before all else', () => {
    expect(chooseEngine({ env: { DYNAMODB_ENDPOINT: 'http://127.0.0.1:1' } })).toMatchObject({ kind: 'given' })
  })
  it('takes the binary of this platform before Java', () => {
    expect(chooseEngine({ env: {}, find: name => `/packages/${name}` })).toMatchObject({ kind: 'dynoxide' })
  })
  it('says once and clearly when there is none', () => {
    expect(() => chooseEngine(none)).toThrow(NO_ENGINE)
    expect(() =>
      chooseEngine({
        ...none,
        find: name => (name.startsWith('dynamo-') ? '/p/package.json' : undefined),
        hasJava: () => false,
      }),
    ).toThrow(NO_ENGINE)
  })
})

describe('DynamoDB on this machine', () => {
  it('keeps what was written over kill -9, comes back by itself, and goes on in the same file later', async () => {
    const data = folder()
    let crashes = 0
    const first = await startDynamoDb({ data, onCrash: () => (crashes += 1) })
    const client = dynamoClient(first.endpoint)
    await createTable(client)
    await put(client, 'before')
    process.kill(first.pid()!, 'SIGKILL')
    await expect
      .poll(
        () =>
          put(client, 'after').then(
            () => true,
            () => false,
          ),
        { timeout: 5000 },
      )
      .toBe(true)
    expect(crashes).toBe(1)
    await first.stop()
    const second = await startDynamoDb({ data })
    onTestFinished(second.stop)
    const { Items } = await dynamoClient(second.endpoint).send(new ScanCommand({ TableName: 'cases' }))
    expect(Items?.map(item => item.pk?.S).sort()).toEqual(['after', 'before'])
  })

  it('has the index that keeps writes cheap from the first start', async () => {
    const data = folder()
    const db = await startDynamoDb({ data })
    await db.stop()
    const file = new DatabaseSync(join(data, 'dynamodb.sqlite'))
    onTestFinished(() => file.close())
    const plan = file
      .prepare(
        "EXPLAIN QUERY PLAN SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = 'cases'",
      )
      .all()
    expect(JSON.stringify(plan)).toContain('local_stream_seq')
  })

  it('drops stream records that were read, and still counts on from the newest', async () => {
    const data = folder()
    const first = await startDynamoDb({ data })
    const client = dynamoClient(first.endpoint)
    await createTable(client)
    for (const pk of ['a', 'b', 'c', 'd']) await put(client, pk)
    await first.stop()
    tendStreamTable(join(data, 'dynamodb.sqlite'), { cases: 4 })
    const second = await startDynamoDb({ data })
    const again = dynamoClient(second.endpoint)
    await put(again, 'e')
    expect((await again.send(new GetItemCommand({ TableName: 'cases', Key: { pk: { S: 'a' } } }))).Item).toBeDefined()
    await second.stop()
    const file = new DatabaseSync(join(data, 'dynamodb.sqlite'))
    onTestFinished(() => file.close())
    expect(file.prepare('SELECT sequence_number AS n FROM _stream_records ORDER BY id').all()).toMatchObject([
      { n: '4' },
      { n: '5' },
    ])
  })

  it('says so when the file of its tables is not one', async () => {
    const data = folder()
    mkdirSync(join(data, 'dynamodb.sqlite'))
    await expect(startDynamoDb({ data })).rejects.toThrow()
  })
})
