import type { QueryOf } from '@liren/contract'
import { type FirmwareRunning, type firmwareEndpoints, type RolloutTarget, rolloutErrors } from '@liren/contract/capabilities/firmware'
import { refuseWith } from '../../kernel/errors.ts'
import type { Scope } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import { versionsRunning } from '../device/read.ts'
import { placeById } from '../place/read.ts'
import { productsById } from './packages.ts'
import { type PackageRow, rolloutWithin, type TargetRow } from './row.ts'

/** Which versions run where, product by product; most devices first. */
export async function runningIn(
  kernel: Kernel,
  scope: Scope,
  { placeId }: QueryOf<typeof firmwareEndpoints.running>,
): Promise<FirmwareRunning> {
  const place = placeId === undefined ? undefined : await placeById(kernel, placeId)
  if (placeId !== undefined && !place) throw refuseWith(rolloutErrors, 'firmware.place-unknown')
  const rows = await versionsRunning(kernel, scope, place?.path)
  const ids = [...new Set(rows.map(({ product_id }) => product_id))]
  const products = await productsById(kernel, ids)
  const newest = await newestOf(kernel, ids)
  const items = ids.flatMap((id): FirmwareRunning['items'] => {
    const known = products.get(id)
    if (!known) return []
    const versions = rows
      .filter(({ product_id }) => product_id === id)
      .map(({ firmware, devices }) => ({ release: firmware, devices: Number(devices) }))
      .sort((a, b) => b.devices - a.devices)
    const devices = versions.reduce((sum, one) => sum + one.devices, 0)
    const wanted = newest.get(id) ?? null
    const behind = wanted === null ? 0 : devices - (versions.find(({ release }) => release === wanted)?.devices ?? 0)
    return [{ product: { id, code: known.code, name: known.name }, devices, newest: wanted, behind, versions: versions.slice(0, 50) }]
  })
  return { items: items.sort((a, b) => b.behind - a.behind || b.devices - a.devices) }
}

/** The last released package of each product that stands. */
async function newestOf(kernel: Kernel, productIds: readonly string[]): Promise<Map<string, string>> {
  const where = among('product_id', productIds)
  const rows = await kernel.store.rows<Pick<PackageRow, 'product_id' | 'release_word'>>(
    `SELECT product_id, release_word FROM firmware_packages WHERE ${where.sql} AND withdrawn_at IS NULL ORDER BY product_id, id`,
    where.params,
  )
  return new Map(rows.map((row) => [row.product_id, row.release_word]))
}

interface ShownTarget extends TargetRow {
  readonly code: string
  readonly name: string
}

export async function pageOfTargets(kernel: Kernel, scope: Scope, id: string, query: QueryOf<typeof firmwareEndpoints.targets>) {
  await rolloutWithin(kernel, scope, id)
  const { cursor, limit = 50, state } = query
  const keys = keyset({ cursor }, state === undefined ? ['t.device_id'] : ['t.step', 't.device_id'], { id, state })
  const where = combine('AND', [
    { sql: 't.rollout_id = ?', params: [id] },
    underPlaces('t.place_path', scope.places),
    ...(state === undefined ? [] : [{ sql: 't.state = ?', params: [state] }]),
    keys.seek(),
  ])
  const rows = await scopedRows<ShownTarget>(kernel.store, scope, 'firmware_targets', {
    sql: `SELECT t.*, d.code, d.name FROM firmware_targets t JOIN devices d ON d.id = t.device_id
          WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, (row) => (state === undefined ? [row.device_id] : [Number(row.step), row.device_id]))
  const at = (value: number | null): string | null => (value === null ? null : iso(Number(value)))
  return {
    ...page,
    items: page.items.map(
      (row): RolloutTarget => ({
        device: { id: row.device_id, code: row.code, name: row.name },
        ...{ step: Number(row.step), state: row.state, cause: row.cause, detail: row.detail, before: row.before_word },
        ...{ reported: row.reported_word, commandId: row.command_id, toldAt: at(row.told_at), dueAt: at(row.due_at) },
        changedAt: iso(Number(row.changed_at)),
      }),
    ),
  }
}
