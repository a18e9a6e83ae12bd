import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Store, Tx } from '../../kernel/store/store.ts'

/**
 * The next number of a named sequence. Its row stays locked until the transaction ends, so numbers become visible in
 * their order: who has seen 7 will not be told a 6 later.
 */
export async function nextNumber(store: Store, name: string, tx: Tx, count = 1): Promise<number> {
  const moved = await store.run('UPDATE counters SET value = value + ? WHERE name = ?', [count, name], tx)
  if (moved === 0) {
    await insertOnce(store, 'counters', { name, value: 0 }, tx)
    await store.run('UPDATE counters SET value = value + ? WHERE name = ?', [count, name], tx)
  }
  const [row] = await store.rows<{ value: number }>('SELECT value FROM counters WHERE name = ?', [name], tx)
  return Number(row?.value)
}
