import type { Archive, changeActions, FieldValue, Values } from '@liren/contract/archive/index'
import { namesOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { keyset } from '../../kernel/store/page.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { toldOf } from './present.ts'
import { textOf } from './row.ts'

export interface Change {
  readonly field: string
  readonly before: string | null
  readonly after: string | null
}

export interface Recorded {
  readonly fileId: string
  readonly by: string | null
  readonly action: (typeof changeActions)[number]
  readonly version: number
  readonly changes: readonly Change[]
  readonly source?: string | null | undefined
  readonly reason?: string | null | undefined
}

/** Before and after of what really changed, as the history tells it. */
export function changesBetween(definition: Archive, before: Values, after: Values): Change[] {
  return Object.keys(after).flatMap((name) => {
    const [was, is] = [before[name] ?? null, after[name] ?? null]
    if (textOf(was as FieldValue) === textOf(is as FieldValue)) return []
    return [{ field: name, before: toldOf(definition, name, was as FieldValue), after: toldOf(definition, name, is as FieldValue) }]
  })
}

/** Writes one step of the life of a file, in the transaction of the step itself. */
export const record = (kernel: Kernel, definition: Archive, step: Recorded, tx: Tx): Promise<void> =>
  recordAll(kernel, definition, [step], tx)

/** Steps of many files in one statement. */
export async function recordAll(kernel: Kernel, definition: Archive, steps: readonly Recorded[], tx: Tx): Promise<void> {
  const now = kernel.clock.now()
  await kernel.store.run(
    `INSERT INTO archive_changes (id, archive, file_id, changed_at, changed_by, action, source, reason, file_version, changes)
     VALUES ${steps.map(() => '(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').join(', ')}`,
    steps.flatMap((step) => [
      kernel.ids.next(),
      definition.name,
      step.fileId,
      now,
      step.by,
      step.action,
      step.source ?? null,
      step.reason ?? null,
      step.version,
      JSON.stringify(step.changes),
    ]),
    tx,
  )
}

interface ChangeRow {
  readonly id: string
  readonly changed_at: number
  readonly changed_by: string | null
  readonly action: (typeof changeActions)[number]
  readonly source: string | null
  readonly reason: string | null
  readonly file_version: number
  readonly changes: string
}

/** The life of a file, the latest step first. Whoever calls has made sure that the file is within reach. */
export async function historyOf(
  kernel: Kernel,
  definition: Archive,
  fileId: string,
  query: { cursor?: string | undefined; limit?: number | undefined },
) {
  const limit = query.limit ?? 20
  const keys = keyset({ cursor: query.cursor }, ['id desc'], { archive: definition.name, fileId })
  const after = keys.seek()
  const rows = await kernel.store.rows<ChangeRow>(
    `SELECT id, changed_at, changed_by, action, source, reason, file_version, changes FROM archive_changes
     WHERE archive = ? AND file_id = ? AND ${after.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    [definition.name, fileId, ...after.params],
  )
  const page = keys.page(rows, limit, (row) => [row.id])
  const names = await namesOf(
    kernel,
    page.items.flatMap(({ changed_by }) => changed_by ?? []),
  )
  return {
    ...page,
    items: page.items.map((row) => ({
      id: row.id,
      at: new Date(row.changed_at).toISOString(),
      by: row.changed_by === null ? null : (names.get(row.changed_by) ?? null),
      action: row.action,
      source: row.source,
      reason: row.reason,
      version: row.file_version,
      changes: JSON.parse(row.changes) as Change[],
    })),
  }
}
