import type { Text } from '@liren/contract'
import type { Kernel } from '../../../kernel/kernel.ts'
import type { OpenSheet, SheetRow } from '../../../kernel/workbook/cell.ts'
import { UnreadableWorkbook } from '../../../kernel/workbook/error.ts'
import { workbookLimits } from '../../../kernel/workbook/limits.ts'
import { openWorkbook } from '../../../kernel/workbook/read.ts'
import { checkHead, type Head, headIn, mayBeHead } from '../records/columns.ts'
import { readSealed } from '../sealed-file.ts'
import { type Asked, examine } from './examine.ts'
import { type KeptCell, type KeptCells, moveImport, type SheetFacts, sealCells, uploadKey } from './import-store.ts'
import { keysOfRow, writeKeys } from './look.ts'
import type { ImportWork } from './surroundings.ts'

const chunk = 200
/** How a state secret is marked, after the rules for such marks: the class and a star. */
const secretMark = /(绝密|机密|秘密)\s*★/u

/** Takes the rows out of the uploaded file and keeps them sealed; the file itself is removed then. Can be begun again from its start. */
export async function readStep(kernel: Kernel, work: ImportWork): Promise<void> {
  const { record } = work
  const { id } = record
  const bytes = await readSealed(kernel, uploadKey(id))
  for (const table of ['workbook_rows', 'workbook_keys']) await kernel.store.run(`DELETE FROM ${table} WHERE import_id = ?`, [id])
  const sheet = await openWorkbook(bytes)
  const facts = await keepRows(kernel, work, sheet)
  await kernel.store.tx((tx) =>
    moveImport(kernel, record, { state: 'checking', sheet: JSON.stringify({ ...facts, merges: sheet.merges }) }, tx),
  )
  await kernel.files.remove(uploadKey(id))
}

async function keepRows(kernel: Kernel, work: ImportWork, sheet: OpenSheet): Promise<SheetFacts> {
  let head: Head | undefined
  let [index, count] = [0, 0]
  let waiting: Asked[] = []
  const flush = async () => {
    if (head && waiting.length > 0) await insertRows(kernel, work, { columns: head.columns, is1904: sheet.is1904, merges: [] }, waiting)
    waiting = []
  }
  for await (const row of sheet.rows) {
    refuseSecrets(row)
    if (!head) {
      if (!mayBeHead(index++)) throw new UnreadableWorkbook('no-head')
      head = headIn(work.target, row)
      if (head) checkHead(work.target, head)
      continue
    }
    const cells = cellsOf(head, row)
    if (Object.keys(cells).length === 0 || isExample(cells)) continue
    if (++count > workbookLimits.rows) throw new UnreadableWorkbook('too-many-rows')
    waiting.push({ number: row.number, cells })
    if (waiting.length === chunk) await flush()
  }
  await flush()
  if (!head) throw new UnreadableWorkbook(index === 0 ? 'empty' : 'no-head')
  if (count === 0) throw new UnreadableWorkbook('empty')
  return {
    headRow: head.row,
    is1904: sheet.is1904,
    columns: head.columns,
    unknown: head.unknown,
    merges: [],
    warnings: warningsOf(sheet, head),
  }
}

function refuseSecrets(row: SheetRow): void {
  if (row.cells.some((cell) => cell && secretMark.test(cell.text))) throw new UnreadableWorkbook('secret')
}

/** The row of the template that shows how it is meant. */
export const exampleMark = '示例'
const isExample = (cells: KeptCells): boolean => cells.place?.text.startsWith(exampleMark) === true

function cellsOf({ columns }: Head, row: SheetRow): KeptCells {
  const cells: Record<string, KeptCell> = {}
  for (const { key, at } of columns) {
    const cell = row.cells[at]
    if (cell !== undefined) cells[key] = cell
  }
  return cells
}

async function insertRows(
  kernel: Kernel,
  work: ImportWork,
  facts: Pick<SheetFacts, 'columns' | 'merges' | 'is1904'>,
  rows: readonly Asked[],
): Promise<void> {
  const { id } = work.record
  const examined = await examine(kernel, { ...work, facts }, rows)
  await kernel.store.tx(async (tx) => {
    const values = rows.flatMap(({ number, cells }) => {
      const rowId = kernel.ids.next()
      return [rowId, id, number, 'new', sealCells(kernel, rowId, cells), '[]', '[]']
    })
    await kernel.store.run(
      `INSERT INTO workbook_rows (id, import_id, line_number, state, cells_sealed, faults, warnings) VALUES ${rows.map(() => '(?, ?, ?, ?, ?, ?, ?)').join(', ')}`,
      values,
      tx,
    )
    await writeKeys(
      kernel,
      id,
      examined.map((row, at) => ({ number: (rows[at] as Asked).number, keys: keysOfRow(kernel, work.target, row) })),
      tx,
    )
    await kernel.store.run('UPDATE workbook_imports SET touched_at = ? WHERE id = ?', [kernel.clock.now(), id], tx)
  })
}

function warningsOf({ hiddenSheets, otherSheets, name }: OpenSheet, { unknown }: Head): Text[] {
  const list = (names: readonly string[]) => names.slice(0, 5).join('、')
  return [
    ...(hiddenSheets.length > 0
      ? [{ zh: `隐藏的工作表未读取：${list(hiddenSheets)}`, en: `Hidden sheets were not read: ${list(hiddenSheets)}` }]
      : []),
    ...(otherSheets.length > 0
      ? [
          {
            zh: `只读取了工作表“${name}”，未读取：${list(otherSheets)}`,
            en: `Only the sheet “${name}” was read, not: ${list(otherSheets)}`,
          },
        ]
      : []),
    ...(unknown.length > 0 ? [{ zh: `未识别的列已忽略：${list(unknown)}`, en: `Unknown columns were left out: ${list(unknown)}` }] : []),
  ]
}
