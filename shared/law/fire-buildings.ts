/** Which fire checks a building needs, by what is known of it. */
import { type FireDutyName, fireDuties } from './fire-duties.ts'

/** What the law asks of a building before it says which checks it needs. */
export type Building = {
  dwellings?: number | undefined
  /** common parts that people would use to get out */
  commonParts?: boolean | undefined
  /** of the top storey above ground */
  topStoreyMetres?: number | undefined
  heightMetres?: number | undefined
  storeys?: number | undefined
  simultaneousEvacuation?: boolean | undefined
  /** the system that is checked is there */
  installed?: boolean | undefined
}

type Known = boolean | undefined
const all = (...parts: Known[]): Known => (parts.includes(false) ? false : parts.includes(undefined) ? undefined : true)
const any = (...parts: Known[]): Known => (parts.includes(true) ? true : parts.includes(undefined) ? undefined : false)
const above = (value: number | undefined, least: (n: number) => boolean): Known =>
  value === undefined ? undefined : least(value)

/** Whether a duty applies to a building; unknown where what it turns on is not recorded, which is never a no. */
export const fireDutyApplies = (
  name: FireDutyName,
  b: Building,
  limit: { threshold: number; height: number; storeys: number },
): 'required' | 'not_required' | 'unknown' => {
  const shared = all(
    above(b.dwellings, n => n >= 2),
    b.commonParts,
  )
  const tall = all(
    shared,
    above(b.topStoreyMetres, n => n > limit.threshold),
  )
  const higherRisk = all(
    above(b.dwellings, n => n >= 2),
    any(
      above(b.heightMetres, n => n >= limit.height),
      above(b.storeys, n => n >= limit.storeys),
    ),
  )
  const applies = {
    'above 11 m': tall,
    'higher-risk': higherRisk,
    'common parts': shared,
    installed: b.installed,
    'evacuation plans': any(higherRisk, all(tall, b.simultaneousEvacuation)),
  }[fireDuties[name].where]
  return applies === undefined ? 'unknown' : applies ? 'required' : 'not_required'
}
