import type { HazardSummary } from '@liren/contract/capabilities/hazard'
import { namesOf } from '../../kernel/identity/directory.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { HazardRow } from './load.ts'

const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(Number(at)))
const dutyOf = (row: Pick<HazardRow, 'duty'>) => JSON.parse(row.duty) as string[]

/** Names of everybody on duty are asked for once for the whole page. */
export async function presentHazards(kernel: Kernel, rows: readonly HazardRow[]): Promise<HazardSummary[]> {
  const names = await namesOf(kernel, rows.flatMap(dutyOf))
  const now = kernel.clock.now()
  return rows.map((row) => ({
    ...{ id: row.id, number: row.number, area: row.area, kind: row.kind, level: Number(row.level) as HazardSummary['level'] },
    ...{ state: row.state, title: { zh: row.title_zh, en: row.title_en }, place: { path: row.place_path, label: row.place_label } },
    device: row.device_id === null ? null : { id: row.device_id, code: row.device_code, name: row.device_name },
    raisedAt: iso(Number(row.created_at)),
    push: {
      dueAt: iso(Number(row.push_due_at)),
      at: isoOrNull(row.pushed_at),
      late: Number(row.pushed_at ?? now) > Number(row.push_due_at),
    },
    duty: dutyOf(row).map((id) => ({ id, name: names.get(id) ?? '' })),
    ...{ acceptedAt: isoOrNull(row.accepted_at), handledAt: isoOrNull(row.handled_at), closedAt: isoOrNull(row.closed_at) },
    ...{ handler: row.handler_name, result: row.result },
  }))
}
