import type { Archive, Values } from '@liren/contract/archive/index'
import { writePieces } from '../../engines/archive/pieces.ts'
import { columnsFor, type FileRow, textOf, valuesOf } from '../../engines/archive/row.ts'
import { setColumns } from '../../engines/archive/write.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'

/** What every file has besides its fields; all of it is put back but the version, which only grows. */
const common = [
  'place_id',
  'place_path',
  'state',
  'source',
  'source_note',
  'verified_at',
  'verified_by',
  'updated_at',
  'updated_by',
  'retired_at',
  'retire_reason',
  'provenance',
  'complete',
] as const

interface Kept {
  readonly common: Readonly<Record<string, SqlValue>>
  readonly values: Values
}

export interface Before {
  readonly survivor: Kept
  readonly merged: Kept
  /** Attachments that the survivor got, by field. */
  readonly files: Readonly<Record<string, readonly string[]>>
  readonly isFaceSwapped: boolean
  readonly consents: readonly {
    readonly purpose: string
    readonly before: 'given' | 'withdrawn' | null
    readonly action: 'given' | 'withdrawn'
  }[]
}

export const sealedBefore = { table: 'duplicate_merges', column: 'before_sealed' } as const

export const keptOf = (kernel: Kernel, definition: Archive, row: FileRow): Kept => ({
  common: Object.fromEntries(common.map((column) => [column, row[column] ?? null])),
  values: valuesOf(kernel, definition, row),
})

export const sealBefore = (kernel: Kernel, id: string, before: Before): string =>
  kernel.sealer.seal(JSON.stringify(before), { ...sealedBefore, row: id })

export const openBefore = (kernel: Kernel, id: string, sealed: string): Before =>
  JSON.parse(kernel.sealer.open(sealed, { ...sealedBefore, row: id })) as Before

/** Puts a file back to what it was: values that differ, everything around them, and the pieces by which it is found. */
export async function restore(kernel: Kernel, definition: Archive, row: FileRow, kept: Kept, tx: Tx): Promise<FileRow> {
  const now = valuesOf(kernel, definition, row)
  const names = Object.keys(kept.values).filter((name) => textOf(now[name] ?? null) !== textOf(kept.values[name] ?? null))
  const changed = Object.fromEntries(names.map((name) => [name, kept.values[name] ?? null]))
  const next = await setColumns(kernel, definition, row, { ...columnsFor(kernel, definition, row.id, changed), ...kept.common }, tx)
  if (names.some((name) => definition.fields[name]?.find.includes('pieces')))
    await writePieces(kernel, definition, row.id, kept.values, false, tx)
  return next
}
