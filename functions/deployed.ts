/** The world as it is on AWS. What is caught and not thrown on is counted, since no error alarm of a function sees it. */
import { fromEpoch } from '../shared/core/time.ts'
import { oneCaught } from './caught.ts'
import { faultLine } from './fault-line.ts'
import type { World } from './wire.ts'

export const deployedWorld = (log: (line: string) => void, count: () => void): World => ({
  now: () => fromEpoch(Date.now()),
  fault: (name, error, heard) => {
    log(faultLine(name, error))
    if (heard === undefined) count()
  },
  local: false,
  service: () => ({}),
})

export const deployed: World = deployedWorld(
  // biome-ignore lint/suspicious/noConsole: the one place that writes to the log
  line => console.error(line),
  () => oneCaught(process.env).publishStoredMetrics(),
)
