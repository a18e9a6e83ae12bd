import type { Fault } from '@liren/contract'
import { type Archive, archiveErrors, type FieldValue, type FilePlace, faultOf, fieldOf, type Values } from '@liren/contract/archive/index'
import { unknownWords } from '../../kernel/dictionary-words.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { keysFor } from './row.ts'
import { keyColumn, storedField } from './table.ts'

/** A refusal of this archive, under its own name. */
export function refuseFile(definition: Archive, code: string, details?: Record<string, unknown>): AppError {
  const { zh, en } = definition.text
  const kind = archiveErrors(definition.name, zh, en.toLowerCase())[`${definition.name}.${code}`]
  if (!kind) throw new Error(`${definition.name} has no refusal ${code}`)
  return new AppError(`${definition.name}.${code}`, kind, details ? { details } : {})
}

/** Everything that is wrong with a whole file, all at once: missing, against its rules, not in its dictionary. */
export async function faultsOf(kernel: Kernel, definition: Archive, values: Values, changed: readonly string[], tx?: Tx): Promise<Fault[]> {
  const missing = Object.entries(definition.fields)
    .filter(([name, field]) => field.required && (values[name] ?? null) === null)
    .map(([name]) => faultOf(name, '此项必填', 'This is required'))
  return [...missing, ...definition.check(values), ...(await wordFaults(kernel, definition, values, changed, tx))]
}

/** Words that are in no dictionary, or no longer given out. */
async function wordFaults(kernel: Kernel, definition: Archive, values: Values, changed: readonly string[], tx?: Tx): Promise<Fault[]> {
  const asked = changed.flatMap((name) => {
    const { dictionary } = fieldOf(definition, name)
    const value = values[name] ?? null
    return dictionary !== undefined && typeof value === 'string' ? [{ name, dictionary, code: value }] : []
  })
  return (await unknownWords(kernel, asked, tx)).map(({ name }) => faultOf(name, '不在字典中', 'Not in the dictionary'))
}

interface Twin {
  readonly id: string
  readonly state: string
  readonly place_path: string
}

/** Refuses what another file has already. Where that one is within reach it is named, so that it can be opened. */
export async function refuseTwin(
  kernel: Kernel,
  definition: Archive,
  scope: Scope,
  values: Values,
  place: FilePlace,
  ownId: string | undefined,
  tx: Tx,
): Promise<void> {
  const rules = definition.unique.map((names) => names.map((name) => ({ name, value: (values[name] ?? null) as FieldValue })))
  const conditions = rules
    .filter((rule) => rule.every(({ value }) => value !== null))
    .map((rule) =>
      combine(
        'AND',
        rule.map(({ name, value }) => {
          const stored = storedField(definition, name)
          return among(keyColumn(stored), keysFor(kernel, definition, stored, value))
        }),
      ),
    )
  if (definition.onePerPlace) conditions.push({ sql: 'place_id = ?', params: [place.id] })
  if (conditions.length === 0) return
  const any = combine('OR', conditions)
  const rows = await unscoped<Twin>(
    kernel.store,
    'one thing has one file, wherever it is kept',
    { sql: `SELECT id, state, place_path FROM ${definition.table} WHERE ${any.sql} LIMIT 2`, params: any.params },
    tx,
  )
  const twin = rows.find(({ id }) => id !== ownId)
  if (!twin) return
  const isWithinReach = scope.places.some((path) => twin.place_path.startsWith(path))
  throw refuseFile(definition, 'exists', isWithinReach ? { id: twin.id, state: twin.state } : undefined)
}
