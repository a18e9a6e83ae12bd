import { personArchive } from '@liren/contract/capabilities/person'
import { type OwnSupply, type Supply, type SupplySummary, supplyActions, supplySteps } from '@liren/contract/capabilities/supply'
import { masked, mayReadField } from '../../engines/archive/present.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import type { Principal } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { fileLinks } from '../file/read.ts'
import { contactOf, materialsOf, type StepRow, type SupplyRow } from './row.ts'

/** Which steps are this person's: the applicant's own, and the desk's where they handle applications. */
export function summaryOf(viewer: Principal, row: SupplyRow): SupplySummary {
  const isHandler =
    viewer.permissions.has('supply.handle') &&
    scopeWith(viewer, 'supply.handle', 'place').places.some((path) => row.place_path.startsWith(path))
  const sides = { applicant: row.applicant_id === viewer.id, handler: isHandler }
  return {
    id: row.id,
    number: row.number,
    kind: row.kind,
    utility: row.utility,
    address: row.address,
    parking: row.parking_label,
    state: row.state,
    dueAt: row.due_at === null ? null : iso(Number(row.due_at)),
    visit: row.visit_on === null || row.visit_window === null ? null : { day: row.visit_on, window: row.visit_window },
    reason: row.reason,
    submittedAt: iso(Number(row.submitted_at)),
    version: Number(row.version),
    can: supplyActions.filter((action) => {
      const { from, by } = supplySteps[action]
      return (from as readonly string[]).includes(row.state) && sides[by]
    }),
  }
}

export async function presentOwn(kernel: Kernel, viewer: Principal, row: SupplyRow, tx?: Tx): Promise<OwnSupply> {
  const link = fileLinks(kernel, viewer, kernel.clock.now())
  const steps = await kernel.store.rows<StepRow>('SELECT * FROM supply_steps WHERE application_id = ? ORDER BY id', [row.id], tx)
  const device = { sql: 'SELECT id, name FROM devices WHERE id = ?', params: [row.device_id] }
  const [found] =
    row.device_id === null
      ? []
      : await unscoped<{ id: string; name: string }>(kernel.store, 'an application names the device that came of it', device, tx)
  return {
    ...summaryOf(viewer, row),
    note: row.note,
    materials: materialsOf(row).map((id) => ({ id, ...link(id) })),
    device: found ?? null,
    steps: steps.map(({ id, move, at, note }) => ({ id, move, at: iso(Number(at)), note })),
  }
}

export async function presentSupply(kernel: Kernel, viewer: Principal, row: SupplyRow, tx?: Tx): Promise<Supply> {
  const see = (name: 'name' | 'phone', value: string): string =>
    mayReadField(viewer, personArchive, name) ? value : String(masked(personArchive, name, value))
  const { name, phone } = contactOf(kernel, row)
  return { ...(await presentOwn(kernel, viewer, row, tx)), applicant: { name: see('name', name), phone: see('phone', phone) } }
}
