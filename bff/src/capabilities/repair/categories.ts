import type { RepairCategory } from '@liren/contract/capabilities/repair'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'

interface CategoryRow {
  code: string
  zh: string
  en: string
  kind: RepairCategory['kind']
  keywords: string
  is_emergency: number
  advice: string | null
  accept_minutes: number
  finish_minutes: number
  dispatch: RepairCategory['dispatch']
  is_retired: number
  version: number
}

const fromRow = (row: CategoryRow): RepairCategory => ({
  code: row.code,
  text: { zh: row.zh, en: row.en },
  kind: row.kind,
  keywords: JSON.parse(row.keywords) as string[],
  emergency: row.is_emergency === 1,
  advice: row.advice === null ? null : (JSON.parse(row.advice) as { zh: string; en: string }),
  acceptMinutes: row.accept_minutes,
  finishMinutes: row.finish_minutes,
  dispatch: row.dispatch,
  retired: row.is_retired === 1,
  version: row.version,
})

const freshMs = 5_000

/** The categories are few and read with every request, so they are kept for some seconds. */
export function createCategories(kernel: Kernel) {
  let kept: { at: number; byCode: Map<string, RepairCategory> } | undefined

  async function all(tx?: Tx): Promise<Map<string, RepairCategory>> {
    const now = kernel.clock.now()
    if (kept && now - kept.at < freshMs) return kept.byCode
    const rows = await kernel.store.rows<CategoryRow>('SELECT * FROM repair_categories ORDER BY sort, code', [], tx)
    kept = { at: now, byCode: new Map(rows.map((row) => [row.code, fromRow(row)])) }
    return kept.byCode
  }

  return {
    all,
    forget: () => {
      kept = undefined
    },
    async save(code: string, next: Omit<RepairCategory, 'code' | 'advice'>, tx: Tx): Promise<RepairCategory | undefined> {
      const values = [
        next.text.zh,
        next.text.en,
        next.kind,
        JSON.stringify(next.keywords),
        next.emergency ? 1 : 0,
        next.acceptMinutes,
        next.finishMinutes,
        next.dispatch,
        next.retired ? 1 : 0,
      ]
      const changed =
        next.version === 0
          ? await kernel.store.run(
              `INSERT INTO repair_categories (zh, en, kind, keywords, is_emergency, accept_minutes, finish_minutes, dispatch, is_retired, code, sort)
               SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, COUNT(*) FROM repair_categories`,
              [...values, code],
              tx,
            )
          : await kernel.store.run(
              `UPDATE repair_categories SET zh = ?, en = ?, kind = ?, keywords = ?, is_emergency = ?, accept_minutes = ?, finish_minutes = ?, dispatch = ?,
               is_retired = ?, version = version + 1 WHERE code = ? AND version = ?`,
              [...values, code, next.version],
              tx,
            )
      if (changed !== 1) return undefined
      const [row] = await kernel.store.rows<CategoryRow>('SELECT * FROM repair_categories WHERE code = ?', [code], tx)
      return row && fromRow(row)
    },
  }
}

export type Categories = ReturnType<typeof createCategories>
