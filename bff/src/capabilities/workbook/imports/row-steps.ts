import type { Kernel } from '../../../kernel/kernel.ts'
import type { Tx } from '../../../kernel/store/store.ts'
import { isUniqueViolation } from '../../../kernel/store/store-error.ts'
import type { NewRecord } from '../records/importable.ts'
import { openCells, type RowRecord, rowsIn } from './import-store.ts'
import { type Looked, lookAt } from './look.ts'
import type { ImportWork } from './surroundings.ts'

const checkChunk = 200
const applyChunk = 100
const undoChunk = 100

export const lookAtRows = (kernel: Kernel, work: ImportWork, rows: readonly RowRecord[], tx?: Tx): Promise<Looked[]> =>
  lookAt(
    kernel,
    work.record.id,
    work,
    rows.map((row) => ({ number: row.line_number, cells: openCells(kernel, row) })),
    tx,
  )

/** What was found is written to each row; those without faults and warnings in one statement. */
export async function noteLooked(kernel: Kernel, rows: readonly RowRecord[], looked: readonly Looked[], tx: Tx): Promise<void> {
  const clean = rows.filter((_, at) => looked[at]?.faults.length === 0 && looked[at]?.warnings.length === 0)
  if (clean.length > 0)
    await setState(
      kernel,
      clean.map(({ id }) => id),
      'ready',
      tx,
    )
  for (const [at, row] of rows.entries()) {
    const found = looked[at]
    if (!found || (found.faults.length === 0 && found.warnings.length === 0)) continue
    await kernel.store.run(
      'UPDATE workbook_rows SET state = ?, faults = ?, warnings = ? WHERE id = ?',
      [found.faults.length > 0 ? 'faulty' : 'ready', JSON.stringify(found.faults), JSON.stringify(found.warnings), row.id],
      tx,
    )
  }
}

function setState(kernel: Kernel, ids: readonly string[], state: string, tx: Tx): Promise<number> {
  return kernel.store.run(
    `UPDATE workbook_rows SET state = ?, faults = '[]', warnings = '[]' WHERE id IN (${ids.map(() => '?').join(', ')})`,
    [state, ...ids],
    tx,
  )
}

/** Looks at the next rows of a dry run; says how many there were. */
export async function checkSome(kernel: Kernel, work: ImportWork): Promise<number> {
  const rows = await rowsIn(kernel, work.record.id, 'new', checkChunk)
  if (rows.length === 0) return 0
  const looked = await lookAtRows(kernel, work, rows)
  await kernel.store.tx((tx) => noteLooked(kernel, rows, looked, tx))
  return rows.length
}

/** Makes files of the next rows that are right. All of it or nothing is kept, so a crash in the middle costs no row and doubles none. */
export async function applySome(kernel: Kernel, work: ImportWork): Promise<number> {
  for (let attempt = 1; ; attempt++)
    try {
      return await kernel.store.tx((tx) => applyChunkOf(kernel, work, tx))
    } catch (error) {
      // somebody entered one of these people at this very moment: looked at again, the row says so
      if (!isUniqueViolation(error) || attempt === 3) throw error
    }
}

async function applyChunkOf(kernel: Kernel, work: ImportWork, tx: Tx): Promise<number> {
  const { record, target, actor } = work
  const rows = await rowsIn(kernel, record.id, 'ready', applyChunk, tx)
  if (rows.length === 0) return 0
  const looked = await lookAtRows(kernel, work, rows, tx)
  const good: NewRecord[] = []
  const bad: { row: RowRecord; looked: Looked }[] = []
  for (const [at, row] of rows.entries()) {
    const found = looked[at] as Looked
    const { values, place } = found
    if (found.faults.length > 0 || !place) bad.push({ row, looked: found })
    else good.push({ id: row.id, values, place, note: `${record.file_name.slice(0, 100)} #${row.line_number}` })
  }
  await noteLooked(
    kernel,
    bad.map(({ row }) => row),
    bad.map((each) => each.looked),
    tx,
  )
  if (good.length === 0) return rows.length
  await target.create(good, actor.id, tx)
  const taken = await kernel.store.run(
    `UPDATE workbook_rows SET state = 'applied', cells_sealed = '', faults = '[]' WHERE state = 'ready' AND id IN (${good.map(() => '?').join(', ')})`,
    good.map(({ id }) => id),
    tx,
  )
  if (taken !== good.length) throw new Error('rows of an import were taken by somebody else')
  return rows.length
}

/** Takes the next files back; those that somebody has worked on stay, and the row says why. */
export const undoSome = (kernel: Kernel, work: ImportWork): Promise<number> =>
  kernel.store.tx(async (tx) => {
    const rows = await rowsIn(kernel, work.record.id, 'applied', undoChunk, tx)
    if (rows.length === 0) return 0
    const kept = await work.target.remove(
      rows.map(({ id }) => id),
      work.actor.id,
      tx,
    )
    const gone = rows.filter(({ id }) => !kept.has(id))
    if (gone.length > 0)
      await setState(
        kernel,
        gone.map(({ id }) => id),
        'undone',
        tx,
      )
    for (const [id, reason] of kept)
      await kernel.store.run(
        "UPDATE workbook_rows SET state = 'kept', faults = ? WHERE id = ?",
        [JSON.stringify([{ column: 'place', ...reason }]), id],
        tx,
      )
    return rows.length
  })
