import { workbookErrors } from '@liren/contract/capabilities/workbook'
import { placesOf } from '../../../engines/archive/place.ts'
import { refuse, refuseWith } from '../../../kernel/errors.ts'
import { scopeWith } from '../../../kernel/http/access.ts'
import type { Principal } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { insertOnce } from '../../../kernel/store/insert-once.ts'
import { keyset } from '../../../kernel/store/page.ts'
import { unscoped } from '../../../kernel/store/scope.ts'
import type { SqlValue, Tx } from '../../../kernel/store/store.ts'
import { UnreadableWorkbook, unreadable } from '../../../kernel/workbook/error.ts'
import { workbookKind } from '../../../kernel/workbook/read.ts'
import { importableCalled } from '../records/called.ts'
import { columnsOf } from '../records/columns.ts'
import type { Importable } from '../records/importable.ts'
import { putSealed } from '../sealed-file.ts'
import { examine } from './examine.ts'
import { planImport } from './import-job.ts'
import {
  factsOf,
  type ImportRecord,
  importById,
  importsOf,
  type KeptCell,
  moveImport,
  openCells,
  type RowRecord,
  rowColumns,
  rowsIn,
  sealCells,
  uploadKey,
} from './import-store.ts'
import { keysOfRow, writeKeys } from './look.ts'
import { presentImports, presentRow, undoUntil } from './present.ts'
import { lookAtRows, noteLooked } from './row-steps.ts'
import { reachOf, workOn } from './surroundings.ts'

const atOnce = 3

/** The archive of a request, if the asker may write to it anywhere. */
export function targetFor(kernel: Kernel, principal: Principal, archive: string, permission: 'read' | 'write'): Importable {
  const near = scopeWith(principal, `${archive}.read`, 'place').places
  const target = importableCalled(kernel, archive, near)
  if (!target) throw refuseWith(workbookErrors, 'workbook.unknown')
  if (!principal.permissions.has(permission === 'read' ? target.readPermission : target.writePermission)) throw refuse('permission.denied')
  return target
}

export interface Upload {
  readonly archive: string
  readonly placeId: string
  readonly name: string
}

/** Before a byte is read: may this person import here, and is there room. */
export async function checkUpload(kernel: Kernel, principal: Principal, upload: Upload): Promise<void> {
  const target = targetFor(kernel, principal, upload.archive, 'write')
  await placeFor(kernel, principal, target, upload.placeId)
  const [busy] = await unscoped<{ n: number }>(kernel.store, 'narrowed to one owner', {
    sql: "SELECT COUNT(*) AS n FROM workbook_imports WHERE owner_id = ? AND state IN ('reading', 'checking', 'applying', 'undoing')",
    params: [principal.id],
  })
  if (Number(busy?.n ?? 0) >= atOnce) throw refuseWith(workbookErrors, 'workbook.busy')
}

async function placeFor(kernel: Kernel, principal: Principal, target: Importable, placeId: string, tx?: Tx) {
  const { places } = reachOf(principal, target)
  const place = (await placesOf(kernel, [placeId], tx)).get(placeId)
  if (!place || place.isRetired || !places.some((path) => place.path.startsWith(path)))
    throw refuse('request.invalid', {
      faults: [{ path: 'query.placeId', zh: '没有这个空间，或不在您的管理范围', en: 'No such place within your reach' }],
    })
  return { place, places }
}

/** Keeps the bytes sealed until the job has read them; what can never be read is refused at once. */
export async function keepUpload(kernel: Kernel, bytes: Buffer): Promise<string> {
  try {
    workbookKind(bytes)
  } catch (error) {
    if (!(error instanceof UnreadableWorkbook)) throw error
    throw refuseWith(workbookErrors, 'workbook.refused', {
      faults: [{ path: 'file', ...unreadable[error.code] }],
      details: { code: error.code },
    })
  }
  const id = kernel.ids.next()
  async function* whole() {
    yield bytes
  }
  await putSealed(kernel, uploadKey(id), whole())
  return id
}

const secretName = /绝密|机密|国家秘密/u

export async function beginImport(kernel: Kernel, principal: Principal, upload: Upload, id: string, digest: string, tx: Tx) {
  const target = targetFor(kernel, principal, upload.archive, 'write')
  if (secretName.test(upload.name))
    throw refuseWith(workbookErrors, 'workbook.refused', { faults: [{ path: 'file', ...unreadable.secret }], details: { code: 'secret' } })
  const { place, places } = await placeFor(kernel, principal, target, upload.placeId, tx)
  const now = kernel.clock.now()
  await insertOnce(
    kernel.store,
    'workbook_imports',
    {
      ...{ id, archive: target.name, owner_id: principal.id, at_end: principal.end, reach: JSON.stringify(places) },
      ...{ place_id: place.id, place_path: place.path, file_name: upload.name, digest, state: 'reading', sheet: '{}' },
      ...{ touched_at: now, created_at: now },
    },
    tx,
  )
  await planImport(kernel, { id, steps: 0, resumed: 0, version: 1 }, tx)
  return id
}

