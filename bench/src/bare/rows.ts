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
