import type { Level } from '@liren/contract'
import { type CustomKind, customField, customKey, type Field, isSealed, type Option } from '@liren/contract/archive/index'

/** A field that a community added to one of its archives. */
export interface AddedField {
  readonly id: string
  readonly archive: string
  readonly placePath: string
  readonly code: string
  readonly isListed: boolean
  /** Only files of this use have it. */
  readonly use: string | null
  readonly isWithdrawn: boolean
  readonly field: Field
  readonly isSealed: boolean
}

export interface AddedOption extends Option {
  readonly isRetired: boolean
}

export interface FieldRow {
  readonly id: string
  readonly archive: string
  readonly place_id: string
  readonly place_path: string
  readonly code: string
  readonly label_zh: string
  readonly label_en: string
  readonly kind: CustomKind
  readonly data_level: Level
  readonly is_required: number
  readonly is_listed: number
  readonly for_use: string | null
  readonly options: string
  readonly state: 'active' | 'withdrawn'
  readonly added_at: number
  readonly version: number
}

export const fieldColumns =
  'id, archive, place_id, place_path, code, label_zh, label_en, kind, data_level, is_required, is_listed, for_use, options, state, added_at, version'

export const optionsOf = (row: Pick<FieldRow, 'options'>): AddedOption[] => JSON.parse(row.options) as AddedOption[]

export function addedField(row: FieldRow): AddedField {
  const field = customField({
    label: { zh: row.label_zh, en: row.label_en },
    kind: row.kind,
    level: row.data_level,
    isRequired: row.is_required === 1,
    options: optionsOf(row),
  })
  return {
    ...{ id: row.id, archive: row.archive, placePath: row.place_path, code: row.code, use: row.for_use },
    ...{ isListed: row.is_listed === 1, isWithdrawn: row.state === 'withdrawn', field, isSealed: isSealed(field) },
  }
}

/** Whether files at this place and of this use have the field. */
export const isAsked = (added: AddedField, path: string, use: string | null): boolean =>
  !added.isWithdrawn && path.startsWith(added.placePath) && (added.use === null || added.use === use)

export const keyOf = ({ code }: Pick<AddedField, 'code'>): string => customKey(code)

/** This place and all above it: whoever stands here has the fields of each of them. */
export function pathsAbove(path: string): string[] {
  const steps = path.split('/').filter(Boolean)
  return steps.map((_, index) => `/${steps.slice(0, index + 1).join('/')}/`)
}
