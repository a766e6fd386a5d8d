/**
 * A landlord to try things on: the registers of Northmere District Council, who does not exist. Dates hang on today, so
 * that there is always something compliant, something due, something overdue, something never done and something
 * unknown. Deterministic: the same day gives the same files.
 */
import { addDays, addMonths, type Day } from '../../../shared/core/time.ts'
import { csv, type Row } from './sample-csv.ts'

export type SampleSize = 'full' | 'small'

const streets = [
  'Orchard Way',
  'Mill Lane',
  'Canal Street',
  'Priory Road',
  'Beacon Close',
  'Tannery Yard',
  'St Oswald Terrace',
]
const areas = ['North', 'Town', 'Riverside']

const person = (email: string, name: string, roles: string, more: Row = {}): Row => ({
  email: `${email}@northmere.example`,
  name,
  roles,
  ...more,
})
const up = (email: string): Row => ({ manager: `${email}@northmere.example` })

export const people = (): string =>
  csv([
    person('admin', 'Sam Okafor', 'administrator'),
    person('ella.hart', 'Ella Hart', 'officer housingOfficer', up('tom.briggs')),
    person('tom.briggs', 'Tom Briggs', 'teamLeader operationalManager', up('priya.shah')),
    person('nia.morgan', 'Nia Morgan', 'complianceOfficer', up('priya.shah')),
    person('owen.clarke', 'Owen Clarke', 'complianceOfficer assetDataOfficer', up('priya.shah')),
    person('priya.shah', 'Priya Shah', 'complianceManager', {
      ...up('marcus.reid'),
      deputy: 'nia.morgan@northmere.example',
    }),
    person('george.adeyemi', 'George Adeyemi', 'fireSafetyLead', up('marcus.reid')),
    person('leah.watts', 'Leah Watts', 'voidsOfficer legalOfficer', up('tom.briggs')),
    person('hana.yusuf', 'Hana Yusuf', 'complaintHandler', up('ruth.ellison')),
    person('joe.carver', 'Joe Carver', 'complaintHandler', up('ruth.ellison')),
    person('ruth.ellison', 'Ruth Ellison', 'complaintsLead', up('marcus.reid')),
    person('marcus.reid', 'Marcus Reid', 'headOfService', up('diane.foster')),
    person('diane.foster', 'Diane Foster', 'serviceDirector assistantDirector', up('alan.pryce')),
    person('alan.pryce', 'Alan Pryce', 'director executive'),
    person('cllr.bell', 'Councillor Joan Bell', 'portfolioHolder mrc governingBody'),
  ])

const id = (n: number): string => `H${String(n).padStart(5, '0')}`

export const assets = (size: SampleSize): string => {
  const homes = size === 'full' ? 240 : 24
  const blocks = Math.max(2, Math.floor(homes / 24))
  const rows: Row[] = [
    { assetId: 'S001', type: 'scheme', address: 'Northmere housing stock', area: 'Town', ownership: 'owned' },
    ...Array.from({ length: blocks }, (_, b) => ({
      assetId: `B${String(b + 1).padStart(3, '0')}`,
      type: 'block',
      parentId: 'S001',
      address: `${streets[b % streets.length]} House, ${streets[b % streets.length]}`,
      postcode: 'NM1 4AA',
      area: areas[b % areas.length] ?? 'Town',
      ownership: 'owned',
      storeys: String(3 + (b % 6)),
      heightMetres: String(9 + (b % 6) * 3),
    })),
    {
      assetId: 'L001',
      type: 'lift',
      parentId: 'B002',
      address: 'Mill Lane House, passenger lift',
      area: 'Riverside',
      ownership: 'owned',
    },
    {
      assetId: 'W001',
      type: 'system',
      parentId: 'B001',
      address: 'Orchard Way House, cold water storage',
      area: 'North',
      ownership: 'owned',
    },
    ...Array.from({ length: homes }, (_, n) => ({
      assetId: id(n + 1),
      type: 'dwelling',
      uprn: String(100090000000 + n + 1),
      parentId: n % 3 === 0 ? `B${String((n % blocks) + 1).padStart(3, '0')}` : 'S001',
      address: `${n + 1} ${streets[n % streets.length]}, Northmere`,
      postcode: `NM${1 + (n % 4)} ${1 + (n % 8)}AB`,
      area: areas[n % areas.length] ?? 'Town',
      tenure: 'LCRA',
      ownership: 'owned',
      hasGas: n % 8 === 7 ? 'no' : n % 23 === 22 ? 'unknown' : 'yes',
      ...(n % 23 === 22 ? {} : { livingStoreys: n % 3 === 0 ? '1' : '2', combustionRooms: n % 8 === 7 ? '0' : '1' }),
      ownedFrom: '1974-04-01',
      status: 'occupied',
    })),
  ]
  return csv(rows)
}

/** When home n's last gas check was, in days before today: most in date, some nearly due, a few late. */
const gasAge = (n: number): number =>
  n % 19 === 5 ? 366 + (n % 40) : n === 14 ? 361 : n % 11 === 3 ? 352 + (n % 12) : 20 + ((n * 37) % 320)

export const obligations = (size: SampleSize, today: Day, workflows: ReadonlySet<string>): string => {
  const homes = size === 'full' ? 240 : 24
  const rows: Row[] = []
  for (let n = 0; n < homes; n++) {
    const gas = n % 8 === 7 ? 'not_required' : n % 23 === 22 ? 'unknown' : 'required'
    const never = n === 12
    rows.push({
      assetId: id(n + 1),
      workflow: 'gas',
      applicability: gas,
      ...(gas === 'not_required' ? { reason: 'no gas supply' } : {}),
      ...(gas === 'required' && !never
        ? { lastDoneOn: addDays(today, -gasAge(n)), result: 'SATISFACTORY', reference: `LGSR-${n + 1001}` }
        : {}),
      ...(never ? { dutyBeganOn: addDays(today, -40) } : {}),
      contractorId: 'sureheat',
    })
    rows.push({
      assetId: id(n + 1),
      workflow: 'eicr',
      applicability: 'required',
      lastDoneOn: addMonths(today, n === 17 ? -62 : -6 - ((n * 7) % 52)),
      result: 'SATISFACTORY',
      contractorId: 'marlow-electrical',
    })
    rows.push({
      assetId: id(n + 1),
      workflow: 'smoke-co',
      applicability: 'required',
      lastDoneOn: addDays(today, -30 - ((n * 29) % 330)),
      result: 'PASS',
      contractorId: 'sureheat',
    })
  }
  rows.push({
    assetId: 'B001',
    workflow: 'fra',
    applicability: 'required',
    lastDoneOn: addMonths(today, -11),
    result: 'MODERATE',
    contractorId: 'fenwick-fire',
  })
  rows.push({
    assetId: 'B002',
    workflow: 'fra',
    applicability: 'required',
    lastDoneOn: addMonths(today, -13),
    result: 'TOLERABLE',
    contractorId: 'fenwick-fire',
  })
  rows.push({
    assetId: 'L001',
    workflow: 'lifts',
    applicability: 'required',
    lastDoneOn: addDays(today, -150),
    result: 'NO_DEFECTS',
    contractorId: 'trent-lifts',
  })
  rows.push({
    assetId: 'W001',
    workflow: 'legionella',
    applicability: 'required',
    lastDoneOn: addMonths(today, -20),
    result: 'MEDIUM',
    contractorId: 'clearwater',
  })
  return csv(rows.filter(row => workflows.has(row.workflow ?? '')))
}
