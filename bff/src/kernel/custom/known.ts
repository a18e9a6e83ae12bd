import type { Kernel } from '../kernel.ts'
import { unscoped } from '../store/scope.ts'
import { type AddedField, addedField, type FieldRow, fieldColumns } from './field.ts'

/** Channel of the bus on which every process of the house hears of a field that was added or changed. */
const channel = 'custom-fields'

interface Known {
  readonly fields: ReadonlyMap<string, readonly AddedField[]>
  readonly asked: number
}

const known = new WeakMap<Kernel, Known>()
let asked = 0

/** Added fields of an archive, withdrawn ones among them; at once, for every file asks. */
export const addedFields = (kernel: Kernel, archive: string): readonly AddedField[] => known.get(kernel)?.fields.get(archive) ?? []

export async function loadAddedFields(kernel: Kernel): Promise<void> {
  const turn = ++asked
  const rows = await unscoped<FieldRow>(kernel.store, 'fields are known by their archive and place', {
    sql: `SELECT ${fieldColumns} FROM custom_fields ORDER BY id`,
    params: [],
  })
  const fields = new Map<string, AddedField[]>()
  for (const row of rows) fields.set(row.archive, [...(fields.get(row.archive) ?? []), addedField(row)])
  // an answer that was overtaken by a later one is an old one
  if ((known.get(kernel)?.asked ?? 0) < turn) known.set(kernel, { fields, asked: turn })
}

/** Reads them once the house is open, and again whenever one changes anywhere. */
export function followAddedFields(kernel: Kernel): void {
  const load = () => void loadAddedFields(kernel).catch(() => undefined)
  kernel.bus.subscribe(channel, load)
  load()
}

/** This process knows before the answer leaves; the others hear of it. */
export async function tellAddedFields(kernel: Kernel): Promise<void> {
  await loadAddedFields(kernel)
  void kernel.bus.publish(channel, '').catch(() => undefined)
}
