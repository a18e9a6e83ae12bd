import type { Kernel } from '../../../bff/src/kernel/kernel.ts'
import { internalsOf } from '../../../bff/src/kernel/store/internals.ts'

/** What a server may do while nothing that it writes is promised to anybody yet. */
const loading = {
  innodb_flush_log_at_trx_commit: 0,
  innodb_buffer_pool_size: 2 * 1024 ** 3,
  innodb_log_file_size: 2 * 1024 ** 3,
  innodb_max_dirty_pages_pct: 90,
  innodb_change_buffering: "'none'",
} as const

/** Fills tables under settings for loading, and puts those of every day back, also when it fails. */
export async function inBulk(kernel: Kernel, work: () => Promise<void>): Promise<void> {
  if (kernel.store.flavour !== 'mariadb') return work()
  const { connector } = internalsOf(kernel.store)
  const set = (values: Readonly<Record<string, number | string>>) =>
    connector.alone(async (session) => {
      for (const [name, value] of Object.entries(values)) await session.run(`SET GLOBAL ${name} = ${value}`, [])
    })
  const names = Object.keys(loading)
  const [before] = await connector.alone((session) =>
    session.rows<Record<string, number | string>>(`SELECT ${names.map((name) => `@@global.${name} AS ${name}`).join(', ')}`, []),
  )
  await set(loading)
  try {
    await work()
  } finally {
    await set(
      Object.fromEntries(Object.entries(before ?? {}).map(([name, value]) => [name, typeof value === 'string' ? `'${value}'` : value])),
    )
  }
}
