import { type Archive, type Field, isSealed } from '@liren/contract/archive/index'
import { normaliseIdNumber, normaliseName, normalisePhone } from '../../kernel/crypto/normalise.ts'
import type { SealedColumn } from '../../kernel/crypto/sealer.ts'
import type { Column } from '../../kernel/store/ddl/columns.ts'
import { c } from '../../kernel/store/ddl/ddl.ts'

/** Where one field of an archive lives in its table. */
export interface StoredField {
  readonly name: string
  readonly field: Field
  readonly column: string
  readonly isSealed: boolean
  /** Of a sealed field that is looked for: by the whole value, by its last four signs. */
  readonly blindColumn: string | undefined
  readonly suffixColumn: string | undefined
}

const snake = (name: string) => name.replace(/[A-Z]/g, (sign) => `_${sign.toLowerCase()}`)

export function storedField(definition: Archive, name: string): StoredField {
  const field = definition.fields[name]
  if (!field) throw new Error(`${definition.name} has no field ${name}`)
  const sealed = isSealed(field)
  const column = snake(name)
  const isUnique = definition.unique.some((names) => names.includes(name))
  return {
    name,
    field,
    column: sealed ? `${column}_sealed` : column,
    isSealed: sealed,
    blindColumn: sealed && (field.find.includes('equal') || isUnique) ? `${column}_index` : undefined,
    suffixColumn: sealed && field.find.includes('last4') ? `${column}_suffix` : undefined,
  }
}

export const storedFields = (definition: Archive): StoredField[] =>
  Object.keys(definition.fields).map((name) => storedField(definition, name))

/** Some long texts are sealed into a column without a length. */
const longest = 100

function columnOf({ field, isSealed }: StoredField): Column {
  const optional = { null: true }
  if (isSealed)
    return field.kind === 'files' || field.max > longest ? c.longText(optional) : c.code(120 + 6 * Math.max(field.max, 12), optional)
  switch (field.kind) {
    case 'text':
    case 'note':
      return field.max > 700 ? c.longText(optional) : c.text(field.max, optional)
    case 'whole':
      return c.int(optional)
    case 'number':
      return c.double(optional)
    case 'flag':
      return c.bool(optional)
    case 'day':
      return c.day(optional)
    case 'files':
      return c.json(optional)
    default:
      return c.code(field.max, optional)
  }
}

/** What every file has, whatever it is about. */
const common = {
  id: c.id(),
  place_id: c.id(),
  place_path: c.path(),
  state: c.code(8, { default: 'active' }),
  source: c.code(12),
  source_note: c.text(120, { null: true }),
  entered_at: c.instant(),
  entered_by: c.id({ null: true }),
  verified_at: c.instant({ null: true }),
  verified_by: c.id({ null: true }),
  updated_at: c.instant(),
  updated_by: c.id({ null: true }),
  retired_at: c.instant({ null: true }),
  retire_reason: c.text(200, { null: true }),
  /** Per group of fields: source, when, by whom, verified. Never filtered. */
  provenance: c.json(),
  /** Hundredths of what should be known. */
  complete: c.int({ default: 0 }),
} as const

export function columnsOf(definition: Archive): Record<string, Column> {
  const columns: Record<string, Column> = { ...common }
  for (const stored of storedFields(definition)) {
    columns[stored.column] = columnOf(stored)
    if (stored.blindColumn) columns[stored.blindColumn] = c.code(64, { null: true })
    if (stored.suffixColumn) columns[stored.suffixColumn] = c.code(20, { null: true })
  }
  columns.version = c.version()
  return columns
}

/** The column by which equal values are found. */
export const keyColumn = (stored: StoredField): string => stored.blindColumn ?? stored.column

export function indexesOf(definition: Archive): { readonly indexes: string[][]; readonly unique: string[][] } {
  const unique = definition.unique.map((names) => names.map((name) => keyColumn(storedField(definition, name))))
  if (definition.onePerPlace) unique.unshift(['place_id'])
  const indexes = [
    ['place_path', 'id'],
    ['updated_at', 'id'],
    ['verified_at', 'id'],
    ['complete', 'id'],
  ]
  for (const stored of storedFields(definition)) {
    const isFound = stored.field.find.includes('equal')
    if (isFound && !unique.some((columns) => columns[0] === keyColumn(stored))) indexes.push([keyColumn(stored), 'id'])
    if (stored.suffixColumn) indexes.push([stored.suffixColumn, 'id'])
  }
  if (!definition.onePerPlace) indexes.push(['place_id'])
  return { indexes, unique }
}

/** How a value is brought to one form before an index sees it. */
export function normaliser({ kind }: Pick<Field, 'kind'>): (plain: string) => string {
  if (kind === 'phone') return (plain) => normalisePhone(plain)
  if (kind === 'paper' || kind === 'plate') return normaliseIdNumber
  if (kind === 'text') return (plain) => normaliseName(plain).toLowerCase()
  return (plain) => plain
}

/** For the inventory of keys: what is sealed, and the indexes that follow from it. */
export const sealedColumnsOf = (definition: Archive): SealedColumn[] =>
  storedFields(definition)
    .filter((stored) => stored.isSealed)
    .map(({ column, field, blindColumn, suffixColumn }) => ({
      table: definition.table,
      column,
      normalise: normaliser(field),
      ...(blindColumn ? { blindColumn } : {}),
      ...(suffixColumn ? { suffixColumn } : {}),
    }))
