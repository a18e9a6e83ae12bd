import type { Searchable } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { houseCodes } from '../../kernel/search/words.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { underPlaces } from '../../kernel/store/scope.ts'
import type { PlaceRow } from './row.ts'

const kinds = "('community', 'estate', 'grid', 'building', 'unit', 'house')"

/** Places by their name and address; houses also as people say them, 3-2-1201. */
export const placeSearchable = (kernel: Kernel): Searchable => ({
  subject: 'place',
  text: { zh: '地点', en: 'Places' },
  permission: 'place.read',
  on: ['place.created', 'place.changed', 'place.retired'],
  async documents(ids) {
    const where = among('id', ids)
    const rows = await kernel.store.rows<PlaceRow>(
      `SELECT * FROM places WHERE ${where.sql} AND is_retired = 0 AND kind IN ${kinds}`,
      where.params,
    )
    return rows.map((row) => ({
      id: row.id,
      paths: [row.path],
      texts: [row.full_name],
      codes: row.address_code === null ? [] : [row.address_code],
      exact: row.kind === 'house' ? houseCodes(row.path) : [],
    }))
  },
  async idsAfter(id, limit) {
    const sql = `SELECT id FROM places WHERE id > ? AND is_retired = 0 AND kind IN ${kinds} ORDER BY id LIMIT ?`
    return (await kernel.store.rows<{ id: string }>(sql, [id, limit])).map((row) => row.id)
  },
  async present(ids, _principal, scope) {
    const where = combine('AND', [among('id', ids), underPlaces('path', scope.places)])
    const rows = await kernel.store.rows<PlaceRow>(`SELECT * FROM places WHERE ${where.sql}`, where.params)
    return rows.map((row) => {
      const parts = row.full_name.split(' · ')
      return { id: row.id, title: parts.slice(-4).join(' · '), hint: parts.slice(0, -4).join(' · ') }
    })
  },
})
