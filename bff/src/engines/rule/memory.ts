import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { upsertRows } from '../../kernel/store/upsert.ts'
import { blank, type Memory } from './step.ts'

interface MemoryRow {
  readonly memory_key: string
  readonly is_held: number
  readonly since_at: number | null
  readonly last_value: string | null
}

/** A changed rule begins anew: its number is part of the key. */
export const memoryKey = (rule: { id: string; number: number }, index: number | 'rest', deviceId: string): string =>
  `${rule.id}:${rule.number}:${index}:${deviceId}`

export async function readMemories(kernel: Kernel, keys: readonly string[], tx: Tx): Promise<Map<string, Memory>> {
  const memories = new Map<string, Memory>()
  const lock = kernel.store.dialect === 'sqlite' ? '' : ' FOR UPDATE'
  for (let from = 0; from < keys.length; from += 400) {
    const some = among('memory_key', keys.slice(from, from + 400))
    const sql = `SELECT memory_key, is_held, since_at, last_value FROM rule_memories WHERE ${some.sql}${lock}`
    for (const row of await kernel.store.rows<MemoryRow>(sql, some.params, tx))
      memories.set(row.memory_key, {
        ...{ isHeld: row.is_held === 1, since: row.since_at === null ? null : Number(row.since_at), last: row.last_value },
      })
  }
  return memories
}

export const memoryOf = async (kernel: Kernel, key: string, tx: Tx): Promise<Memory> =>
  (await readMemories(kernel, [key], tx)).get(key) ?? blank

export async function keepMemories(kernel: Kernel, changed: ReadonlyMap<string, Memory>, tx: Tx): Promise<void> {
  const rows = [...changed].map(([key, memory]) => ({
    ...{ memory_key: key, rule_id: key.slice(0, key.indexOf(':')), is_held: memory.isHeld ? 1 : 0 },
    ...{ since_at: memory.since, last_value: memory.last },
  }))
  await upsertRows(kernel.store, 'rule_memories', ['memory_key'], rows, tx)
}
