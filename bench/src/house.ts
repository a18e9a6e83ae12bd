import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { accountById } from '../../bff/src/kernel/identity/accounts.ts'
import { openSession } from '../../bff/src/kernel/identity/sessions.ts'
import type { Kernel } from '../../bff/src/kernel/kernel.ts'

export const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The house as it is shipped. */
export function bundleHouse(): void {
  execFileSync(process.execPath, [here('../../tools/src/start/bundle.mjs'), 'src/main.ts'], { cwd: here('../../bff') })
}

export async function tokenFor(kernel: Kernel, id: string, end: 'resident' | 'admin'): Promise<string> {
  const user = await accountById(kernel, id)
  if (!user) throw new Error('nobody')
  const how = { client: 'bearer', device: 'bench', ip: '127.0.0.1', method: 'demo', end } as const
  return kernel.store.tx(async (tx) => (await openSession(kernel, user, how, tx)).token)
}
