import { describe, expect, test } from 'vitest'
import { HOME, landlord } from './pages-world.ts'

describe('every page', () => {
  test.each([
    ['/', 'What needs doing'],
    ['/pages/my-work', 'My work'],
    ['/pages/cases', 'Open cases'],
    [`/pages/cases/${encodeURIComponent(HOME)}`, 'What you can record now'],
    ['/pages/assets/H00004', 'Duties and open cases'],
    ['/pages/access', 'Homes that we could not get into'],
    ['/pages/to-sort', 'What has to be sorted out'],
    ['/pages/look-ahead', 'What comes if nobody acts'],
    ['/pages/people', 'People and absence'],
    ['/pages/people/priya.shah@northmere.example', 'Priya Shah'],
    ['/pages/rules', 'Rules and their sources'],
    ['/pages/search', 'Search'],
    ['/pages/calendar', 'My deadlines in my own calendar'],
    ['/pages/personas', 'Be somebody else'],
  ])('%s', async (path, words) => {
    const { send, faults } = await landlord()
    const { status, text } = await send({ path })
    expect(faults).toEqual([])
    expect([path, status]).toEqual([path, 200])
    expect(text).toContain(words)
  })
})
