import type { Level, Text } from '@liren/contract'
import { type CatalogueDomain, catalogueDomains, type DataClass, type protections } from '@liren/contract/capabilities/catalogue'
import { allArchives } from '../../engines/archive/known.ts'
import { looseIndexes } from '../../kernel/identity/guard.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { protectedBy } from '../../kernel/protected.ts'
import { type SchemaColumn, schemaColumns } from '../../kernel/store/schema-columns.ts'
import { archiveGrades, type Graded, gradeOfColumn, keptOtherwise } from './grades.ts'
import { type TableEntry, tableEntries } from './tables.ts'

export type Protection = (typeof protections)[number]

export interface FieldEntry {
  readonly table: string
  readonly tableText: Text
  readonly column: string
  readonly text: Text
  /** Undefined where the table is in no kind of data. */
  readonly domain: CatalogueDomain | undefined
  readonly class: DataClass
  readonly grade: Level | null
  readonly protection: Protection
  readonly indexes: readonly string[]
  /** Why a personal value does not lie sealed. */
  readonly why: Text | undefined
}

const known = new WeakMap<object, Promise<readonly FieldEntry[]>>()

/** Every field of the running house. Its schema does not change while it runs. */
export function fieldEntries(kernel: Kernel): Promise<readonly FieldEntry[]> {
  const before = known.get(kernel.store)
  if (before) return before
  const made = schemaColumns(kernel.store).then((columns) => entriesOf(kernel, columns))
  // a database that was away for a moment is asked again
  made.catch(() => known.delete(kernel.store))
  known.set(kernel.store, made)
  return made
}

/** What the catalogue says of these columns. Pure, so that a column nobody graded can be shown to it. */
export function entriesOf(kernel: Kernel, columns: readonly SchemaColumn[]): FieldEntry[] {
  const grades = archiveGrades(allArchives(kernel))
  const { sealed } = protectedBy(kernel)
  const sealedAt = new Map(sealed.map((one) => [`${one.table}.${one.column}`, one]))
  const indexes = new Set(
    [...sealed.flatMap(({ table, blindColumn, suffixColumn }) => [blindColumn, suffixColumn].map((column) => `${table}.${column}`))].concat(
      looseIndexes.map(({ table, column }) => `${table}.${column}`),
      ['archive_grams.gram', 'duplicate_keys.block', 'sms_codes.phone_index'],
    ),
  )
  const tables = new Map<string, TableEntry>(tableEntries.map((entry) => [entry.table, entry]))
  return columns.map(({ table, column }) => {
    const at = `${table}.${column}`
    const entry = tables.get(table)
    const seal = sealedAt.get(at)
    const other = keptOtherwise(table, column)
    const graded = grades.get(at) ?? (indexes.has(at) ? indexWord(table, column) : gradeOfColumn(table, column))
    return {
      ...{ table, column, tableText: entry?.text ?? { zh: table, en: table }, text: graded.text, grade: graded.grade },
      ...{ domain: entry?.domain, class: entry ? catalogueDomains[entry.domain].class : 'setting' },
      protection: seal ? 'sealed' : indexes.has(at) ? 'index' : (other?.by ?? 'plain'),
      indexes: seal ? [seal.blindColumn, seal.suffixColumn].filter((name) => name !== undefined) : [],
      why: seal ? undefined : other?.why,
    }
  })
}

/** An index is named after what it finds. */
function indexWord(table: string, column: string): Graded {
  const own = gradeOfColumn(table, column)
  if (own.grade !== null) return own
  const base = gradeOfColumn(table, column.replace(/_(index|suffix)$/, '_sealed'))
  const isSuffix = column.endsWith('_suffix')
  return {
    grade: base.grade === null ? null : 'L2',
    text: {
      zh: `${base.text.zh}${isSuffix ? '后四位盲索引' : '盲索引'}`,
      en: `${base.text.en}, ${isSuffix ? 'index of the last four' : 'blind index'}`,
    },
  }
}
