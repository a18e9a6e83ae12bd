import type { Text } from '@liren/contract'
import type { Searchable } from '../../kernel/capability.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { excerptOf } from '../../kernel/search/excerpt.ts'
import { among, combine } from '../../kernel/store/condition.ts'

interface Row {
  readonly id: string
  readonly user_id: string
  readonly title: string
  readonly body: string
  readonly created_at: number
}

const wordsOf = (json: string): Text => JSON.parse(json) as Text

/** What somebody was told, by any phrase in it, and for nobody but them. */
export const messageSearchable = (kernel: Kernel): Searchable => ({
  subject: 'message',
  text: { zh: '消息', en: 'Messages' },
  permission: 'signed-in',
  on: ['message.sent'],
  async documents(ids) {
    const some = among('id', ids)
    const rows = await kernel.store.rows<Row>(`SELECT id, user_id, title, body, created_at FROM messages WHERE ${some.sql}`, some.params)
    return rows.map(({ id, user_id, title, body }) => ({
      id,
      owner: user_id,
      paths: [],
      texts: [wordsOf(title), wordsOf(body)].flatMap(({ zh, en }) => [zh, en]),
    }))
  },
  async idsAfter(id, limit) {
    const rows = await kernel.store.rows<{ id: string }>('SELECT id FROM messages WHERE id > ? ORDER BY id LIMIT ?', [id, limit])
    return rows.map((row) => row.id)
  },
  async present(ids, principal, _scope, looked) {
    const where = combine('AND', [among('id', ids), { sql: 'user_id = ?', params: [principal.id] }])
    const rows = await kernel.store.rows<Row>(`SELECT id, user_id, title, body, created_at FROM messages WHERE ${where.sql}`, where.params)
    return rows.map(({ id, title, body, created_at }) => ({
      id,
      title: wordsOf(title).zh,
      hint: iso(Number(created_at)).slice(0, 10),
      excerpt: excerptOf(wordsOf(body).zh, looked) ?? excerptOf(wordsOf(body).en, looked),
    }))
  },
})
