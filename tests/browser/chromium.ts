/** A real browser, and the pages served to it as on one machine: the gateway, the handlers, a landlord in memory. */
import { existsSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium } from 'playwright-core'
import type { Deps } from '../../functions/pages/visit.ts'
import { startGateway } from '../../infra/local/http/gateway.ts'
import { landlord } from '../functions/pages/pages-world.ts'

const program = process.env.CHROMIUM ?? '/usr/bin/chromium'
export const noBrowser =
  !existsSync(program) && `there is no browser at ${program}: install Chromium, or say where in CHROMIUM`

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: program,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })

export const desktop = { viewport: { width: 1200, height: 900 } } satisfies BrowserContextOptions
export const phone = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
} satisfies BrowserContextOptions

export const serve = async (more: Partial<Deps> = {}) => {
  const w = await landlord(more)
  const handle = (event: Parameters<typeof w.handler>[0]) =>
    w.handler(event, { getRemainingTimeInMillis: () => 29_000 } as never)
  const gateway = await startGateway({
    now: () => Date.parse(w.clock.now),
    routes: [
      { method: 'GET', path: '/', handler: handle },
      { method: 'GET', path: '/pages/{page+}', handler: handle },
      { method: 'POST', path: '/pages/{page+}', handler: handle },
    ],
  })
  return { ...w, url: gateway.endpoint, stop: gateway.stop }
}
