import { hookErrors } from '@liren/contract/capabilities/subscription'
import { refuseWith } from '../../kernel/errors.ts'
import type { Principal } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { isIntact, partnerById } from '../api/read.ts'

/** Whether this application may see devices of this place now: switched on, granted the group, and the place within its own. */
export async function isGranted(kernel: Kernel, partnerId: string, placePath: string, tx?: Tx): Promise<boolean> {
  const partner = await partnerById(kernel, partnerId, tx)
  if (partner?.is_on !== 1 || !isIntact(kernel, partner)) return false
  return (JSON.parse(partner.grps) as string[]).includes('device') && placePath.startsWith(partner.place_path)
}

/** Whom it is for: an application that asks by itself always means itself. */
export async function partnerFor(
  kernel: Kernel,
  principal: Principal,
  wanted: string | null | undefined,
  placePath: string,
  tx: Tx,
): Promise<string | null> {
  const id = principal.kind === 'app' ? principal.id : (wanted ?? null)
  if (id !== null && !(await isGranted(kernel, id, placePath, tx))) throw refuseWith(hookErrors, 'subscription.partner')
  return id
}

export async function namesOfPartners(kernel: Kernel, ids: readonly (string | null)[], tx?: Tx): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  if (wanted.length === 0) return new Map()
  const some = among('id', wanted)
  const rows = await kernel.store.rows<{ id: string; name: string }>(`SELECT id, name FROM partners WHERE ${some.sql}`, some.params, tx)
  return new Map(rows.map((row) => [row.id, row.name]))
}
