import type { Level } from '@liren/contract'
import { type EgressKind, type EgressTarget, egressErrors } from '@liren/contract/capabilities/egress'
import { desks, usualClearance } from '../../kernel/egress/egress.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'

interface Known {
  readonly kind: EgressKind
  readonly id: string
  readonly name: string
  readonly clearance: Level | null
  readonly version: number | null
}

/** Every way out there is, with its clearance. */
export async function targetsOf(kernel: Kernel, scope: Scope, tx?: Tx): Promise<EgressTarget[]> {
  const within = underPlaces('t.place_path', scope.places)
  const rows = await unscoped<Known>(
    kernel.store,
    'ways out of two kinds, narrowed to the place of whoever asks',
    {
      sql: `SELECT t.kind, t.id, t.name, c.clearance, c.version FROM (
          SELECT 'partner' AS kind, id, name, place_path FROM partners UNION ALL SELECT 'hook' AS kind, id, name, place_path FROM hooks
        ) t LEFT JOIN egress_clearances c ON c.kind = t.kind AND c.target_id = t.id WHERE ${within.sql} ORDER BY t.kind DESC, t.id LIMIT 500`,
      params: [...within.params],
    },
    tx,
  )
  const [own] = await kernel.store.rows<{ clearance: Level; version: number }>(
    'SELECT clearance, version FROM egress_clearances WHERE kind = ? AND target_id = ?',
    [desks.kind, desks.id],
    tx,
  )
  const office = { ...desks, clearance: own?.clearance ?? null, version: own?.version ?? null }
  return [office, ...rows].map(({ kind, id, name, clearance, version }) => ({
    ...{ kind, id, name, clearance: clearance ?? usualClearance[kind], isUsual: clearance === null, version: version ?? 0 },
  }))
}

export async function targetCalled(kernel: Kernel, scope: Scope, kind: EgressKind, id: string, tx: Tx): Promise<EgressTarget> {
  const target = (await targetsOf(kernel, scope, tx)).find((one) => one.kind === kind && one.id === id)
  if (!target) throw refuseWith(egressErrors, 'egress.target-unknown')
  return target
}

export async function setClearance(
  kernel: Kernel,
  target: EgressTarget,
  clearance: Level,
  version: number,
  by: string,
  tx: Tx,
): Promise<void> {
  const row = { clearance, set_by: by, set_at: kernel.clock.now() }
  if (version === 0) {
    const made = await insertOnce(kernel.store, 'egress_clearances', { kind: target.kind, target_id: target.id, ...row, version: 1 }, tx)
    if (!made) throw refuse('stale')
    return
  }
  const changed = await kernel.store.run(
    'UPDATE egress_clearances SET clearance = ?, set_by = ?, set_at = ?, version = version + 1 WHERE kind = ? AND target_id = ? AND version = ?',
    [...Object.values(row), target.kind, target.id, version],
    tx,
  )
  if (changed !== 1) throw refuse('stale')
}
