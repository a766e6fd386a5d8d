/** What axe finds on a page as it stands in a browser. It needs scripts of its own there. */
import axeCore from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const asked = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  // What passed is not described: describing it took most of the time.
  resultTypes: ['violations'],
  preload: false,
}

/** Opens what is folded, since what is hidden is not judged. */
const unfold = 'for (const one of document.querySelectorAll("details")) one.open = true'

/** No rule of WCAG 2.2 AA is broken, and nothing is wider than the screen. `outside`: parts that are not ours. */
export const axe = async (
  page: Page,
  where: string,
  { without = [], outside = [] }: { without?: readonly string[]; outside?: readonly string[] } = {},
): Promise<void> => {
  if (await page.evaluate('typeof axe === "undefined"')) await page.evaluate(axeCore.source)
  const rules = Object.fromEntries(without.map(id => [id, { enabled: false }]))
  const context = { include: [['html']], exclude: outside.map(one => [one]) }
  const found = await page.evaluate<string[]>(
    `axe.run(${JSON.stringify(context)}, ${JSON.stringify({ ...asked, rules })})
      .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
  )
  expect([where, found]).toEqual([where, []])
  const wider = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
  expect([where, wider]).toEqual([where, 0])
}

export const unfolded = async (page: Page): Promise<void> => void (await page.evaluate(unfold))
