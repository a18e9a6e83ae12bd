import type { Text } from '@liren/contract'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { rulesOf } from './rules.ts'

/** Days that a class is kept where somebody set them; undefined where nobody did. */
export async function daysSet({ store }: Kernel, name: string, tx?: Tx): Promise<number | undefined> {
  const rows = await store.rows<{ days: number }>('SELECT days FROM retention_rules WHERE class = ?', [name], tx)
  return rows[0]?.days
}

export interface Hold {
  readonly id: string
  readonly subject: string
  readonly subject_id: string
  readonly reason: string
  readonly until_at: number | null
}

/** Why something may not be deleted or closed now; undefined when nothing stands against it. */
export async function holdOn(kernel: Kernel, subject: string, id: string, tx?: Tx): Promise<Hold | undefined> {
  return (await holdsOn(kernel, subject, [id], tx)).get(id)
}

/** Of many things at once, those that a legal hold keeps. */
export async function holdsOn(kernel: Kernel, subject: string, ids: readonly string[], tx?: Tx): Promise<Map<string, Hold>> {
  if (ids.length === 0) return new Map()
  const wanted = among('subject_id', ids)
  const rows = await unscoped<Hold>(
    kernel.store,
    'a hold stands against everybody, whoever asks',
    {
      sql: `SELECT id, subject, subject_id, reason, until_at FROM legal_holds
        WHERE subject = ? AND ${wanted.sql} AND lifted_at IS NULL AND (until_at IS NULL OR until_at > ?)`,
      params: [subject, ...wanted.params, kernel.clock.now()],
    },
    tx,
  )
  return new Map(rows.map((row) => [row.subject_id, row]))
}

export interface KeptDays {
  readonly text: Text
  readonly days: number
}

/** How long the rows of tables are kept that do not stay for ever; where several classes share a table, the shortest. */
export async function keptDays(kernel: Kernel): Promise<Map<string, KeptDays>> {
  const kept = new Map<string, KeptDays>()
  for (const { of, days, isOn } of await rulesOf(kernel)) {
    const before = kept.get(of.table)
    if (isOn && (before === undefined || days < before.days)) kept.set(of.table, { text: of.text, days })
  }
  return kept
}
