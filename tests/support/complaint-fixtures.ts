/** Complaints by how they were answered: in base time, within a valid extension, late, not yet. Stage 1 unless told. */
import type { Case } from '../../shared/core/case.ts'
import { addDays, at, type Day } from '../../shared/core/time.ts'
import { england } from '../../shared/core/working-days.ts'
import { facts } from '../../shared/workflows/parts/complaint-facts.ts'
import { caseOf } from './estate.ts'

type How = 'base' | 'extension' | 'late' | 'open'
export type Given = {
  received: string
  how: How
  area?: string
  outcome?: string
  stage2?: How | undefined
  id: string
}

const stage = (acknowledgedOn: Day, days: number, how: How, outcome: string) => {
  const due = england.add(acknowledgedOn, days)
  const extended = england.add(due, 10)
  const respondedOn = { base: due, extension: extended, late: addDays(extended, 3), open: undefined }[how]
  return {
    acknowledgedOn,
    countsFrom: acknowledgedOn,
    extensions:
      how === 'extension'
        ? [
            {
              on: addDays(due, -1),
              from: due,
              to: extended,
              updateEvery: 5,
              exceedsCodeMaximum: false,
              sha256: 'a'.repeat(64),
            },
          ]
        : [],
    ...(respondedOn ? { respondedOn, respondedBy: 'h1@landlord.example', outcome } : {}),
  }
}

/** As it stands in the store, of the workflow's own shape. */
export const complaintCase = ({ id, received, how, area = 'Repairs', outcome = 'upheld', stage2 }: Given): Case => {
  const ack = england.add(received as Day, 2)
  const s1 = stage(ack, 10, how, outcome)
  const asked = s1.respondedOn && addDays(s1.respondedOn, 4)
  const s2 =
    stage2 && asked
      ? { requestedAt: at(asked, '10:00'), ...stage(england.add(asked, 2), 20, stage2, outcome) }
      : undefined
  return caseOf(
    'complaint',
    id,
    facts.parse({
      receivedAt: at(received as Day, '10:00'),
      persons: [{ name: 'J. Okonkwo' }],
      serviceArea: area,
      category: 'missed appointment',
      s1,
      ...(s2 ? { s2 } : {}),
    }),
    { state: 's1_closed' },
  )
}

/** So many of each, one a day. */
export const complaintCases = (from: string, base: number, extension: number, late: number, open = 0): Case[] => {
  const hows: How[] = [
    ...Array<How>(base).fill('base'),
    ...Array<How>(extension).fill('extension'),
    ...Array<How>(late).fill('late'),
    ...Array<How>(open).fill('open'),
  ]
  return hows.map((how, n) =>
    complaintCase({
      id: `CMP-${n}`,
      received: addDays(from as Day, n % 20),
      how,
      area: ['Repairs', 'Gas', 'Tenancy'][n % 3]!,
    }),
  )
}
