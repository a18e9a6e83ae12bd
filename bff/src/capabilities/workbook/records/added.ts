import type { Fault } from '@liren/contract'
import type { Archive, FieldValue, Values } from '@liren/contract/archive/index'
import { faultsOfValues, toldValue, useOf } from '../../../kernel/custom/change.ts'
import { type AddedField, isAsked } from '../../../kernel/custom/field.ts'
import { addedFields } from '../../../kernel/custom/known.ts'
import { maskedValue, mayReadAdded } from '../../../kernel/custom/show.ts'
import { storedRow, storedValues } from '../../../kernel/custom/values.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import type { SqlValue } from '../../../kernel/store/store.ts'
import type { Candidate, Importable } from './importable.ts'

const columnOf = ({ id }: AddedField): string => `custom.${id}`
const isColumn = (key: string): boolean => key.startsWith('custom.')

const notHere: Omit<Fault, 'path'> = { zh: '该行所在社区或用途没有此字段', en: 'There is no such field where this row belongs' }

/** The columns of an archive and, behind them, those of the fields that communities near these places added to it. */
export function withAdded(kernel: Kernel, definition: Archive, own: Importable, places: readonly string[]): Importable {
  const fields = addedFields(kernel, definition.name).filter(
    ({ isWithdrawn, placePath }) => !isWithdrawn && places.some((path) => path.startsWith(placePath) || placePath.startsWith(path)),
  )
  if (fields.length === 0) return own
  const byColumn = new Map(fields.map((field) => [columnOf(field), field]))
  const ownOnly = (columns: readonly string[]) => columns.filter((column) => !byColumn.has(column))
  const addedOnly = (columns: readonly string[]) => columns.flatMap((column) => byColumn.get(column) ?? [])
  const rule = `${definition.name}.custom`

  return {
    ...own,
    fields: {
      ...own.fields,
      // a column serves many rows, and only some of them may have to have it
      ...Object.fromEntries(fields.map((field) => [columnOf(field), { ...field.field, required: false }])),
    },
    keysOf: (values, placeId) => own.keysOf(split(values).own, placeId),
    async faultsOf(rows, scope, tx) {
      const plain = rows.map((row) => ({ ...row, values: split(row.values).own }))
      const found = await own.faultsOf(plain, scope, tx)
      return rows.map((row, index) => [...(found[index] ?? []), ...addedFaults(definition, fields, row)])
    },
    forbiddenTo: (viewer) => [
      ...own.forbiddenTo(viewer),
      ...(['hidden', 'masked', 'read'].includes(viewer.fieldRules.get(rule) ?? '') ? byColumn.keys() : []),
    ],
    async create(rows, actorId, tx) {
      const made = rows.map((row) => ({ row, given: addedValues(fields, row.values) }))
      const withHistory = made.map(({ row, given }) => ({
        ...{ ...row, values: split(row.values).own },
        more: given.map(([field, value]) => ({ field: `custom.${field.code}`, before: null, after: toldValue(field, value) })),
      }))
      await own.create(withHistory, actorId, tx)
      const written = made.flatMap(({ row, given }) => (given.length > 0 ? [storedRow(kernel, definition.name, row.id, given)] : []))
      const columns = ['id', 'archive', 'open_values', 'values_sealed', 'changed_at'] as const
      if (written.length > 0)
        await kernel.store.run(
          `INSERT INTO archive_custom (${columns.join(', ')}) VALUES ${written.map(() => '(?, ?, ?, ?, ?)').join(', ')}`,
          written.flatMap((row) => columns.map((column): SqlValue => row[column])),
          tx,
        )
    },
    shownTo(viewer, columns) {
      const { masked, hidden } = own.shownTo(viewer, ownOnly(columns))
      const isHidden = viewer.fieldRules.get(rule) === 'hidden'
      const added = addedOnly(columns)
      return {
        masked: [...masked, ...added.filter((field) => !mayReadAdded(viewer, definition, field)).map(columnOf)],
        hidden: [...hidden, ...(isHidden ? added.map(columnOf) : [])],
      }
    },
    async page(viewer, scope, query) {
      const added = addedOnly(query.columns)
      const { name, needed } = useColumn(own, definition, query.columns)
      const page = await own.page(viewer, scope, { ...query, columns: needed })
      if (added.length === 0) return page
      const stored = await storedValues(
        kernel,
        page.rows.map(({ id }) => id),
      )
      const rows = page.rows.map((row) => {
        const values: Record<string, FieldValue> = { ...row.values }
        const use = name === undefined ? null : ((row.values[name] ?? null) as string | null)
        for (const field of added) {
          const value = stored.get(row.id)?.[field.id] ?? null
          const isHere = field.use === null || field.use === use
          values[columnOf(field)] =
            !isHere || value === null || mayReadAdded(viewer, definition, field) ? (isHere ? value : null) : maskedValue(value)
        }
        return { ...row, values }
      })
      return { rows }
    },
  }
}

/** The field that says the use is read as well, asked for or not. */
function useColumn(own: Importable, definition: Archive, columns: readonly string[]) {
  const plain = columns.filter((column) => column in own.fields)
  const [name] = Object.keys(own.fields).filter((field) => useOf(definition, { [field]: 'x' }) === 'x')
  return { name, needed: name === undefined || plain.includes(name) ? plain : [...plain, name] }
}

const split = (values: Values) => ({
  own: Object.fromEntries(Object.entries(values).filter(([key]) => !isColumn(key))),
})

const addedValues = (fields: readonly AddedField[], values: Values) =>
  fields.flatMap((field) => {
    const value = values[columnOf(field)] ?? null
    return value === null ? [] : [[field, value] as const]
  })

function addedFaults(definition: Archive, fields: readonly AddedField[], { values, place }: Candidate): Fault[] {
  const asked = fields.filter((field) => isAsked(field, place.path, useOf(definition, values)))
  const given = new Map(addedValues(fields, values))
  const byId = Object.fromEntries([...given].map(([{ id }, value]) => [id, value]))
  const column = (fault: Fault, field: AddedField): Fault => ({ ...fault, path: `body.values.${columnOf(field)}` })
  return [
    ...[...given.keys()].filter((field) => !asked.includes(field)).map((field) => column({ path: '', ...notHere }, field)),
    ...asked.flatMap((field) => faultsOfValues([field], byId, asked).map((fault) => column(fault, field))),
  ]
}
