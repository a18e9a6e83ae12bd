import type { Searchable } from '../../kernel/capability.ts'
import { nameOf, phoneOf, type UserRow } from '../../kernel/identity/accounts.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { scopedRows, underPlaces, unscoped } from '../../kernel/store/scope.ts'
import { presentUsers } from './present.ts'

/** Accounts by name, pinyin, sign-in name, and telephone number, whole or its last four. */
export const userSearchable = (kernel: Kernel): Searchable => ({
  subject: 'user',
  text: { zh: '用户', en: 'Users' },
  permission: 'user.read',
  on: ['user.created', 'user.changed', 'user.retired'],
  async documents(ids) {
    const where = combine('AND', [among('id', ids), { sql: "state <> 'retired'", params: [] }])
    const rows = await unscoped<UserRow>(kernel.store, 'the search index is written for everybody', {
      sql: `SELECT * FROM users WHERE ${where.sql}`,
      params: where.params,
    })
    return rows.map((row) => {
      const phone = phoneOf(kernel, row)
      return {
        id: row.id,
        paths: [row.place_path],
        texts: row.account === null ? [] : [row.account],
        codes: row.account === null ? [] : [row.account],
        names: [nameOf(kernel, row)],
        exact: phone === null ? [] : [phone, phone.slice(-4)],
      }
    })
  },
  async idsAfter(id, limit) {
    const sql = "SELECT id FROM users WHERE id > ? AND state <> 'retired' ORDER BY id LIMIT ?"
    const rows = await unscoped<{ id: string }>(kernel.store, 'the search index is written for everybody', { sql, params: [id, limit] })
    return rows.map((row) => row.id)
  },
  async present(ids, principal, scope) {
    const where = combine('AND', [among('id', ids), underPlaces('place_path', scope.places)])
    const rows = await scopedRows<UserRow>(kernel.store, scope, 'users', {
      sql: `SELECT * FROM users WHERE ${where.sql}`,
      params: where.params,
    })
    const users = await presentUsers(kernel, principal, rows)
    return users.map((user) => ({ id: user.id, title: user.name, hint: [user.place?.name, user.phone].filter(Boolean).join(' · ') }))
  },
})
