import type { Gate, PassageDirection, PassageKind } from '@liren/contract/capabilities/passage'
import { refuse } from '../../kernel/errors.ts'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, type Condition, combine } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { scopedRows, underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { type DrawnEntrance, drawnEntrances } from '../map/read.ts'

/** A device as the gate that it is: where it stands and which way it leads. */
export interface GateOf {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly place: string
  readonly placePath: string
  readonly direction: PassageDirection
}

/** Kinds of devices through which people and vehicles go. */
export const gateKinds: Readonly<Record<string, PassageKind>> = { door: 'person', barrier: 'vehicle' }
const most = 500

interface GateRow {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly kind: string
  readonly place_path: string
  readonly full_name: string | null
  readonly direction: PassageDirection | null
  readonly entrance_id: string | null
  readonly version: number | null
}

const columns = 'd.id, d.code, d.name, d.kind, d.place_path, pl.full_name, g.direction, g.entrance_id, g.version'
const source = 'devices d LEFT JOIN places pl ON pl.id = d.place_id LEFT JOIN passage_gates g ON g.device_id = d.id'

/** From the estate down; who reads it knows the city. */
export const shortPlace = (fullName: string | null): string => (fullName ?? '').split(' · ').slice(3).join(' · ').slice(0, 160)

export async function gatesById(kernel: Kernel, ids: readonly string[], tx: Tx): Promise<Map<string, GateOf>> {
  if (ids.length === 0) return new Map()
  const some = among('d.id', ids)
  const rows = await unscoped<GateRow>(
    kernel.store,
    'a gate tells of a passage, whoever looks after it',
    { sql: `SELECT ${columns} FROM ${source} WHERE ${some.sql}`, params: some.params },
    tx,
  )
  return new Map(
    rows.map((row) => [
      row.id,
      {
        ...{ id: row.id, code: row.code, name: row.name, place: shortPlace(row.full_name), placePath: row.place_path },
        direction: row.direction ?? 'unknown',
      },
    ]),
  )
}

/** The entrance that somebody named, or the only one drawn at the nearest place above the gate. */
function entranceOf(row: GateRow, entrances: readonly DrawnEntrance[]): Gate['entrance'] {
  const said = entrances.find(({ id }) => id === row.entrance_id)
  const around = entrances.filter(({ path }) => row.place_path.startsWith(path))
  const nearest = Math.max(0, ...around.map(({ path }) => path.length))
  const [only, ...more] = around.filter(({ path }) => path.length === nearest)
  // several drawn at one place: somebody has to say which
  const found = said ?? (more.length === 0 ? only : undefined)
  return found ? { id: found.id, name: found.name } : null
}

const present = (row: GateRow, entrances: readonly DrawnEntrance[]): Gate => ({
  entrance: entranceOf(row, entrances),
  ...{ id: row.id, code: row.code, name: row.name, kind: gateKinds[row.kind] ?? 'person', place: shortPlace(row.full_name) },
  ...{ direction: row.direction ?? 'unknown', version: Number(row.version ?? 0) },
})

async function readGates(kernel: Kernel, scope: Scope, wanted: Condition, tx?: Tx): Promise<Gate[]> {
  const where = combine('AND', [underPlaces('d.place_path', scope.places), wanted])
  const rows = await scopedRows<GateRow>(
    kernel.store,
    scope,
    'devices',
    {
      sql: `SELECT ${columns} FROM ${source} WHERE ${where.sql} AND d.stage NOT IN ('found', 'retired') ORDER BY d.place_path, d.code LIMIT ${most}`,
      params: where.params,
    },
    tx,
  )
  const entrances = await drawnEntrances(kernel, scope, undefined, tx)
  return rows.map((row) => present(row, entrances))
}

export function listGates(kernel: Kernel, scope: Scope, kind: PassageKind | undefined): Promise<Gate[]> {
  const kinds = Object.keys(gateKinds).filter((name) => kind === undefined || gateKinds[name] === kind)
  return readGates(kernel, scope, among('d.kind', kinds))
}

/** Which way a gate leads, where its device does not say it itself. */
export async function saveGate(
  kernel: Kernel,
  scope: Scope,
  id: string,
  { direction, entranceId, version }: { direction: PassageDirection; entranceId?: string | null | undefined; version: number },
  tx: Tx,
): Promise<{ before: Gate; after: Gate }> {
  const [before] = await readGates(kernel, scope, among('d.id', [id]), tx)
  if (!before) throw refuse('not-found')
  const entrances = await drawnEntrances(kernel, scope, undefined, tx)
  if (entranceId != null && !entrances.some(({ id: known }) => known === entranceId)) throw refuse('not-found')
  const [row] = await kernel.store.rows<{ entrance_id: string | null }>(
    'SELECT entrance_id FROM passage_gates WHERE device_id = ?',
    [id],
    tx,
  )
  const entrance = entranceId === undefined ? (row?.entrance_id ?? null) : entranceId
  const done =
    version === 0
      ? await insertOnce(kernel.store, 'passage_gates', { device_id: id, direction, entrance_id: entrance }, tx)
      : (await kernel.store.run(
          'UPDATE passage_gates SET direction = ?, entrance_id = ?, version = version + 1 WHERE device_id = ? AND version = ?',
          [direction, entrance, id, version],
          tx,
        )) === 1
  if (!done) throw refuse('stale')
  const [after] = await readGates(kernel, scope, among('d.id', [id]), tx)
  if (!after) throw refuse('not-found')
  return { before, after }
}
