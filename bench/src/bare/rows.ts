/** What every server of the comparison answers: the same columns of the same table. */
export const listSql = `SELECT id, number, kind, category, state, title, place_id, place_path, place_label, house_id, reporter_id, handler_id,
  handler_name, photos, is_emergency, accept_due_at, finish_due_at, due_at, closed_at, escalation, reopened, followers, rating, created_at, version
  FROM repairs WHERE estate_id = ? ORDER BY id DESC LIMIT 20`

export const readSql = 'SELECT * FROM repairs WHERE id = ?'
export const entriesSql = 'SELECT * FROM repair_entries WHERE repair_id = ? ORDER BY id LIMIT 200'

export const insertColumns = [
  'id',
  'number',
  'kind',
  'category',
  'state',
  'phase',
  'title',
  'description',
  'place_id',
  'place_path',
  'place_label',
  'estate_id',
  'house_id',
  'reporter_id',
  'contact',
  'photos',
  'is_emergency',
  'created_at',
  'updated_at',
] as const
export const insertSql = `INSERT INTO repairs (${insertColumns.join(', ')}) VALUES (${insertColumns.map(() => '?').join(', ')})`

type Value = string | number | null
const insertInto = (table: string, row: Record<string, Value>) => ({
  sql: `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${Object.keys(row)
    .map(() => '?')
    .join(', ')})`,
  values: Object.values(row),
})

/** The five rows that the house writes beside a repair, as long as there but neither sealed nor signed. */
export function bareCompany(row: readonly Value[], key: string, answer: string) {
  const [id = '', number = '', kind = '', category = ''] = row
  const mark = 'f'.repeat(64)
  const at = Date.now()
  const about = JSON.stringify({ number, category, kind, dispatch: 'pool', estateId: id, placePath: '/bench/', reporterId: id, at })
  return [
    insertInto('idempotency_keys', {
      id: key.padEnd(64, '0').slice(0, 64),
      endpoint: 'repair.create',
      content_hash: mark,
      status: 201,
      answer,
      created_at: at,
    }),
    insertInto('repair_entries', {
      id,
      repair_id: id,
      action: 'create',
      state: 'submitted',
      actor_id: id,
      actor_name: '林晓岚',
      actor_role: 'reporter',
      note: null,
      photos: null,
      at,
    }),
    insertInto('outbox', { id, name: 'repair.created', subject: 'repair', subject_id: id, payload: about, live: about, created_at: at }),
    insertInto('jobs', {
      id,
      kind: 'repair.due',
      job_key: id,
      pending_key: `repair.due:${id}`,
      run_at: at + 3_600_000_000,
      payload: about,
      created_at: at,
    }),
    insertInto('audit_entries', {
      id,
      written_at: at,
      kind: 'business',
      actor_id: id,
      actor_kind: 'user',
      action: 'repair.create',
      subject: 'repair',
      subject_id: id,
      place_path: '/bench/',
      result: 'done',
      ip: '127.0.0.1',
      request_id: id,
      reason: null,
      before_json: null,
      after_json: about,
      mac: `1.${mark}`,
    }),
  ]
}

let counter = 0
/** A row as a bare server would write it: no number that people read, no seal, no clock. */
export function bareRow(
  body: { kind: string; category: string; description: string; placeId: string },
  estateId: string,
): (string | number | null)[] {
  counter++
  const id =
    `${Date.now().toString(36).padStart(10, '0')}${counter.toString(36).padStart(8, '0')}${process.pid.toString(36).padStart(8, '0')}`
      .slice(0, 26)
      .padEnd(26, '0')
  const now = Date.now()
  return [
    id,
    `B${counter}-${process.pid}`,
    body.kind,
    body.category,
    'submitted',
    'open',
    body.description.slice(0, 30),
    body.description,
    body.placeId,
    '/bench/',
    'bench',
    estateId,
    null,
    id,
    body.description,
    '[]',
    0,
    now,
    now,
  ]
}