/** An import of this very person; another's does not exist for anybody else. */
export async function ownImport(kernel: Kernel, principal: Principal, id: string, tx?: Tx): Promise<ImportRecord> {
  const record = await importById(kernel, id, tx)
  if (!record || record.owner_id !== principal.id) throw refuse('not-found')
  return record
}

export async function listImports(
  kernel: Kernel,
  principal: Principal,
  query: { cursor?: string | undefined; limit?: number | undefined; archive?: string | undefined },
) {
  const limit = query.limit ?? 20
  const keys = keyset(query, ['id desc'], { owner: principal.id, archive: query.archive })
  const after = keys.seek()
  const [sql, params]: [string, SqlValue[]] = query.archive === undefined ? ['', []] : [' AND archive = ?', [query.archive]]
  const rows = await importsOf(
    kernel,
    { sql: `owner_id = ?${sql} AND ${after.sql}`, params: [principal.id, ...params, ...after.params] },
    `ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
  )
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: await presentImports(kernel, page.items) }
}

export async function listRows(
  kernel: Kernel,
  record: ImportRecord,
  query: { cursor?: string | undefined; limit?: number | undefined; state?: string | undefined },
) {
  const limit = query.limit ?? 50
  const keys = keyset(query, ['line_number'], { id: record.id, state: query.state })
  const after = keys.seek()
  const [sql, params]: [string, SqlValue[]] = query.state === undefined ? ['', []] : [' AND state = ?', [query.state]]
  const rows = await kernel.store.rows<RowRecord>(
    `SELECT ${rowColumns} FROM workbook_rows WHERE import_id = ?${sql} AND ${after.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    [record.id, ...params, ...after.params],
  )
  const facts = factsOf(record)
  const page = keys.page(rows, limit, (row) => [row.line_number])
  return { ...page, items: page.items.map((row) => presentRow(kernel, facts, row)) }
}

export interface Fix {
  readonly number: number
  readonly cells?: Readonly<Record<string, string>> | undefined
  readonly isSkipped?: boolean | undefined
}

const open = new Set(['checked', 'applied'])

/** Rows as somebody corrected them, looked at again with all those that were or are the same thing as one of them. */
export async function fixRows(kernel: Kernel, principal: Principal, record: ImportRecord, fixes: readonly Fix[], tx: Tx) {
  if (!open.has(record.state)) throw refuseWith(workbookErrors, 'workbook.not-now')
  const work = await workOn(kernel, record, principal, tx)
  const numbers = fixes.map(({ number }) => number)
  const rows = await rowsNumbered(kernel, record.id, numbers, tx)
  refuseUnknown(work.target, fixes, rows)
  const before = await sameAs(kernel, record.id, numbers, tx)
  const changed: RowRecord[] = []
  for (const row of rows) {
    const fix = fixes.find(({ number }) => number === row.line_number) as Fix
    const cells: Record<string, KeptCell> = { ...openCells(kernel, row) }
    for (const [key, text] of Object.entries(fix.cells ?? {})) cells[key] = { text, edited: true }
    const state = fix.isSkipped === true ? 'skipped' : 'new'
    const sealed = sealCells(kernel, row.id, cells)
    await kernel.store.run(
      "UPDATE workbook_rows SET cells_sealed = ?, state = ?, faults = '[]', warnings = '[]' WHERE id = ?",
      [sealed, state, row.id],
      tx,
    )
    changed.push({ ...row, cells_sealed: sealed, state })
  }
  await renewKeys(kernel, work, changed, tx)
  const after = await sameAs(kernel, record.id, numbers, tx)
  const others = (
    await rowsNumbered(
      kernel,
      record.id,
      [...new Set([...before, ...after])].filter((n) => !numbers.includes(n)),
      tx,
    )
  ).filter(({ state }) => state === 'ready' || state === 'faulty')
  const again = [...changed.filter(({ state }) => state !== 'skipped'), ...others]
  await noteLooked(kernel, again, await lookAtRows(kernel, work, again, tx), tx)
  const facts = factsOf(record)
  return (await rowsNumbered(kernel, record.id, again.map((row) => row.line_number).concat(numbers), tx)).map((row) =>
    presentRow(kernel, facts, row),
  )
}

function refuseUnknown(target: Importable, fixes: readonly Fix[], rows: readonly RowRecord[]): void {
  const known = new Set(columnsOf(target).map(({ key }) => key))
  const faults = fixes.flatMap(({ number, cells }, at) => {
    const row = rows.find(({ line_number }) => line_number === number)
    const wrong = Object.keys(cells ?? {}).filter((key) => !known.has(key))
    return [
      ...(row && row.state !== 'applied' && row.state !== 'undone' && row.state !== 'kept'
        ? []
        : [{ path: `body.rows.${at}.number`, zh: '没有这一行，或已导入', en: 'No such row, or it was imported' }]),
      ...wrong.map((key) => ({ path: `body.rows.${at}.cells.${key}`, zh: '没有这一列', en: 'There is no such column' })),
    ]
  })
  if (faults.length > 0) throw refuse('request.invalid', { faults })
}

function rowsNumbered(kernel: Kernel, importId: string, numbers: readonly number[], tx: Tx): Promise<RowRecord[]> {
  const wanted = [...new Set(numbers)]
  if (wanted.length === 0) return Promise.resolve([])
  return kernel.store.rows<RowRecord>(
    `SELECT ${rowColumns} FROM workbook_rows WHERE import_id = ? AND line_number IN (${wanted.map(() => '?').join(', ')}) ORDER BY line_number`,
    [importId, ...wanted],
    tx,
  )
}

/** Rows that share a key with one of these; a few, for nobody enters one thing a hundred times. */
async function sameAs(kernel: Kernel, importId: string, numbers: readonly number[], tx: Tx): Promise<number[]> {
  const rows = await kernel.store.rows<{ line_number: number }>(
    `SELECT DISTINCT o.line_number FROM workbook_keys k JOIN workbook_keys o ON o.import_id = k.import_id AND o.row_key = k.row_key
     WHERE k.import_id = ? AND k.line_number IN (${numbers.map(() => '?').join(', ')}) ORDER BY o.line_number LIMIT 200`,
    [importId, ...numbers],
    tx,
  )
  return rows.map(({ line_number }) => line_number)
}

async function renewKeys(kernel: Kernel, work: Awaited<ReturnType<typeof workOn>>, rows: readonly RowRecord[], tx: Tx): Promise<void> {
  await kernel.store.run(
    `DELETE FROM workbook_keys WHERE import_id = ? AND line_number IN (${rows.map(() => '?').join(', ')})`,
    [work.record.id, ...rows.map((row) => row.line_number)],
    tx,
  )
  // a row that was left out stands for nothing
  const living = rows.filter(({ state }) => state !== 'skipped')
  const asked = living.map((row) => ({ number: row.line_number, cells: openCells(kernel, row) }))
  const examined = await examine(kernel, work, asked, tx)
  await writeKeys(
    kernel,
    work.record.id,
    examined.map((row, at) => ({ number: (living[at] as RowRecord).line_number, keys: keysOfRow(kernel, work.target, row) })),
    tx,
  )
}

export async function confirmImport(kernel: Kernel, principal: Principal, record: ImportRecord, version: number, tx: Tx): Promise<void> {
  // asked twice, it is under way already
  if (record.state === 'applying') return
  if (!open.has(record.state) || isTooLate(kernel, record)) throw refuseWith(workbookErrors, 'workbook.not-now')
  await workOn(kernel, record, principal, tx)
  if ((await rowsIn(kernel, record.id, 'ready', 1, tx)).length === 0) throw refuseWith(workbookErrors, 'workbook.nothing-ready')
  await move(kernel, record, version, { state: 'applying' }, tx)
  await planImport(kernel, { ...record, version: version + 1 }, tx)
}

export async function discardImport(kernel: Kernel, record: ImportRecord, version: number, tx: Tx): Promise<void> {
  if (record.state === 'discarded') return
  if (record.state !== 'checked' && record.state !== 'failed') throw refuseWith(workbookErrors, 'workbook.not-now')
  await move(kernel, record, version, { state: 'discarded' }, tx)
  await forgetRows(kernel, record.id, tx)
}

/** What was typed is needed no longer. */
export async function forgetRows(kernel: Kernel, importId: string, tx?: Tx): Promise<void> {
  await kernel.store.run('DELETE FROM workbook_rows WHERE import_id = ?', [importId], tx)
  await kernel.store.run('DELETE FROM workbook_keys WHERE import_id = ?', [importId], tx)
}

export async function undoImport(
  kernel: Kernel,
  principal: Principal,
  record: ImportRecord,
  version: number,
  reason: string,
  tx: Tx,
): Promise<void> {
  if (record.state === 'undoing') return
  if (record.state !== 'applied') throw refuseWith(workbookErrors, 'workbook.not-now')
  if (isTooLate(kernel, record)) throw refuseWith(workbookErrors, 'workbook.too-late')
  await workOn(kernel, record, principal, tx)
  await move(kernel, record, version, { state: 'undoing', reason }, tx)
  await planImport(kernel, { ...record, version: version + 1 }, tx)
}

const isTooLate = (kernel: Kernel, record: ImportRecord): boolean => {
  const until = undoUntil(record)
  return until !== null && kernel.clock.now() >= until
}

async function move(
  kernel: Kernel,
  record: ImportRecord,
  version: number,
  change: Readonly<Record<string, SqlValue>>,
  tx: Tx,
): Promise<void> {
  if (record.version !== version) throw refuse('stale', { details: { version: record.version } })
  if (!(await moveImport(kernel, record, change, tx))) throw refuse('stale')
}
