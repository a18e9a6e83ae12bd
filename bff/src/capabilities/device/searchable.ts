import type { Searchable } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { scopedRows, underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { DeviceRow } from './row.ts'

type Indexed = Pick<DeviceRow, 'id' | 'code' | 'name' | 'serial' | 'place_path' | 'place_name' | 'product_name' | 'spot'>

const columns = 'd.id, d.code, d.name, d.serial, d.spot, d.place_path, p.name AS product_name, l.full_name AS place_name'
const source = 'devices d LEFT JOIN products p ON p.id = d.product_id LEFT JOIN places l ON l.id = d.place_id'
const forEverybody = 'the search index is written for everybody'

/** Devices by code and serial number or their ends, by name, kind and place. */
export const deviceSearchable = (kernel: Kernel): Searchable => ({
  subject: 'device',
  text: { zh: '设备', en: 'Devices' },
  permission: 'device.read',
  on: ['device.recorded'],
  async documents(ids) {
    const some = among('d.id', ids)
    const rows = await unscoped<Indexed>(kernel.store, forEverybody, {
      sql: `SELECT ${columns} FROM ${source} WHERE ${some.sql} AND d.place_id IS NOT NULL AND d.stage <> 'retired'`,
      params: some.params,
    })
    return rows.map((row) => ({
      id: row.id,
      paths: [row.place_path],
      texts: [row.product_name, row.spot, row.place_name].filter((text) => text !== null),
      names: [row.name],
      codes: [row.code, ...(row.serial === null ? [] : [row.serial])],
    }))
  },
  async idsAfter(id, limit) {
    const sql = 'SELECT id FROM devices WHERE id > ? ORDER BY id LIMIT ?'
    return (await unscoped<{ id: string }>(kernel.store, forEverybody, { sql, params: [id, limit] })).map((row) => row.id)
  },
  async present(ids, _principal, scope) {
    const where = combine('AND', [among('d.id', ids), underPlaces('d.place_path', scope.places)])
    const rows = await scopedRows<Indexed>(kernel.store, scope, 'devices', {
      sql: `SELECT ${columns} FROM ${source} WHERE ${where.sql}`,
      params: where.params,
    })
    return rows.map((row) => ({
      id: row.id,
      title: `${row.name} ${row.code}`,
      hint: [row.product_name, row.place_name, row.spot].filter(Boolean).join(' · '),
    }))
  },
})
