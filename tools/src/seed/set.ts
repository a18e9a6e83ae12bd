import type { Kernel } from '@liren/bff/kernel/kernel'
import type { Tx } from '@liren/bff/kernel/store/store'
import type { Text } from '@liren/contract'
import { insertRows, type Row } from './batch.ts'
import type { Dice } from './dice.ts'
import type { DemoIds } from './ids.ts'
import type { Scale } from './profile.ts'

/** What a set may use. Everything it writes goes through `tx`: it is there whole or not at all. */
export interface SeedContext {
  readonly kernel: Kernel
  readonly tx: Tx
  readonly scale: Scale
  readonly dice: Dice
  readonly ids: DemoIds
  /** The moment of seeding; all dates are relative to it. */
  readonly now: number
  readonly insert: (table: string, rows: readonly Row[]) => Promise<void>
  readonly rows: <T extends object>(sql: string, params?: readonly (string | number)[]) => Promise<T[]>
  /** In [0, 1], within this set. */
  readonly progress: (share: number) => void
}

/** One part of the demo community, written in one transaction and once. A new capability adds a file with its own. */
export interface SeedSet {
  readonly name: string
  readonly text: Text
  readonly run: (context: SeedContext) => Promise<void>
  /** Work of the house itself on what was written; may be repeated. */
  readonly after?: (kernel: Kernel) => Promise<void>
}

export { insertRows }
export const day = 86_400_000
export const hour = 3_600_000
export const minute = 60_000
