import type { Kernel } from '../../../kernel/kernel.ts'
import type { Tx } from '../../../kernel/store/store.ts'

/** A device stands elsewhere now: who may see its locks is decided there. */
export const locksFollow = (kernel: Kernel, { id, code }: { id: string; code: string }, path: string, tx: Tx): Promise<number> =>
  kernel.store.run('UPDATE bridge_locks SET place_path = ? WHERE identity = ? AND device_id = ?', [path, code, id], tx)
