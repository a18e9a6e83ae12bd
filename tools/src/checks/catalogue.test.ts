import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { archiveGrades, gradeOfColumn } from '@liren/bff/capabilities/catalogue/grades'
import { tableEntries } from '@liren/bff/capabilities/catalogue/tables'
import { systemRandom } from '@liren/bff/kernel/ports/system'
import { type MigrationModules, migrate } from '@liren/bff/kernel/store/migrate'
import { openStore } from '@liren/bff/kernel/store/open'
import { type SchemaColumn, schemaColumns } from '@liren/bff/kernel/store/schema-columns'
import * as archives from '@liren/contract/archive/all'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as migrations from '../../../bff/migrations/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'liren-catalogue-'))
const grades = archiveGrades(Object.values(archives))
// an index takes its name and grade from the sealed column that it finds
const isDerived = ({ table, column }: SchemaColumn) =>
  /_(index|suffix)$/.test(column) && gradeOfColumn(table, column.replace(/_(index|suffix)$/, '_sealed')).grade !== null

/** Tables and fields that migrations make and the catalogue does not know. */
const ungraded = (columns: readonly SchemaColumn[]): string[] => [
  ...new Set(
    columns.flatMap((at) => {
      const { table, column } = at
      if (!tableEntries.some((entry) => entry.table === table))
        return [`${table}: enter the table in bff/src/capabilities/catalogue/tables.ts, under the data it belongs to`]
      if (grades.has(`${table}.${column}`) || isDerived(at) || gradeOfColumn(table, column).grade !== null) return []
      return [`${table}.${column}: give the field a grade and a name in bff/src/capabilities/catalogue/words`]
    }),
  ),
]

describe('tables and fields', () => {
  let columns: SchemaColumn[] = []
  beforeAll(async () => {
    const store = await openStore(`sqlite:${join(folder, 'check.db')}`, { random: systemRandom, allowWeak: true })
    await migrate(store, migrations as MigrationModules, { now: () => Date.now() })
    columns = await schemaColumns(store)
    await store.close()
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('each have their grade in the catalogue', () => {
    expect(columns.length).toBeGreaterThan(1900)
    expect(ungraded(columns)).toEqual([])
  })

  it('are found where somebody forgot one', () => {
    const forgotten = [
      { table: 'secret_lists', column: 'id' },
      { table: 'people', column: 'blood_type' },
    ]
    expect(ungraded(forgotten)).toEqual([
      expect.stringMatching(/^secret_lists: enter the table/),
      expect.stringMatching(/^people.blood_type: give the field a grade/),
    ])
  })
})
