import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Listed, reconcile } from '../../shared/position/reconcile.ts'

const item = (ref: string, more: Partial<Listed> = {}): Listed => ({ ref, open: true, ...more })

it('puts each job in its bucket, with somebody to clear it up', () => {
  const found = reconcile(
    [item('A'), item('B'), item('C', { open: false }), item('D', { dueOn: '2027-01-10' as never }), item('E')],
    [item(' a '), item('B', { open: false }), item('C'), item('D', { dueOn: '2027-02-10' as never }), item('X')],
  )
  expect(found.both).toEqual(['A'])
  expect(found.onlyTheirs).toMatchObject([{ ref: 'X', owner: 'complianceOfficer' }])
  expect(found.onlyOurs).toMatchObject([{ ref: 'E', owner: 'contractor' }])
  expect(found.differing).toMatchObject([
    { ref: 'B', field: 'status', owner: 'complianceOfficer' },
    { ref: 'C', field: 'status', owner: 'contractor' },
    { ref: 'D', field: 'dueOn', ours: '2027-01-10', theirs: '2027-02-10', owner: 'contractor' },
  ])
})

it('says what is listed twice', () => {
  expect(reconcile([item('A')], [item('A'), item('a')]).differing).toMatchObject([
    { ref: 'A', field: 'listed twice', owner: 'contractor' },
  ])
})

it('what we closed and they never had is settled', () => {
  expect(reconcile([item('A', { open: false })], []).onlyOurs).toEqual([])
})

it('loses nothing: every ref is in exactly one bucket, and turning the lists round mirrors them', () => {
  const refs = fc.uniqueArray(fc.constantFrom(...'ABCDEFGH'), { maxLength: 8 })
  fc.assert(
    fc.property(refs, refs, (a, b) => {
      const found = reconcile(
        a.map(ref => item(ref)),
        b.map(ref => item(ref)),
      )
      const all = [...found.both, ...found.onlyTheirs.map(x => x.ref), ...found.onlyOurs.map(x => x.ref)].sort()
      expect(all).toEqual([...new Set([...a, ...b])].sort())
      const turned = reconcile(
        b.map(ref => item(ref)),
        a.map(ref => item(ref)),
      )
      expect(turned.onlyOurs.map(x => x.ref)).toEqual(found.onlyTheirs.map(x => x.ref))
    }),
  )
})
