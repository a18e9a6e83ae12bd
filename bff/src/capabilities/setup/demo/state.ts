import type { DemoState } from '@liren/contract/capabilities/setup'
import { refuse } from '../../../kernel/errors.ts'
import { announce } from '../../../kernel/identity/announce.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { insertOnce } from '../../../kernel/store/insert-once.ts'
import type { Tx } from '../../../kernel/store/store.ts'

/** Names of settings: what the demonstration brought along, and how far its end has come. */
export const seedSetting = 'demo.seed'
export const endSetting = 'demo.end'
/** The job that does the clearing. */
export const clearJob = 'setup.clear-demo'

type End = 'clearing' | 'cleared'

/** Why a house whose demonstration was cleared does not open as one again. */
export class DemoOverError extends Error {
  constructor() {
    super('The demo data of this database was cleared: start with LIREN_DEMO=off, or choose another database for a demonstration.')
    this.name = 'DemoOverError'
  }
}

const read = async <T>(kernel: Pick<Kernel, 'store'>, name: string, tx?: Tx): Promise<T | undefined> => {
  const [row] = await kernel.store.rows<{ value: string }>('SELECT value FROM platform_settings WHERE name = ?', [name], tx)
  return row && (JSON.parse(row.value) as T)
}

/** How far the clearing has come; undefined while nobody asked for it. */
export const readEnd = async (kernel: Pick<Kernel, 'store'>, tx?: Tx): Promise<End | undefined> =>
  (await read<{ state: End }>(kernel, endSetting, tx))?.state

/** A database with data of its own was never filled in; nothing of it may be taken for a demonstration. */
export const wasSeeded = async (kernel: Pick<Kernel, 'store'>, tx?: Tx): Promise<boolean> =>
  (await read<object>(kernel, seedSetting, tx)) !== undefined

export async function demoState(kernel: Pick<Kernel, 'store' | 'config'>, tx?: Tx): Promise<DemoState> {
  return (await readEnd(kernel, tx)) ?? (kernel.config.LIREN_DEMO ? 'on' : 'off')
}

/** Asks for the clearing; false when it was asked for before. From now on nobody is signed in. */
export async function beginEnd(kernel: Kernel, tx: Tx): Promise<boolean> {
  const row = { name: endSetting, value: JSON.stringify({ state: 'clearing' }), updated_at: kernel.clock.now() }
  if (!(await insertOnce(kernel.store, 'platform_settings', row, tx))) return false
  await kernel.store.run('DELETE FROM sessions', [], tx)
  announce(kernel, undefined, tx)
  return true
}

export async function finishEnd(kernel: Kernel): Promise<void> {
  const value = JSON.stringify({ state: 'cleared' })
  const changed = await kernel.store.run('UPDATE platform_settings SET value = ?, updated_at = ? WHERE name = ?', [
    value,
    kernel.clock.now(),
    endSetting,
  ])
  if (changed !== 1) throw refuse('internal')
}

/** A server that was told to be a demonstration does not open over one that is over. */
export async function assertDemoGoesOn(kernel: Kernel): Promise<void> {
  if (kernel.config.LIREN_DEMO && (await readEnd(kernel)) === 'cleared') throw new DemoOverError()
}
