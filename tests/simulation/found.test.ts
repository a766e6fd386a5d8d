/** Seeds that once found something, so that it is never lost again. */
import { expect, test } from 'vitest'
import { simulate } from './simulate.ts'

// A digest that SES refused for a moment had noted its list as shown; its next attempt found nothing new, and was dropped.
test.each([329, 1101, 1965])(
  'a digest whose first attempt has not left says it all at the next (seed %i)',
  async seed => {
    const { lost, wrong } = await simulate(seed)
    expect({ lost, wrong }).toEqual({ lost: 0, wrong: [] })
  },
)
