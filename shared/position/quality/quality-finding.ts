/** A finding about the registers, and what it is a finding of. */
import type { Reckon } from '../../core/reckon.ts'
import type { Day } from '../../core/time.ts'
import type { AnyWorkflow } from '../../core/workflow.ts'
import type { Role } from '../../law/roles.ts'

/** A row of the register of assets, as far as it is judged here. */
export type Registered = {
  id: string
  type: 'scheme' | 'block' | 'communal' | 'system' | 'lift' | 'dwelling'
  homeType?: string | undefined
  uprn?: string | undefined
  parentId?: string | undefined
  address?: string | undefined
  postcode?: string | undefined
  tenure?: string | undefined
  ownership?: string | undefined
  storeys?: number | undefined
  heightMetres?: number | undefined
  hasGas?: 'yes' | 'no' | 'unknown' | undefined
  builtYear?: number | undefined
  status?: string | undefined
  ownedFrom?: Day | undefined
  ownedTo?: Day | undefined
  serves?: readonly string[] | undefined
  madeFrom?: readonly string[] | undefined
}

export type Finding = {
  assetId?: string | undefined
  caseId?: string | undefined
  workflow?: string | undefined
  /** what is wrong, in words for whoever mends it */
  what: string
}

export type QualityQuestion = {
  asAt: Day
  workflows: Readonly<Record<string, AnyWorkflow>>
  reckon: Reckon
}

/** It is the landlord's on that day, and somebody may live or go there. */
export const isHeld = ({ status, ownedFrom, ownedTo }: Registered, asAt: Day): boolean =>
  !(status === 'disposed' || status === 'demolished' || status === 'not_handed_over') &&
  (ownedTo === undefined || ownedTo >= asAt) &&
  (ownedFrom === undefined || ownedFrom <= asAt)

/** What may be found: its title, who mends it, and how. */
export const groups = {
  missing_duty: [
    'Duties that should be there and are not',
    'complianceManager',
    'Import the duty with the day it was last done, or say why it does not apply.',
  ],
  unknown_applicability: [
    'Nobody knows whether the duty applies',
    'assetDataOfficer',
    'Find out and record it; until then it counts as not done.',
  ],
  duplicate_uprn: [
    'One UPRN, several assets',
    'assetDataOfficer',
    'Correct the UPRN, or end the asset that is there twice.',
  ],
  duplicate_address: [
    'One address, several homes',
    'assetDataOfficer',
    'Tell the homes apart, or end the one that is there twice.',
  ],
  impossible_date: ['Dates that cannot be', 'assetDataOfficer', 'Look at the record itself and correct the register.'],
  block_without_homes: [
    'Blocks without homes',
    'assetDataOfficer',
    'Name the block as the parent of its homes, or end it.',
  ],
  home_without_block: [
    'Flats without a block',
    'assetDataOfficer',
    'Name the block that the flat is in: its fire risk assessment is the flat’s too.',
  ],
  parent_unknown: [
    'Names an asset that is not there',
    'assetDataOfficer',
    'Import the asset that is named, or correct the name.',
  ],
  conflicting_sources: [
    'Sources that contradict each other',
    'complianceManager',
    'Look at the record itself; where two dates differ the earlier one counts meanwhile.',
  ],
} as const satisfies Record<string, readonly [string, Role, string]>
export type GroupId = keyof typeof groups
export type Found = Finding & { group: GroupId }
