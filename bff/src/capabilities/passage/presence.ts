import type { PassageDirection, PassageKind } from '@liren/contract/capabilities/passage'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import type { GateOf } from './gates.ts'
import { type PresenceRow, presencePlateAt } from './row.ts'

export interface Move {
  readonly kind: PassageKind
  readonly passageId: string
  readonly personId: string | null
  readonly vehicleId: string | null
  readonly homePath: string | null
  /** Normalised; empty when none was read. */
  readonly plate: string
  readonly at: number
  readonly direction: PassageDirection
  readonly gate: GateOf
  readonly isAdmitted: boolean
}

const why = 'a passage moves whoever passed'

/**
 * Where somebody was seen last and whether inside. What arrives late never overwrites what came after it. Returns how
 * long a car that leaves was inside.
 */
export async function movePresence(kernel: Kernel, move: Move, tx: Tx): Promise<number | undefined> {
  const { store, sealer } = kernel
  if (!move.isAdmitted || (move.personId === null && move.plate === '')) return undefined
  const { at, direction, gate } = move
  const key =
    move.personId === null ? among('plate_index', sealer.blindIndexes(move.plate, presencePlateAt)) : among('person_id', [move.personId])
  const find = async () =>
    (await unscoped<PresenceRow>(store, why, { sql: `SELECT * FROM presences WHERE ${key.sql}`, params: key.params }, tx))[0]
  let row = await find()
  if (!row) {
    const id = kernel.ids.next()
    const made = await insertOnce(
      store,
      'presences',
      {
        ...{ id, kind: move.kind, person_id: move.personId, place_path: gate.placePath },
        ...{ vehicle_id: move.vehicleId, home_path: move.homePath, last_in_id: direction === 'in' ? move.passageId : null },
        plate_sealed: move.plate === '' ? null : sealer.seal(move.plate, { ...presencePlateAt, row: id }),
        plate_index: move.plate === '' ? null : sealer.blindIndex(move.plate, presencePlateAt),
        ...{ last_at: at, last_gate_id: gate.id, last_gate: gate.name, last_direction: direction },
        is_inside: insideAfter(direction),
        ...{ last_in_at: direction === 'in' ? at : null, last_out_at: direction === 'out' ? at : null },
      },
      tx,
    )
    if (made) return undefined
    row = await find()
  }
  if (!row) return undefined
  const stay =
    direction === 'out' && row.last_in_at !== null && Number(row.last_in_at) <= at && Number(row.last_out_at ?? 0) <= Number(row.last_in_at)
      ? at - Number(row.last_in_at)
      : undefined
  const inside = insideAfter(direction)
  await store.run(
    `UPDATE presences SET last_at = ?, last_gate_id = ?, last_gate = ?, last_direction = ?, place_path = ?, vehicle_id = ?, home_path = ?${inside === null ? '' : ', is_inside = ?'} WHERE id = ? AND last_at <= ?`,
    [at, gate.id, gate.name, direction, gate.placePath, move.vehicleId, move.homePath, ...(inside === null ? [] : [inside]), row.id, at],
    tx,
  )
  if (direction !== 'unknown') {
    const [column, more] = direction === 'in' ? ['last_in_at', ', last_in_id = ?'] : ['last_out_at', '']
    await store.run(
      `UPDATE presences SET ${column} = ?${more} WHERE id = ? AND (${column} IS NULL OR ${column} < ?)`,
      [at, ...(direction === 'in' ? [move.passageId] : []), row.id, at],
      tx,
    )
  }
  return stay
}

const insideAfter = (direction: PassageDirection): number | null => (direction === 'unknown' ? null : direction === 'in' ? 1 : 0)

const instant = (at: number | null): string | null => (at === null ? null : iso(Number(at)))

export const presentPresence = (row: PresenceRow) => ({
  ...{ lastAt: iso(Number(row.last_at)), lastGate: row.last_gate, direction: row.last_direction },
  ...{ isInside: row.is_inside === null ? null : Number(row.is_inside) === 1 },
  ...{ lastInAt: instant(row.last_in_at), lastOutAt: instant(row.last_out_at) },
})
