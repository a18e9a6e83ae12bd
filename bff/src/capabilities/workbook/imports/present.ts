import type { Text } from '@liren/contract'
import { type ImportRow, placeColumn, undoDays, type WorkbookImport } from '@liren/contract/capabilities/workbook'
import { placesOf, shortName } from '../../../engines/archive/place.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import type { Tx } from '../../../kernel/store/store.ts'
import { cellAddress, columnName } from '../../../kernel/workbook/cell.ts'
import { type UnreadableCode, unreadable } from '../../../kernel/workbook/error.ts'
import { importableCalled } from '../records/called.ts'
import type { Importable } from '../records/importable.ts'
import type { Told } from './examine.ts'
import { countsOf, factsOf, type ImportRecord, openCells, type RowRecord, type SheetFacts } from './import-store.ts'

export const dayMs = 86_400_000
const iso = (at: number): string => new Date(at).toISOString()
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at))

export const undoUntil = ({ applied_at }: Pick<ImportRecord, 'applied_at'>): number | null =>
  applied_at === null ? null : applied_at + undoDays * dayMs

const notAllowed: Text = { zh: '您已没有导入的权限，导入已停止', en: 'You may no longer import: it was stopped' }
const stuck: Text = {
  zh: '导入多次中断，已停止，请联系管理员',
  en: 'The import broke off several times and was stopped: ask your administrator',
}

/** Why an import stopped, and what it is about. */
export function failureText(code: string, about: readonly string[]): Text {
  const text: Text = code === 'not-allowed' ? notAllowed : (unreadable[code as UnreadableCode] ?? stuck)
  return about.length === 0 ? text : { zh: `${text.zh}：${about.join('、')}`, en: `${text.en}: ${about.join(', ')}` }
}

export const labelOf = (target: Importable | undefined, key: string): Text =>
  key === placeColumn.key ? placeColumn.label : (target?.fields[key]?.label ?? { zh: key, en: key })

/** Imports as their owner sees them. Two statements more, however many they are. */
export async function presentImports(kernel: Kernel, records: readonly ImportRecord[], tx?: Tx): Promise<WorkbookImport[]> {
  const counts = await countsOf(
    kernel,
    records.map(({ id }) => id),
    tx,
  )
  const places = await placesOf(
    kernel,
    records.map(({ place_id }) => place_id),
    tx,
  )
  return records.map((record) => {
    const rows = { new: 0, ready: 0, faulty: 0, skipped: 0, applied: 0, undone: 0, kept: 0, ...counts.get(record.id) }
    const facts = factsOf(record)
    const place = places.get(record.place_id)
    const target = importableCalled(kernel, record.archive, [record.place_path])
    const until = undoUntil(record)
    return {
      id: record.id,
      archive: record.archive,
      fileName: record.file_name,
      place: place ? { id: place.id, name: shortName(place) } : null,
      state: record.state,
      progress: progressOf(record, rows),
      rows: { ready: rows.ready, faulty: rows.faulty, skipped: rows.skipped, applied: rows.applied, undone: rows.undone, kept: rows.kept },
      warnings: [...facts.warnings],
      failure: record.failure === null ? null : failureText(record.failure, JSON.parse(record.failed_about ?? '[]') as string[]),
      columns: facts.columns.map(({ key, at }) => ({ key, label: labelOf(target, key), letter: columnName(at) })),
      unknownColumns: [...facts.unknown],
      createdAt: iso(record.created_at),
      appliedAt: isoOrNull(record.applied_at),
      undoUntil: isoOrNull(until),
      version: record.version,
    }
  })
}

type Counts = Readonly<Record<'new' | 'ready' | 'faulty' | 'skipped' | 'applied' | 'undone' | 'kept', number>>

function progressOf({ state }: ImportRecord, rows: Counts): { done: number; total: number } {
  const all = Object.values(rows).reduce((sum, n) => sum + n, 0)
  switch (state) {
    case 'reading':
      return { done: all, total: 0 }
    case 'checking':
      return { done: all - rows.new, total: all }
    case 'applying':
      return { done: rows.applied, total: rows.applied + rows.ready }
    case 'undoing':
      return { done: rows.undone + rows.kept, total: rows.undone + rows.kept + rows.applied }
    default:
      return { done: all, total: all }
  }
}

/** Texts as people know them: of what was typed here or found in the sheet. */
export function presentRow(kernel: Kernel, facts: SheetFacts, row: RowRecord): ImportRow {
  const cells = openCells(kernel, row)
  const at = (told: Told) => {
    const column = facts.columns.find(({ key }) => key === told.column)
    return { ...told, address: column ? cellAddress(row.line_number, column.at) : null }
  }
  return {
    number: row.line_number,
    state: row.state,
    cells: Object.fromEntries(Object.entries(cells).map(([key, cell]) => [key, cell.text])),
    faults: (JSON.parse(row.faults) as Told[]).map(at),
    warnings: (JSON.parse(row.warnings) as Told[]).map(at),
    fileId: row.state === 'applied' || row.state === 'kept' ? row.id : null,
  }
}
