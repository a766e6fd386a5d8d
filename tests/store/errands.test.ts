import { expect, it } from 'vitest'
import { addMinutes } from '../../shared/core/time.ts'
import { onBothTables } from './both.ts'
import { aCommit, anErrand, t0, whole } from './sample.ts'

onBothTables('errands', fresh => {
  it('are pending, oldest first, until settled', async () => {
    const { store } = await fresh()
    const errands = [4, 2, 6].map(minute => anErrand(`e${minute}`, 'gas:H1', { at: addMinutes(t0, minute) }))
    await store.commit(aCommit('gas:H1', 0, { errands }))
    const ready = async () =>
      (await whole(asked => store.pendingErrands(addMinutes(t0, 5), asked), 1)).map(({ id }) => id)
    expect(await ready()).toEqual(['e2', 'e4'])
    expect(await store.settleErrand('e2')).toBe('done')
    expect(await store.settleErrand('e2')).toBe('refused')
    expect(await store.settleErrand('none')).toBe('missing')
    expect(await ready()).toEqual(['e4'])
  })
})
