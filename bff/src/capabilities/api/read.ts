export { isIntact, type PartnerRow, partnerById } from './partners.ts'
