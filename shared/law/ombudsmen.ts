/**
 * Where residents reach the Ombudsmen (Complaint Handling Code 3.7): told in every letter of the procedure. Landlords'
 * own published pages agree on them; they are to be read again at each revision of the Code.
 */
import type { LawRule } from './rules/rule.ts'

export type Ombudsman = { name: string; phone: string; web: string; address: string }
export type Scheme = 'HO' | 'LGSCO'

export const ombudsmen: Record<Scheme, Ombudsman & Pick<LawRule, 'source' | 'confidence'>> = {
  HO: {
    name: 'Housing Ombudsman Service',
    phone: '0300 111 3000',
    web: 'www.housing-ombudsman.org.uk',
    address: 'PO Box 1484, Unit D, Preston, PR2 0ET',
    source: 'complaints pages of Manchester, Welwyn Hatfield and Peabody, which agree',
    confidence: 'verified',
  },
  LGSCO: {
    name: 'Local Government and Social Care Ombudsman',
    phone: '0300 061 0614',
    web: 'www.lgo.org.uk',
    address: 'PO Box 4771, Coventry, CV4 0EH',
    source: 'complaints pages of Staffordshire, Welwyn Hatfield and New Forest, which agree',
    confidence: 'verified',
  },
}
