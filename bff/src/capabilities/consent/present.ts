import type { ConsentEntry, ConsentPurpose } from '@liren/contract/capabilities/consent'
import { namesOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Condition } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import type { ConsentRow } from './ledger.ts'
import { consentsOf, type Held, type Whom } from './read.ts'

/** A purpose beside what somebody said to it. */
export async function mine(kernel: Kernel, whom: Whom, purpose: ConsentPurpose, tx?: Tx) {
  return beside(purpose, (await consentsOf(kernel, whom, tx)).get(purpose.code))
}

export const beside = (purpose: ConsentPurpose, held: Held | undefined) => ({
  purpose,
  state: held?.state ?? ('never' as const),
  at: held ? new Date(held.at).toISOString() : null,
  isOutdated: held?.state === 'given' && held.textVersion < purpose.textVersion,
})

export async function presentLines(kernel: Kernel, rows: readonly ConsentRow[], tx?: Tx): Promise<ConsentEntry[]> {
  const recorders = [...new Set(rows.flatMap(({ recorded_by }) => recorded_by ?? []))]
  const names = recorders.length === 0 ? new Map<string, string>() : await namesOf(kernel, recorders, tx)
  const purposes = await kernel.store.rows<{ code: string; zh: string; en: string }>('SELECT code, zh, en FROM consent_purposes', [], tx)
  return rows.map((row) => {
    const purpose = purposes.find(({ code }) => code === row.purpose)
    return {
      id: row.id,
      purpose: row.purpose,
      purposeText: { zh: purpose?.zh ?? row.purpose, en: purpose?.en ?? row.purpose },
      textVersion: row.text_version,
      action: row.action,
      channel: row.channel,
      at: new Date(Number(row.recorded_at)).toISOString(),
      by: row.recorded_by === null ? null : (names.get(row.recorded_by) ?? null),
      evidence: row.evidence === null ? [] : (JSON.parse(row.evidence) as string[]),
      note: row.note,
    }
  })
}

/** Lines of one person, the latest first. Whoever calls has made sure that they may be seen. */
export async function pageOfLines(
  kernel: Kernel,
  whose: Condition,
  marks: Record<string, string>,
  query: { cursor?: string | undefined; limit?: number | undefined },
) {
  const limit = query.limit ?? 20
  const keys = keyset({ cursor: query.cursor }, ['id desc'], marks)
  const after = keys.seek()
  const rows = await unscoped<ConsentRow>(kernel.store, 'lines of one person, who was found within reach', {
    sql: `SELECT * FROM consents WHERE ${whose.sql} AND ${after.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: [...whose.params, ...after.params],
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: await presentLines(kernel, page.items) }
}
