import type { SupplyKind, SupplyMove, SupplyState, SupplyWindow, Utility } from '@liren/contract/capabilities/supply'
import type { Kernel } from '../../kernel/kernel.ts'
import { scopedTable } from '../../kernel/store/scope.ts'

export const supplyColumns = { placePath: 'place_path', owner: 'applicant_id', also: ['house_id', 'parking_id', 'device_id'] }
scopedTable('supply_applications', supplyColumns)

export interface SupplyRow {
  readonly id: string
  readonly number: string
  readonly kind: SupplyKind
  readonly utility: Utility | null
  readonly house_id: string
  readonly place_path: string
  readonly address: string
  readonly parking_id: string | null
  readonly parking_label: string | null
  readonly state: SupplyState
  readonly open_key: string | null
  readonly applicant_id: string | null
  readonly contact_sealed: string
  readonly note: string
  readonly materials: string | null
  readonly due_at: number | null
  readonly visit_on: string | null
  readonly visit_window: SupplyWindow | null
  readonly reason: string | null
  readonly device_id: string | null
  readonly submitted_at: number
  readonly version: number
}

export interface StepRow {
  readonly id: string
  readonly application_id: string
  readonly move: SupplyMove
  readonly at: number
  readonly by_id: string | null
  readonly note: string | null
}

export interface Contact {
  readonly name: string
  readonly phone: string
}

export const supplyFiles = 'supply.materials'
export const materialsOf = ({ materials }: Pick<SupplyRow, 'materials'>): string[] =>
  materials === null ? [] : (JSON.parse(materials) as string[])

const contactAt = (row: string) => ({ table: 'supply_applications', column: 'contact_sealed', row })
export const sealContact = ({ sealer }: Pick<Kernel, 'sealer'>, id: string, contact: Contact): string =>
  sealer.seal(JSON.stringify(contact), contactAt(id))
export const contactOf = ({ sealer }: Pick<Kernel, 'sealer'>, row: Pick<SupplyRow, 'id' | 'contact_sealed'>): Contact =>
  JSON.parse(sealer.open(row.contact_sealed, contactAt(row.id))) as Contact
