import { text } from 'node:stream/consumers'
import type { Searchable } from '../../kernel/capability.ts'
import type { Principal } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { excerptOf } from '../../kernel/search/excerpt.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { mayRead } from './read.ts'
import { mainKey } from './row.ts'

/** A longer text is found by what it begins with: the index must not grow with one upload. */
const mostSigns = 20_000
const titleSigns = 40

interface Kept {
  readonly id: string
  readonly owner_id: string
  readonly created_at: number
}

/**
 * What is searched are texts that became part of a record. Where opening a file is written down (from level 3 on),
 * a line of it in a list of hits would get around that, so these are left out.
 */
const searched = { sql: "state = 'kept' AND kind = 'text' AND level IN ('L1', 'L2') AND expires_at IS NULL", params: [] }

/** Text documents by any phrase in them, for those who may open them with their record. */
export const documentSearchable = (kernel: Kernel): Searchable => {
  const rowsOf = (ids: readonly string[]) => {
    const where = combine('AND', [among('id', ids), searched])
    return kernel.store.rows<Kept>(`SELECT id, owner_id, created_at FROM files WHERE ${where.sql} ORDER BY id`, where.params)
  }
  const wordsOf = async (id: string): Promise<string | undefined> => {
    const found = await kernel.files.open(mainKey(id))
    return found && (await text(found.stream)).slice(0, mostSigns)
  }

  return {
    subject: 'document',
    text: { zh: '文档', en: 'Documents' },
    permission: 'signed-in',
    on: ['file.attached'],
    async documents(ids) {
      const rows = await rowsOf(ids)
      const places = await placesOf(kernel, ids)
      const documents = rows.map(async ({ id, owner_id }) => {
        const words = await wordsOf(id)
        return words === undefined ? [] : [{ id, owner: owner_id, paths: places.get(id) ?? [], texts: [words] }]
      })
      return (await Promise.all(documents)).flat()
    },
    async idsAfter(id, limit) {
      const rows = await kernel.store.rows<{ id: string }>(`SELECT id FROM files WHERE id > ? AND ${searched.sql} ORDER BY id LIMIT ?`, [
        id,
        limit,
      ])
      return rows.map((row) => row.id)
    },
    async present(ids, principal, _scope, looked) {
      const shown = (await rowsOf(ids)).map(async (row) => {
        const words = (await mayOpen(kernel, principal, row)) ? await wordsOf(row.id) : undefined
        if (words === undefined) return []
        const title = words.trim().split('\n', 1)[0]?.trim().slice(0, titleSigns) ?? ''
        return [{ id: row.id, title, hint: iso(Number(row.created_at)).slice(0, 10), excerpt: excerptOf(words, looked) }]
      })
      return (await Promise.all(shown)).flat()
    },
  }
}

const mayOpen = async (kernel: Kernel, principal: Principal, row: Kept): Promise<boolean> =>
  row.owner_id === principal.id || (await mayRead(kernel, principal, row.id))

/** Where the records are that these files belong to. */
async function placesOf(kernel: Kernel, ids: readonly string[]): Promise<Map<string, string[]>> {
  const some = among('file_id', ids)
  const rows = await kernel.store.rows<{ file_id: string; place_path: string | null }>(
    `SELECT file_id, place_path FROM attachments WHERE ${some.sql}`,
    some.params,
  )
  const places = new Map<string, string[]>()
  for (const { file_id, place_path } of rows) if (place_path) places.set(file_id, [...(places.get(file_id) ?? []), place_path])
  return places
}
