import { groupOf } from '@liren/contract'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'

export { isIntact, type PartnerRow, partnerById, receivingCertificate } from './partners.ts'

/** Applications that may call this interface now, by the group that it is in. */
export async function grantedPartners(kernel: Kernel, endpointId: string, tx?: Tx): Promise<{ id: string; name: string }[]> {
  const endpoint = kernel.surface.capabilities.flatMap(({ routes }) => routes).find((one) => one.endpoint.id === endpointId)?.endpoint
  if (!endpoint) return []
  const group = (await kernel.traffic.settings()).get(endpointId)?.grp ?? groupOf(endpoint)
  const rows = await unscoped<{ id: string; name: string; grps: string }>(
    kernel.store,
    'an interface is in use wherever its callers belong',
    { sql: 'SELECT id, name, grps FROM partners WHERE is_on = 1 ORDER BY id', params: [] },
    tx,
  )
  return rows.filter(({ grps }) => (JSON.parse(grps) as string[]).includes(group)).map(({ id, name }) => ({ id, name }))
}

/** A partner by the key id that people know it by. */
export async function partnerNamed(kernel: Kernel, keyId: string, tx?: Tx): Promise<{ id: string } | undefined> {
  return (await kernel.store.rows<{ id: string }>('SELECT id FROM partners WHERE key_id = ?', [keyId], tx))[0]
}

/** Key ids of partners. */
export async function partnersById(kernel: Kernel, ids: readonly string[], tx?: Tx): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const where = among('id', ids)
  const rows = await kernel.store.rows<{ id: string; key_id: string }>(
    `SELECT id, key_id FROM partners WHERE ${where.sql}`,
    where.params,
    tx,
  )
  return new Map(rows.map(({ id, key_id }) => [id, key_id]))
}
