import { readEnd, seedSetting as setting } from '@liren/bff/capabilities/setup/demo/state'
import type { Kernel } from '@liren/bff/kernel/kernel'
import { unscoped } from '@liren/bff/kernel/store/scope'
import type { Tx } from '@liren/bff/kernel/store/store'
import { insertRows } from './batch.ts'
import { createDice } from './dice.ts'
import { createDemoIds } from './ids.ts'
import { type ProfileName, scales } from './profile.ts'
import type { SeedSet } from './set.ts'
import { sets } from './sets/index.ts'

export interface SeedProgress {
  readonly set: SeedSet
  /** In [0, 1], over all sets. */
  readonly share: number
}

interface SeedState {
  readonly profile: ProfileName
  readonly seededAt: number
  readonly sets: readonly string[]
}

const read = <T extends object>(kernel: Kernel, sql: string, params: readonly (string | number)[] = [], tx?: Tx): Promise<T[]> =>
  unscoped<T>(kernel.store, 'the demonstration is written for nobody in particular', { sql, params }, tx)

/** What was seeded so far; undefined on a database that never was. */
export async function seedState(kernel: Kernel): Promise<SeedState | undefined> {
  const [row] = await read<{ value: string }>(kernel, 'SELECT value FROM platform_settings WHERE name = ?', [setting])
  return row && (JSON.parse(row.value) as SeedState)
}

/** Nobody's real data is mixed with invented people: a database that holds users without a seed, or was cleared, is left alone. */
export async function mayBeSeeded(kernel: Kernel): Promise<boolean> {
  if (await readEnd(kernel)) return false
  if (await seedState(kernel)) return true
  const [row] = await read<{ id: string }>(kernel, 'SELECT id FROM places LIMIT 1')
  return row === undefined
}

/**
 * Fills in the demo community, set by set, each in a transaction of its own that also notes it as done. Interrupted,
 * it goes on with the next set at the next start; complete, it does nothing. Returns the names of the sets it wrote.
 */
export async function seed(kernel: Kernel, profile: ProfileName, report: (progress: SeedProgress) => void = () => {}): Promise<string[]> {
  const before = await seedState(kernel)
  const state: SeedState = before ?? { profile, seededAt: kernel.clock.now(), sets: [] }
  const missing = sets.filter((set) => !state.sets.includes(set.name))
  const done = [...state.sets]
  for (const [index, set] of missing.entries()) {
    const tell = (share: number): void => report({ set, share: (index + share) / missing.length })
    tell(0)
    await kernel.store.tx(async (tx) => {
      await set.run({
        kernel,
        tx,
        scale: scales[state.profile],
        dice: createDice(`${set.name}:liren`),
        ids: createDemoIds(sets.indexOf(set) + 1),
        now: state.seededAt,
        insert: (table, rows) => insertRows(kernel.store, table, rows, tx),
        rows: (sql, params) => read(kernel, sql, params, tx),
        progress: tell,
      })
      const next: SeedState = { ...state, sets: [...done, set.name] }
      const written = await kernel.store.run(
        'UPDATE platform_settings SET value = ?, updated_at = ? WHERE name = ?',
        [JSON.stringify(next), kernel.clock.now(), setting],
        tx,
      )
      if (written === 0)
        await insertRows(
          kernel.store,
          'platform_settings',
          [{ name: setting, value: JSON.stringify(next), updated_at: kernel.clock.now() }],
          tx,
        )
    })
    done.push(set.name)
    await set.after?.(kernel)
  }
  return missing.map((set) => set.name)
}
