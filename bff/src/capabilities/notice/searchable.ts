import { plainNotice } from '@liren/contract/capabilities/notice'
import type { Searchable } from '../../kernel/capability.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { excerptOf } from '../../kernel/search/excerpt.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { readableAmong } from './list.ts'
import { noticeReader } from './reader.ts'
import { type NoticeRow, noticeSubject } from './row.ts'

const why = 'the search index is written for everybody'

/**
 * Published notices by any phrase in them. In the index a notice stands at the place that it is published for, so it
 * is found from every house there; who may read it is asked of each that was found.
 */
export const noticeSearchable = (kernel: Kernel): Searchable => ({
  subject: noticeSubject,
  text: { zh: '公告', en: 'Notices' },
  permission: 'signed-in',
  on: ['notice.moved'],
  async documents(ids) {
    const some = among('id', ids)
    const statement = { sql: `SELECT * FROM notices WHERE ${some.sql} AND state = 'published'`, params: some.params }
    const rows = await unscoped<NoticeRow>(kernel.store, why, statement)
    return rows.map((row) => ({
      id: row.id,
      paths: [row.place_path],
      house: row.place_id,
      texts: [row.title, plainNotice(row.body), row.title_en, plainNotice(row.body_en), row.publisher_name].filter((words) => words !== ''),
    }))
  },
  async idsAfter(id, limit) {
    const sql = 'SELECT id FROM notices WHERE id > ? ORDER BY id LIMIT ?'
    return (await unscoped<{ id: string }>(kernel.store, why, { sql, params: [id, limit] })).map((row) => row.id)
  },
  async reachOf(principal) {
    const { works, homeIds } = await noticeReader(kernel, principal)
    return { places: works, houses: homeIds }
  },
  async present(ids, principal, _scope, looked) {
    return (await readableAmong(kernel, principal, ids)).map((row) => ({
      id: row.id,
      title: row.title,
      hint: `${row.publisher_name} ${iso(Number(row.published_at)).slice(0, 10)}`,
      // what stands in the title is seen there
      excerpt: excerptOf(row.title, looked) === undefined ? excerptOf(plainNotice(row.body), looked) : undefined,
    }))
  },
})
