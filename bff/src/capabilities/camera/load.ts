import type { Page, QueryOf } from '@liren/contract'
import type { cameraEndpoints } from '@liren/contract/capabilities/camera'
import { refuse } from '../../kernel/errors.ts'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, type Condition, combine, contains } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { reach, scopedRows, underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { placeById } from '../place/read.ts'
import { zonesOfCameras } from '../zone/read.ts'
import { type AlarmCameraRow, type ClipRow, type CoverRow, cameraScope, type ListedCamera } from './row.ts'

const listed = `SELECT d.id, d.code, d.name, d.place_path, d.presence, d.stage, d.heard_at, p.name AS product_name, l.full_name AS place_label,
  c.source, c.url, c.user_name, CASE WHEN c.sealed_password IS NULL THEN 0 ELSE 1 END AS has_password, c.has_people, c.is_buffered,
  c.siren_id, s.name AS siren_name, c.picture_at, c.fault, c.version
  FROM devices d LEFT JOIN cameras c ON c.id = d.id LEFT JOIN devices s ON s.id = c.siren_id
  LEFT JOIN products p ON p.id = d.product_id LEFT JOIN places l ON l.id = d.place_id`

/** Everything that a camera is shown with. */
export interface WholeCamera {
  readonly row: ListedCamera
  readonly covers: readonly CoverRow[]
  readonly zones: readonly { readonly id: string; readonly name: string }[]
}

const isCamera: Condition = { sql: "d.kind = 'camera' AND d.stage <> 'retired'", params: [] }

export async function listCameras(kernel: Kernel, scope: Scope, query: QueryOf<typeof cameraEndpoints.list>): Promise<Page<WholeCamera>> {
  const { cursor, limit = 20, ...filters } = query
  const keys = keyset({ cursor }, ['d.id'], filters)
  const place = query.placeId === undefined ? undefined : await placeById(kernel, query.placeId)
  const paths = place ? [place.path] : []
  const about = underPlaces('v.place_path', paths)
  const where = combine('AND', [
    isCamera,
    reach(scope, cameraScope, 'd'),
    ...(query.placeId === undefined
      ? []
      : [
          combine('OR', [
            underPlaces('d.place_path', paths),
            { sql: `EXISTS (SELECT 1 FROM camera_covers v WHERE v.camera_id = d.id AND ${about.sql})`, params: about.params },
          ]),
        ]),
    ...(query.cover === undefined
      ? []
      : [{ sql: 'EXISTS (SELECT 1 FROM camera_covers v WHERE v.camera_id = d.id AND v.kind = ?)', params: [query.cover] }]),
    ...(query.presence === undefined ? [] : [{ sql: 'd.presence = ?', params: [query.presence] }]),
    ...(query.name ? [combine('OR', [contains('d.name', query.name), contains('d.code', query.name.toLowerCase())])] : []),
    keys.seek(),
  ])
  const rows = await scopedRows<ListedCamera>(kernel.store, scope, 'devices', {
    sql: `${listed} WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: await completed(kernel, page.items) }
}

/** Their covers and zones, each in one question. */
async function completed(kernel: Kernel, rows: readonly ListedCamera[], tx?: Tx): Promise<WholeCamera[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const some = among('v.camera_id', ids)
  const statement = {
    sql: `SELECT v.camera_id, v.kind, v.place_id, v.place_path, v.place_label, v.device_id, t.name AS device_name, v.facade
     FROM camera_covers v LEFT JOIN devices t ON t.id = v.device_id WHERE ${some.sql} ORDER BY v.id`,
    params: some.params,
  }
  const covers = await unscoped<CoverRow>(kernel.store, 'a camera that was found is shown with what it covers', statement, tx)
  const zones = await zonesOfCameras(kernel, ids, tx)
  return rows.map((row) => ({
    row,
    covers: covers.filter(({ camera_id }) => camera_id === row.id),
    zones: zones.filter(({ cameraId }) => cameraId === row.id).map(({ id, name }) => ({ id, name })),
  }))
}

/** The one camera, if this caller may see it; anything else was not found. */
export async function findCamera(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<WholeCamera> {
  const where = combine('AND', [{ sql: 'd.id = ?', params: [id] }, isCamera, reach(scope, cameraScope, 'd')])
  const statement = { sql: `${listed} WHERE ${where.sql}`, params: where.params }
  const rows = await scopedRows<ListedCamera>(kernel.store, scope, 'devices', statement, tx)
  const [whole] = await completed(kernel, rows, tx)
  if (!whole) throw refuse('not-found')
  return whole
}

/** The cameras of an alarm that this caller may see, the nearest to what happened first. */
export async function camerasOfAlarm(
  kernel: Kernel,
  scope: Scope,
  alarmId: string,
): Promise<{ whole: WholeCamera; why: AlarmCameraRow['why'] }[]> {
  const where = combine('AND', [{ sql: 'a.alarm_id = ?', params: [alarmId] }, reach(scope, cameraScope, 'd')])
  const rows = await scopedRows<ListedCamera & AlarmCameraRow>(kernel.store, scope, 'devices', {
    sql: `${listed.replace('SELECT ', 'SELECT a.why, ')} JOIN alarm_cameras a ON a.camera_id = d.id WHERE ${where.sql} ORDER BY d.id LIMIT 24`,
    params: where.params,
  })
  const wholes = await completed(kernel, rows)
  const order = ['self', 'zone', 'car', 'scene', 'fire-lane']
  return rows
    .map((row, i) => ({ whole: wholes[i] as WholeCamera, why: row.why }))
    .sort((one, other) => order.indexOf(one.why) - order.indexOf(other.why))
}

export async function listClips(kernel: Kernel, scope: Scope, query: QueryOf<typeof cameraEndpoints.clips>): Promise<Page<ClipRow>> {
  const { cursor, limit = 20, ...filters } = query
  const keys = keyset({ cursor }, ['k.id desc'], filters)
  const equal = (column: string, value: string | undefined): Condition[] =>
    value === undefined ? [] : [{ sql: `${column} = ?`, params: [value] }]
  const where = combine('AND', [
    reach(scope, cameraScope, 'k'),
    ...equal('k.camera_id', query.cameraId),
    ...equal('k.alarm_id', query.alarmId),
    keys.seek(),
  ])
  const rows = await scopedRows<ClipRow>(kernel.store, scope, 'camera_clips', {
    sql: `SELECT k.* FROM camera_clips k WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  return keys.page(rows, limit, (row) => [row.id])
}

export async function findClip(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<ClipRow> {
  const where = combine('AND', [{ sql: 'k.id = ?', params: [id] }, reach(scope, cameraScope, 'k')])
  const statement = { sql: `SELECT k.* FROM camera_clips k WHERE ${where.sql}`, params: where.params }
  const [row] = await scopedRows<ClipRow>(kernel.store, scope, 'camera_clips', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

/** Whether this camera belongs to that alarm. */
export async function isOfAlarm(kernel: Kernel, cameraId: string, alarmId: string, tx?: Tx): Promise<boolean> {
  const statement = { sql: 'SELECT why FROM alarm_cameras WHERE alarm_id = ? AND camera_id = ?', params: [alarmId, cameraId] }
  return (await unscoped(kernel.store, 'asked after both were found for the caller', statement, tx)).length > 0
}
