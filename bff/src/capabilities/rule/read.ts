import { text } from '@liren/contract'
import type { Check } from '../../kernel/health/check.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { readBook } from './book.ts'

export type { RuleLetter } from './act.ts'
export { rulesForBridge } from './edges.ts'
export { productsKnown } from './world.ts'

/** Rules that ran in a circle were stopped by the house: until somebody looks at them they do nothing. */
export const ruleCheck = ({ store }: Pick<Kernel, 'store'>): Check => ({
  name: 'rules',
  part: 'engines',
  text: text('联动规则引擎', 'Rule engine'),
  vital: false,
  async run() {
    const [row] = await unscoped<{ running: number | null; stopped: number | null }>(
      store,
      'how the engine does concerns the whole house',
      {
        sql: `SELECT SUM(is_enabled) AS running, SUM(CASE WHEN stopped IS NULL THEN 0 ELSE 1 END) AS stopped FROM rules WHERE is_removed = 0`,
        params: [],
      },
    )
    const stopped = Number(row?.stopped ?? 0)
    if (stopped > 0) return { state: 'degraded', detail: `已自动停用 · stopped: ${stopped}` }
    return { state: 'good', detail: `${Number(row?.running ?? 0)}` }
  },
})

/** The rules in force that look at sliding windows, by window. */
export async function rulesOnStreams(kernel: Kernel, tx?: Tx): Promise<Map<string, { id: string; name: string }[]>> {
  const { book } = await readBook(kernel, tx)
  const found = new Map<string, { id: string; name: string }[]>()
  for (const [id, listeners] of book.onStream)
    found.set(
      id,
      [...new Set(listeners.map(({ rule }) => rule))].map((rule) => ({ id: rule.id, name: rule.name })),
    )
  return found
}
