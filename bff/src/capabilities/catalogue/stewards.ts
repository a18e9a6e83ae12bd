import { type CatalogueDomain, catalogueDomains, catalogueErrors, domainCodes } from '@liren/contract/capabilities/catalogue'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import { accountById } from '../../kernel/identity/accounts.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'

interface StewardRow {
  readonly domain: string
  readonly owner: string
  readonly responsible_id: string
  readonly manager_id: string
  readonly version: number
}

interface Named {
  readonly id: string
  readonly name: string
}

/** Who owns a kind of data, who answers for it, and who decides who may see it. */
export interface Steward {
  readonly owner: string
  readonly responsible: Named | null
  readonly manager: Named | null
  readonly version: number
}

export async function stewardsOf(kernel: Kernel, tx?: Tx): Promise<Map<CatalogueDomain, Steward>> {
  const rows = await kernel.store.rows<StewardRow>(
    'SELECT domain, owner, responsible_id, manager_id, version FROM catalogue_stewards',
    [],
    tx,
  )
  const names = await namesOf(kernel, [...new Set(rows.flatMap((row) => [row.responsible_id, row.manager_id]))], tx)
  const named = (id: string) => ({ id, name: names.get(id) ?? '' })
  return new Map(
    domainCodes.map((domain) => {
      const row = rows.find((known) => known.domain === domain)
      return [
        domain,
        row
          ? { owner: row.owner, responsible: named(row.responsible_id), manager: named(row.manager_id), version: row.version }
          : { owner: catalogueDomains[domain].owner.zh, responsible: null, manager: null, version: 0 },
      ]
    }),
  )
}

export interface NewSteward {
  readonly owner: string
  readonly responsibleId: string
  readonly managerId: string
  readonly version: number
}

/** Whoever names somebody; only people below the own place can be named. */
type Writer = Pick<RequestContext, 'principal' | 'scope'>

export async function saveSteward(kernel: Kernel, domain: CatalogueDomain, asked: NewSteward, by: Writer, tx: Tx): Promise<void> {
  const { owner, responsibleId, managerId, version } = asked
  if (responsibleId === managerId) throw refuseWith(catalogueErrors, 'catalogue.same')
  const faults = []
  for (const [path, id] of [
    ['body.responsibleId', responsibleId],
    ['body.managerId', managerId],
  ] as const) {
    const user = await accountById(kernel, id, tx)
    const isInReach = user !== undefined && by.scope.places.some((path) => user.place_path.startsWith(path))
    const isInUse = isInReach && user.state === 'active' && user.valid_until_at > kernel.clock.now() && user.class !== 'resident'
    if (!isInUse) faults.push({ path, zh: '不是在用的工作账号', en: 'Not an account of staff that is in use' })
  }
  if (faults.length > 0) throw refuseWith(catalogueErrors, 'catalogue.nobody', { faults })
  const row = { owner, responsible_id: responsibleId, manager_id: managerId, set_by: by.principal.id, set_at: kernel.clock.now() }
  if (version === 0) {
    if (!(await insertOnce(kernel.store, 'catalogue_stewards', { domain, ...row, version: 1 }, tx))) throw refuse('stale')
    return
  }
  const changed = await kernel.store.run(
    'UPDATE catalogue_stewards SET owner = ?, responsible_id = ?, manager_id = ?, set_by = ?, set_at = ?, version = version + 1 WHERE domain = ? AND version = ?',
    [...Object.values(row), domain, version],
    tx,
  )
  if (changed !== 1) throw refuse('stale')
}
