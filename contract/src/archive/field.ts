import type { Level, Mask } from '../kernel/level.ts'
import type { Text } from '../kernel/text.ts'

export type FieldKind =
  | 'text'
  | 'note'
  | 'whole'
  | 'number'
  | 'flag'
  | 'choice'
  | 'day'
  | 'phone'
  | 'paper'
  | 'plate'
  | 'credit-code'
  | 'code'
  | 'files'

export type FieldValue = string | number | boolean | readonly string[] | null
export type Values = Readonly<Record<string, FieldValue>>

export interface Option {
  readonly code: string
  readonly text: Text
}

/** How a field is looked for: the whole value, its last four signs, or any piece of it. Each is an index of its own. */
export type Finding = 'equal' | 'last4' | 'pieces'

export interface Field {
  readonly kind: FieldKind
  readonly label: Text
  /** From L3 on a value is sealed, shown masked, and revealed for a reason. */
  readonly level: Level
  readonly required: boolean
  readonly mask: Mask | undefined
  readonly find: readonly Finding[]
  /** A column of the list: shown, or only offered. */
  readonly list: 'shown' | 'offered' | undefined
  readonly sort: boolean
  /** Left out of workbooks: pictures, and what the house works out itself. */
  readonly imported: boolean
  /** Worked out by `derive`; nobody types it. */
  readonly derived: boolean
  readonly max: number
  readonly min: number | undefined
  readonly options: readonly Option[]
  /** Options live in this dictionary, where the people of the place add their own. */
  readonly dictionary: string | undefined
  readonly hint: Text | undefined
  readonly unit: Text | undefined
}

export interface FieldOptions {
  readonly level?: Level
  readonly required?: boolean
  readonly mask?: Mask
  readonly find?: Finding | readonly Finding[]
  readonly list?: 'shown' | 'offered'
  readonly sort?: boolean
  readonly imported?: boolean
  readonly derived?: boolean
  readonly max?: number
  readonly min?: number
  readonly hint?: Text
  readonly unit?: Text
}

type Words = readonly (readonly [code: string, zh: string, en: string])[]

const defaults: Readonly<Record<FieldKind, { max: number; mask?: Mask }>> = {
  text: { max: 60 },
  note: { max: 500 },
  whole: { max: 1_000_000_000 },
  number: { max: 1_000_000_000 },
  flag: { max: 1 },
  choice: { max: 40 },
  day: { max: 10 },
  phone: { max: 16, mask: 'phone' },
  paper: { max: 20, mask: 'idNumber' },
  plate: { max: 10, mask: 'plate' },
  'credit-code': { max: 18 },
  code: { max: 40 },
  files: { max: 9 },
}

export const isSealed = (field: Pick<Field, 'level'>): boolean => field.level === 'L3' || field.level === 'L4'

function make(kind: FieldKind, zh: string, en: string, options: FieldOptions & Partial<Pick<Field, 'options' | 'dictionary'>>): Field {
  const { level = 'L2', find = [], list } = options
  return {
    kind,
    label: { zh, en },
    level,
    required: options.required ?? false,
    mask: isSealed({ level }) ? (options.mask ?? defaults[kind].mask ?? 'all') : undefined,
    find: typeof find === 'string' ? [find] : find,
    list,
    sort: options.sort ?? false,
    imported: options.imported ?? (kind !== 'files' && options.derived !== true),
    derived: options.derived ?? false,
    max: options.max ?? defaults[kind].max,
    min: options.min,
    options: options.options ?? [],
    dictionary: options.dictionary,
    hint: options.hint,
    unit: options.unit,
  }
}

const simple =
  (kind: FieldKind) =>
  (zh: string, en: string, options: FieldOptions = {}): Field =>
    make(kind, zh, en, options)

const optionsOf = (words: Words): Option[] => words.map(([code, zh, en]) => ({ code, text: { zh, en } }))

/** One function per kind of field: `f.text('姓名', 'Name', { level: 'L3', required: true })`. */
export const f = {
  text: simple('text'),
  note: simple('note'),
  /** A whole number. */
  whole: simple('whole'),
  /** A measurement; never money. */
  number: simple('number'),
  flag: simple('flag'),
  day: simple('day'),
  phone: simple('phone'),
  /** An identity paper of any kind; `check` of the archive says which rule counts. */
  paper: simple('paper'),
  plate: simple('plate'),
  creditCode: simple('credit-code'),
  /** Letters, digits and dashes. */
  code: simple('code'),
  files: simple('files'),
  /** One of a fixed list: rules speak of these words, so nobody adds to them. */
  choice: (zh: string, en: string, words: Words, options: FieldOptions = {}): Field =>
    make('choice', zh, en, { ...options, options: optionsOf(words) }),
  /** One of a dictionary that the people of the place keep; the words given here are its first ones. */
  dictionary: (zh: string, en: string, dictionary: string, words: Words, options: FieldOptions = {}): Field =>
    make('choice', zh, en, { ...options, dictionary, options: optionsOf(words) }),
} as const
