import type { BodyOf } from '@liren/contract'
import type { govdataEndpoints } from '@liren/contract/capabilities/govdata'
import { refuse } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { type ItemRow, itemCalled } from './row.ts'

type Body = BodyOf<typeof govdataEndpoints.save>

/** Keeps an item as it was said; what was saved in between is not overwritten. */
export async function saveItem(kernel: Kernel, code: string, body: Body, tx: Tx): Promise<ItemRow> {
  const { name, provider, subject, grade, authorisation } = body
  const columns = {
    ...{ name, provider, subject, grade, scenes: JSON.stringify([...new Set(body.scenes)]), usage_rule: body.rule },
    ...{ shown_columns: JSON.stringify(body.columns), refresh_days: body.refreshDays, is_open: body.isOpen ? 1 : 0 },
    ...{ auth_number: authorisation?.number ?? null, auth_purpose: authorisation?.purpose ?? null },
    ...{ auth_until_on: authorisation?.until ?? null, changed_at: kernel.clock.now() },
  }
  if (body.version === 0) {
    const row = { id: kernel.ids.next(), code, ...columns, version: 1 }
    if (!(await insertOnce(kernel.store, 'govdata_items', row, tx))) throw refuse('stale')
  } else {
    const sets = Object.keys(columns).map((column) => `${column} = ?`)
    const saved = await kernel.store.run(
      `UPDATE govdata_items SET ${sets.join(', ')}, version = version + 1 WHERE code = ? AND version = ?`,
      [...Object.values(columns), code, body.version],
      tx,
    )
    if (saved !== 1) throw refuse((await itemCalled(kernel, code, tx)) ? 'stale' : 'not-found')
  }
  const row = await itemCalled(kernel, code, tx)
  if (!row) throw refuse('not-found')
  return row
}
