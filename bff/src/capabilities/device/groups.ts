import { refuse } from '../../kernel/errors.ts'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { placeWithin } from './resolve.ts'
import type { Writer } from './write.ts'

interface GroupRow {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly place_id: string
  readonly devices: number
  readonly version: number
}

const columns =
  'id, name, description, place_id, version, (SELECT COUNT(*) FROM device_group_members m WHERE m.group_id = device_groups.id) AS devices'

const present = (row: GroupRow) => ({
  ...{ id: row.id, name: row.name, description: row.description, placeId: row.place_id },
  ...{ devices: Number(row.devices), version: row.version },
})

export async function listGroups(kernel: Kernel, scope: Scope, query: { cursor?: string | undefined; limit?: number | undefined }) {
  const limit = query.limit ?? 50
  const keys = keyset(query, ['id'])
  const where = combine('AND', [underPlaces('place_path', scope.places), keys.seek()])
  const rows = await scopedRows<GroupRow>(kernel.store, scope, 'device_groups', {
    sql: `SELECT ${columns} FROM device_groups WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: page.items.map(present) }
}

async function findGroup(kernel: Kernel, scope: Scope, id: string, tx: Tx): Promise<GroupRow> {
  const where = combine('AND', [{ sql: 'id = ?', params: [id] }, underPlaces('place_path', scope.places)])
  const statement = { sql: `SELECT ${columns} FROM device_groups WHERE ${where.sql}`, params: where.params }
  const [row] = await scopedRows<GroupRow>(kernel.store, scope, 'device_groups', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

export async function createGroup(
  kernel: Kernel,
  body: { name: string; description: string; placeId: string },
  { scope, now, tx }: Writer,
) {
  const place = await placeWithin(kernel, scope, body.placeId, tx)
  const id = kernel.ids.next()
  const row = { id, name: body.name, description: body.description, place_id: place.id, place_path: place.path, created_at: now }
  await insertOnce(kernel.store, 'device_groups', row, tx)
  return present(await findGroup(kernel, scope, id, tx))
}

/** Only devices that the caller may see come into a group; others are as if they did not exist. */
export async function setGroup(
  kernel: Kernel,
  id: string,
  body: { name: string; description: string; deviceIds: readonly string[]; version: number },
  { scope, tx }: Writer,
) {
  const group = await findGroup(kernel, scope, id, tx)
  const wanted = [...new Set(body.deviceIds)]
  const where = combine('AND', [among('id', wanted), underPlaces('place_path', scope.places)])
  const seen = await scopedRows<{ id: string }>(
    kernel.store,
    scope,
    'devices',
    { sql: `SELECT id FROM devices WHERE ${where.sql}`, params: where.params },
    tx,
  )
  const unseen = wanted.filter((one) => !seen.some((row) => row.id === one))
  if (unseen.length > 0)
    throw refuse('request.invalid', {
      faults: unseen.map((one) => ({ path: `body.deviceIds.${wanted.indexOf(one)}`, zh: '没有这台设备', en: 'No such device' })),
    })
  const changed = await kernel.store.run(
    'UPDATE device_groups SET name = ?, description = ?, version = version + 1 WHERE id = ? AND version = ?',
    [body.name, body.description, group.id, body.version],
    tx,
  )
  if (changed !== 1) throw refuse('stale')
  await kernel.store.run('DELETE FROM device_group_members WHERE group_id = ?', [group.id], tx)
  for (let from = 0; from < wanted.length; from += 200) {
    const part = wanted.slice(from, from + 200)
    await kernel.store.run(
      `INSERT INTO device_group_members (group_id, device_id) VALUES ${part.map(() => '(?, ?)').join(', ')}`,
      part.flatMap((one) => [group.id, one]),
      tx,
    )
  }
  return present(await findGroup(kernel, scope, id, tx))
}

export async function removeGroup(kernel: Kernel, id: string, { scope, tx }: Writer): Promise<void> {
  const group = await findGroup(kernel, scope, id, tx)
  await kernel.store.run('DELETE FROM device_group_members WHERE group_id = ?', [group.id], tx)
  await kernel.store.run('DELETE FROM device_groups WHERE id = ?', [group.id], tx)
}

/** What these groups are called, for what was made of them by somebody who saw them. */
export async function groupNames(kernel: Kernel, ids: readonly string[], tx?: Tx): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const where = among('id', [...new Set(ids)])
  const statement = { sql: `SELECT id, name FROM device_groups WHERE ${where.sql}`, params: where.params }
  const rows = await unscoped<{ id: string; name: string }>(kernel.store, 'whoever sees a window sees whose it is', statement, tx)
  return new Map(rows.map((row) => [row.id, row.name]))
}
