import { join } from 'node:path'
import { readWhole, writeWhole } from '../platform/whole-file.ts'

const perDevice = 64

/**
 * The identities of the last messages of each device. A message that comes again, because its confirmation got lost or the
 * bridge died before it was sent, is known by them. Each lies in the record of its message; those of segments that are
 * removed move to a file of their own.
 */
export async function openKeys(folder: string) {
  const file = join(folder, 'keys.json')
  const found = ((await readWhole(file)) as Record<string, string[]> | undefined) ?? {}
  const keys = new Map(Object.entries(found))

  return {
    has: (device: string, key: string): boolean => keys.get(device)?.includes(key) ?? false,
    add(device: string, key: string): void {
      const known = keys.get(device) ?? []
      known.push(key)
      if (known.length > perDevice) known.shift()
      keys.set(device, known)
    },
    /** Before records are removed that hold some of them. */
    save: (): Promise<void> => writeWhole(file, Object.fromEntries(keys)),
  }
}

export type Keys = Awaited<ReturnType<typeof openKeys>>
