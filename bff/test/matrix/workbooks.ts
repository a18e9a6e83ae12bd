import { sealFilters } from '../../src/capabilities/workbook/exports/export-store.ts'
import { sealCells } from '../../src/capabilities/workbook/imports/import-store.ts'
import { insertOnce } from '../../src/kernel/store/insert-once.ts'
import type { TestApp } from '../app.ts'
import type { Person, Places } from './people.ts'
import type { Row } from './rows.ts'

/** From which of these imports an action starts. */
export const workbookStarts: Readonly<Record<string, string>> = { 'workbook.undo': 'applied' }

/** Imports and copies of some who may have them: each its owner's alone, wherever the others work. */
export async function workbooks(
  { kernel }: TestApp,
  blank: Omit<Row, 'kind' | 'key' | 'id' | 'path' | 'estate'>,
  { estate, far }: Places,
  who: (name: string) => Person,
): Promise<Row[]> {
  const rows: Row[] = []
  const now = kernel.clock.now()
  const owners = [
    ['officer', estate],
    ['manager', estate],
    ['far-officer', far],
  ] as const
  for (const [name, place] of owners) {
    const { id: ownerId, end } = who(name)
    const owned = {
      owner_id: ownerId,
      at_end: end,
      archive: 'person',
      reach: JSON.stringify([place.path]),
      touched_at: now,
      created_at: now,
    }
    const row = (kind: string, id: string, state: string) =>
      rows.push({ ...blank, kind, key: `${name}-${state}`, id, state, ownerId, path: place.path, estate: place.path })
    for (const state of ['checked', 'applied']) {
      const id = kernel.ids.next()
      const sheet = JSON.stringify({ columns: [{ key: 'name', at: 0 }] })
      await insertOnce(kernel.store, 'workbook_imports', {
        ...{ ...owned, id, place_id: place.id, place_path: place.path, file_name: `CANARY.workbook-import.${name}-${state}.` },
        ...{ digest: '', state, sheet, applied_at: state === 'applied' ? now : null },
      })
      const rowId = kernel.ids.next()
      await insertOnce(kernel.store, 'workbook_rows', {
        ...{ id: rowId, import_id: id, line_number: 1, state: 'ready', faults: '[]', warnings: '[]' },
        cells_sealed: sealCells(kernel, rowId, { name: { text: `CANARY.workbook-import.${name}-${state}.` } }),
      })
      row('workbook-import', id, state)
    }
    const id = kernel.ids.next()
    await insertOnce(kernel.store, 'workbook_exports', {
      ...{ ...owned, id, columns: '["name"]', masked: '[]', filters_sealed: sealFilters(kernel, id, {}) },
      ...{ reason: `CANARY.workbook-export.${name}-done.`, state: 'done', expires_at: now + 86_400_000 },
    })
    row('workbook-export', id, 'done')
  }
  return rows
}
