import type { Archive, Values } from '@liren/contract/archive/index'
import type { UpstreamArchive, UpstreamChange } from '@liren/contract/capabilities/upstream'
import { columnsToRead, type FileRow, keysFor, valuesOf } from '../../engines/archive/row.ts'
import { keyColumn, storedField } from '../../engines/archive/table.ts'
import { normaliseName } from '../../kernel/crypto/normalise.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, type Condition, combine } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { ChangeRefused, type OriginRow, placesFor, type Sender } from './row.ts'

const why = 'one thing has one file, whichever system speaks of it'

/** The place as outside systems call it: its path of codes, or its standard address code. */
export async function placeCalled(kernel: Kernel, said: string, tx: Tx) {
  const rows = await kernel.store.rows<{ id: string; path: string; kind: string }>(
    'SELECT id, path, kind FROM places WHERE (path = ? OR address_code = ?) AND is_retired = 0 LIMIT 2',
    [said.endsWith('/') ? said : `${said}/`, said],
    tx,
  )
  // an address that two places share names neither
  return rows.length === 1 ? rows[0] : undefined
}

export interface Match {
  readonly file: FileRow | undefined
  readonly origin: OriginRow | undefined
}

/**
 * The file that a change is about: the one of which this system spoke under the same name, or the one with the same
 * number, plate, code or house; a person without a number by name and telephone at the same house.
 */
export async function findMatch(
  kernel: Kernel,
  definition: Archive,
  sender: Sender,
  change: Pick<UpstreamChange, 'ref'>,
  values: Values,
  place: { readonly id: string; readonly path: string },
  tx: Tx,
): Promise<Match> {
  const origin = sender.system && (await originOf(kernel, sender.system.id, definition.name, change.ref, tx))
  const named = origin && (await one(kernel, definition, { sql: 'id = ?', params: [origin.file_id] }, tx))
  const same = (await byIdentity(kernel, definition, values, place, tx)) ?? (await byName(kernel, definition, sender, values, place, tx))
  if (named && same && named.id !== same.id) throw new ChangeRefused('conflict')
  return { file: named ?? same, origin: origin && named ? origin : undefined }
}

async function originOf(kernel: Kernel, systemId: string, archive: string, ref: string, tx: Tx) {
  const [row] = await kernel.store.rows<OriginRow>(
    'SELECT * FROM upstream_origins WHERE system_id = ? AND archive = ? AND ref = ?',
    [systemId, archive, ref],
    tx,
  )
  return row
}

async function one(kernel: Kernel, definition: Archive, where: Condition, tx: Tx): Promise<FileRow | undefined> {
  const [row] = await unscoped<FileRow>(
    kernel.store,
    why,
    {
      sql: `SELECT ${columnsToRead(definition)} FROM ${definition.table} WHERE ${where.sql} AND state <> 'merged' ORDER BY id LIMIT 1`,
      params: where.params,
    },
    tx,
  )
  return row
}

async function byIdentity(kernel: Kernel, definition: Archive, values: Values, place: { readonly id: string }, tx: Tx) {
  if (definition.onePerPlace) return one(kernel, definition, { sql: 'place_id = ?', params: [place.id] }, tx)
  const rules = definition.unique.filter((names) => names.every((name) => (values[name] ?? null) !== null))
  if (rules.length === 0) return undefined
  const equal = (name: string) => {
    const stored = storedField(definition, name)
    return among(keyColumn(stored), keysFor(kernel, definition, stored, values[name] ?? null))
  }
  return one(
    kernel,
    definition,
    combine(
      'OR',
      rules.map((names) => combine('AND', names.map(equal))),
    ),
    tx,
  )
}

async function byName(kernel: Kernel, definition: Archive, sender: Sender, values: Values, place: { readonly path: string }, tx: Tx) {
  const { name, phone, idNumber } = values
  if (definition.name !== 'person' || typeof name !== 'string' || typeof phone !== 'string') return undefined
  const stored = storedField(definition, 'phone')
  const known = among(keyColumn(stored), keysFor(kernel, definition, stored, phone))
  const rows = await unscoped<FileRow>(
    kernel.store,
    why,
    {
      sql: `SELECT ${columnsToRead(definition)} FROM people WHERE ${known.sql} AND state = 'active' ORDER BY id LIMIT 10`,
      params: known.params,
    },
    tx,
  )
  const within = placesFor(sender, definition.name as UpstreamArchive)
  return rows.find((row) => {
    const own = valuesOf(kernel, definition, row, ['name', 'idNumber'])
    if (normaliseName(String(own.name)) !== normaliseName(name)) return false
    // two numbers are two people, whatever else they share
    if (idNumber != null && own.idNumber !== null) return false
    return row.place_path === place.path || within.some((path) => row.place_path.startsWith(path))
  })
}
