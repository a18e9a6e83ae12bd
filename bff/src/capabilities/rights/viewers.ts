import { type Text, text } from '@liren/contract'
import { personArchive } from '@liren/contract/capabilities/person'
import { mask } from '../../kernel/crypto/mask.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { subjectOf } from './export.ts'

/** Entries of the trail that say that somebody saw data of a person. */
const looks: Readonly<Record<string, Text>> = {
  'person.seen': text('打开了您的档案', 'Opened your file'),
  'person.revealed': text('查看了您的敏感信息', 'Saw masked data of yours'),
  'user.revealed': text('查看了您的账号信息', 'Saw the data of your account'),
  'household.revealed': text('查看了您的住户信息', 'Saw the data of your household'),
  'review.revealed': text('复核您提交的更正', 'Reviewed a correction of yours'),
  'face.seen': text('查看了您的人脸照片', 'Saw the picture of your face'),
  'passage.traced': text('查询了您或您车辆的通行记录', 'Asked for passages of yours or of your car'),
  'passage.tracked': text('回放了您或您车辆的通行轨迹', 'Played the track of you or your car'),
}

interface Entry {
  readonly id: string
  readonly written_at: number
  readonly actor_id: string | null
  readonly action: string
  readonly reason: string | null
  readonly after_json: string | null
}

/** Who looked at somebody, from the trail itself; names leave out who exactly. Own looks are left out. */
export async function viewersOf(kernel: Kernel, userId: string, query: { cursor?: string | undefined; limit?: number | undefined }) {
  const subject = await subjectOf(kernel, userId)
  const requests = await unscoped<{ review_id: string }>(kernel.store, 'who looked at one’s own requests', {
    sql: 'SELECT review_id FROM rights_requests WHERE user_id = ? AND review_id IS NOT NULL ORDER BY id DESC LIMIT 50',
    params: [userId],
  })
  const cars =
    subject.personIds.length === 0
      ? []
      : await unscoped<{ to_id: string }>(kernel.store, 'who asked where one’s own car went', carsOf(subject.personIds))
  const limit = query.limit ?? 20
  const keys = keyset({ cursor: query.cursor }, ['id desc'], { userId })
  const after = keys.seek()
  const where = combine('AND', [
    among('subject_id', [userId, ...subject.personIds, ...cars.map(({ to_id }) => to_id), ...requests.map(({ review_id }) => review_id)]),
    among('action', Object.keys(looks)),
    { sql: "result = 'done' AND (actor_id IS NULL OR actor_id <> ?)", params: [userId] },
    after,
  ])
  const rows = await unscoped<Entry>(kernel.store, 'people may know who looked at them', {
    sql: `SELECT id, written_at, actor_id, action, reason, after_json FROM audit_entries WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  const names = await namesOf(kernel, [...new Set(page.items.flatMap(({ actor_id }) => actor_id ?? []))])
  return {
    ...page,
    items: page.items.map((row) => ({
      id: row.id,
      at: new Date(Number(row.written_at)).toISOString(),
      viewer: row.actor_id === null ? '' : mask('name', names.get(row.actor_id) ?? ''),
      action: row.action,
      actionText: looks[row.action] as Text,
      fields: fieldsOf(row.after_json),
      reason: row.reason,
    })),
  }
}

/** Cars that somebody owns or drives, as their files say today. */
function carsOf(personIds: readonly string[]) {
  const mine = among('from_id', personIds)
  const sql = `SELECT to_id FROM archive_links WHERE ${mine.sql} AND kind IN ('owns-vehicle', 'drives') AND to_archive = 'vehicle' AND ended_on IS NULL LIMIT 50`
  return { sql, params: mine.params }
}

function fieldsOf(json: string | null): Text[] {
  const { fields } = json === null ? {} : (JSON.parse(json) as { fields?: unknown })
  return Array.isArray(fields) ? fields.flatMap((name) => personArchive.fields[String(name)]?.label ?? []) : []
}
