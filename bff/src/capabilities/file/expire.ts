import type { Kernel } from '../../kernel/kernel.ts'
import { mainKey, thumbKey } from './row.ts'

const batch = 200
/** Longer than any upload takes from its row to its commit. */
const abandonedMs = 3_600_000

/** Removes what never became part of a record, and what an upload left half-way. Can stop anywhere and be run again. */
export async function expireFiles(kernel: Kernel, now: number): Promise<number> {
  const { store, files } = kernel
  await store.run("UPDATE files SET state = 'gone' WHERE state = 'kept' AND expires_at IS NOT NULL AND expires_at <= ?", [now])
  await store.run("UPDATE files SET state = 'gone' WHERE state = 'receiving' AND created_at <= ?", [now - abandonedMs])
  const gone = await store.rows<{ id: string }>(`SELECT id FROM files WHERE state = 'gone' LIMIT ${batch}`)
  for (const { id } of gone) {
    await files.remove(mainKey(id))
    await files.remove(thumbKey(id))
    // Only when its bytes are gone is a row forgotten.
    await store.run("DELETE FROM files WHERE id = ? AND state = 'gone'", [id])
  }
  return gone.length
}
