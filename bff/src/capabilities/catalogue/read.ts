import type { Level } from '@liren/contract'
import type { Kernel } from '../../kernel/kernel.ts'
import { fieldEntries } from './entries.ts'

export { stewardsOf } from './stewards.ts'
export { type TableEntry, tableEntries } from './tables.ts'

/** The highest grade of anything in each table. */
export async function tableGrades(kernel: Kernel): Promise<Map<string, Level>> {
  const found = new Map<string, Level>()
  for (const { table, grade } of await fieldEntries(kernel))
    if (grade !== null && grade > (found.get(table) ?? 'L0')) found.set(table, grade)
  return found
}
