import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export const startSink = async (item?: string): Promise<{ endpoint: string; stop: () => void }> => {
  const file = fileURLToPath(new URL('sink.ts', import.meta.url))
  const child = spawn(process.execPath, [file, ...(item ? [item] : [])], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return { endpoint: `http://127.0.0.1:${String(line).trim()}`, stop: () => void child.kill() }
}
