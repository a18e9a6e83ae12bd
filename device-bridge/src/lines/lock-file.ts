import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from '@liren/contract'
import { type LockTold, lockToldSchema } from '@liren/contract/edge/locks'
import { gathered } from '../platform/gathered.ts'
import { readWhole, writeWhole } from '../platform/whole-file.ts'

const keptSchema = z.object({
  locks: z.array(lockToldSchema),
  /** Orders of the house that were carried out, the last ones. */
  orders: z.array(z.string()),
})

/** Locks on the bridge's own disk: whoever makes it start anew has won nothing. */
export async function openLockFile(folder: string) {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'locks.json')
  const found = await readWhole(file)
  const kept = found === undefined ? { locks: [], orders: [] } : z.parse(keptSchema, found)
  const locks = new Map<string, LockTold>(kept.locks.map((lock) => [lock.lockId, lock]))
  const orders = [...kept.orders]
  const { save, idle } = gathered(() => writeWhole(file, { locks: [...locks.values()], orders }))
  return { locks, orders, save, idle }
}

export type LockFile = Awaited<ReturnType<typeof openLockFile>>
