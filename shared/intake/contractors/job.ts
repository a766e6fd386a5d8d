/** Whether a message is about the home that the job is for, and about the work. */
import type { Case } from '../../core/case.ts'
import type { Asset } from '../../store/records.ts'
import type { CallbackEvent } from './callback-event.ts'

const letters = (text: string): string => text.toUpperCase().replace(/[^A-Z0-9]/g, '')
/** The numbers of an address tell homes of one street apart; how the street is written differs by system. */
const numbers = (text: string): string[] => text.toUpperCase().match(/\d+[A-Z]?\b/g) ?? []

const sameUprn = (ref: string, uprn: string | undefined): boolean =>
  uprn !== undefined && ref.replace(/^0+(?=\d)/, '') === uprn

/** Why it is another home than the job's; undefined when it is the same, as far as both of us know. */
export const otherHome = (
  { assetRef, aside }: Pick<CallbackEvent, 'assetRef' | 'aside'>,
  { assetId }: Pick<Case, 'assetId'>,
  asset: Asset | undefined,
): string | undefined => {
  if (assetRef !== assetId && !sameUprn(assetRef, asset?.uprn)) return 'assetRef is the asset of the job, or its UPRN'
  if (aside.postcode && asset?.postcode && letters(aside.postcode) !== letters(asset.postcode))
    return 'postcode is that of the job'
  const known = numbers(asset?.address ?? '')
  const said = numbers(aside.addressLine1 ?? '')
  return known.length > 0 && said.some(number => !known.includes(number))
    ? 'addressLine1 is that of the job'
    : undefined
}

/**
 * Names another of our streams than the job's: a form that was filled in for other work (a record of electrics on a gas
 * job). What names none of ours is the contractor's own word for it, and is let be.
 */
export const otherStream = (
  stream: string | undefined,
  { workflow, facts }: Pick<Case, 'workflow' | 'facts'>,
  known: Readonly<Record<string, unknown>>,
): boolean => {
  const named = stream?.toLowerCase() ?? ''
  return Object.hasOwn(known, named) && named !== workflow && named !== facts.stream
}
