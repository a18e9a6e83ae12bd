import { nextNumber } from '../../engines/thing/index.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'

const name = 'map'

/** Grows with every change of what tiles are made of; tiles and positions are kept under it. */
export async function mapVersion(kernel: Kernel, tx?: Tx): Promise<number> {
  const [row] = await kernel.store.rows<{ value: number }>('SELECT value FROM counters WHERE name = ?', [name], tx)
  return Number(row?.value ?? 0)
}

/** Also holds the row until the transaction ends: drawings are saved one after the other, so neighbours are seen as they are. */
export const growVersion = (kernel: Kernel, tx: Tx): Promise<number> => nextNumber(kernel.store, name, tx)
