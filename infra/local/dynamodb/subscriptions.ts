/** Who reads the table's stream on this machine: the functions that the topology subscribes, and the agenda beside them. */
import * as z from 'zod'
import { plainItem } from '../../../shared/store/dynamo/wire.ts'
import { timerIn } from '../../../shared/store/timers.ts'
import { functionNames, functionSpec } from '../../topology.ts'
import type { Agenda } from '../time/agenda.ts'
import { type Pump, type PumpOptions, startPump } from './stream-pump.ts'
import type { StreamRecord } from './stream-wire.ts'

/** Functions with a stream, as the topology has them. */
export const streamed = functionNames.flatMap(name =>
  functionSpec(name).triggers.flatMap(t => (t.on === 'stream' ? [{ name, kinds: t.kinds, batch: t.batch }] : [])),
)

/** What kind of item a record is about, as the mapping's filter sees it. */
const kindOf = (record: { dynamodb?: unknown }): string =>
  z.object({ NewImage: z.object({ kind: z.object({ S: z.string() }) }) }).safeParse(record.dynamodb).data?.NewImage.kind
    .S ?? ''

const written = z.looseObject({ NewImage: z.custom<Parameters<typeof plainItem>[0]>().optional() })

/** An item that was written: when it is to be seen to now. Nothing that waits is ever deleted. */
const hear = (agenda: Agenda, { dynamodb }: StreamRecord): void => {
  const image = written.safeParse(dynamodb).data?.NewImage
  if (image) agenda.heard(timerIn(plainItem(image)))
}

type Shared = Omit<PumpOptions, 'name' | 'handler' | 'batchSize' | 'filter' | 'sees'>

export const startPumps = (
  shared: Shared,
  agenda: Agenda,
  call: (name: string, event: unknown) => Promise<unknown>,
): Pump[] =>
  streamed.map(({ name, kinds, batch }, index) =>
    startPump({
      ...shared,
      name,
      handler: event => call(name, event),
      batchSize: batch,
      filter: record => kinds.includes(kindOf(record)),
      // One of them is enough: each reads every record.
      ...(index === 0 ? { sees: record => hear(agenda, record) } : {}),
    }),
  )
