import {
  type CatalogueDomain,
  type CatalogueDomainItem,
  type CatalogueField,
  catalogueDomains,
  catalogue as contract,
  domainCodes,
} from '@liren/contract/capabilities/catalogue'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { refuse } from '../../kernel/errors.ts'
import { route } from '../../kernel/http/route.ts'
import { type KeptDays, keptDays } from '../retention/read.ts'
import { type FieldEntry, fieldEntries } from './entries.ts'
import { schemaFaults, stewardFaults } from './faults.ts'
import { grantsOf } from './grants.ts'
import { policiesInForce, policyVersions, publishPolicy } from './policies.ts'
import { type Steward, saveSteward, stewardsOf } from './stewards.ts'

const e = contract.endpoints

/** What the house keeps, field by field: derived from the archives and the schema it runs on, so it cannot fall behind them. */
export const catalogue: CapabilityFactory = (kernel) => {
  const domainItems = async (stewards: ReadonlyMap<CatalogueDomain, Steward>, only: readonly CatalogueDomain[] = domainCodes) => {
    const fields = await fieldEntries(kernel)
    return only.map((domain) => presentDomain(domain, stewards.get(domain), fields))
  }

  return {
    contract,
    routes: [
      route(e.domains, async () => ({ items: await domainItems(await stewardsOf(kernel)) })),

      route(e.fields, async ({ query }) => {
        const limit = query.limit ?? 50
        const wanted = (await fieldEntries(kernel)).filter((field) => isWanted(field, query))
        const from = query.cursor === undefined ? 0 : wanted.findIndex((field) => nameOf(field) === query.cursor) + 1
        if (from === 0 && query.cursor !== undefined)
          throw refuse('request.invalid', { faults: [{ path: 'query.cursor', zh: '翻页位置无效', en: 'Not a position of this list' }] })
        const page = wanted.slice(from, from + limit)
        const last = page.at(-1)
        const kept = await keptDays(kernel)
        const stewards = await stewardsOf(kernel)
        return {
          items: page.map((field) => presentField(field, kept.get(field.table), field.domain && stewards.get(field.domain))),
          count: wanted.length,
          ...(last && from + limit < wanted.length ? { next: nameOf(last) } : {}),
        }
      }),

      route(e.faults, async () => ({
        items: [...schemaFaults(await fieldEntries(kernel)), ...stewardFaults(await stewardsOf(kernel))],
      })),

      route(e.steward, async (ctx) => {
        const { domain } = ctx.params
        await saveSteward(kernel, domain, ctx.body, ctx, ctx.tx)
        const stewards = await stewardsOf(kernel, ctx.tx)
        const { owner, responsibleId, managerId } = ctx.body
        ctx.audit({ subject: 'catalogue', subjectId: domain, after: { owner, responsibleId, managerId } })
        await ctx.emit({ name: 'catalogue.changed', subject: 'catalogue', subjectId: domain, payload: {} })
        const [item] = await domainItems(stewards, [domain])
        return item as CatalogueDomainItem
      }),

      route(e.grants, ({ scope, params }) => grantsOf(kernel, scope, params.domain)),

      route(e.policies, async () => ({ items: await policiesInForce(kernel) })),

      route(e.policyVersions, async ({ params }) => ({ items: await policyVersions(kernel, params.policy) })),

      route(e.publish, async (ctx) => {
        const made = await publishPolicy(kernel, ctx.params.policy, ctx.body, ctx.principal.id, ctx.tx)
        ctx.audit({ subject: 'catalogue', subjectId: made.code, after: { textVersion: made.textVersion } })
        await ctx.emit({ name: 'catalogue.changed', subject: 'catalogue', subjectId: made.code, payload: {} })
        return made
      }),
    ],
  }
}

const nameOf = ({ table, column }: FieldEntry): string => `${table}.${column}`

type Wanted = Readonly<Partial<Record<'q' | 'grade' | 'domain' | 'protection', string | undefined>>>

function isWanted(field: FieldEntry, { q, grade, domain, protection }: Wanted): boolean {
  if (grade !== undefined && field.grade !== grade) return false
  if (domain !== undefined && field.domain !== domain) return false
  if (protection !== undefined && field.protection !== protection) return false
  if (q === undefined) return true
  const words = [nameOf(field), field.text.zh, field.text.en, field.tableText.zh, field.tableText.en].join('\n').toLowerCase()
  return words.includes(q.toLowerCase())
}

function presentDomain(domain: CatalogueDomain, steward: Steward | undefined, all: readonly FieldEntry[]): CatalogueDomainItem {
  const of = catalogueDomains[domain]
  const fields = all.filter((field) => field.domain === domain)
  const graded = (grade: string) => fields.filter((field) => field.grade === grade).length
  return {
    ...{ domain, text: of.text, warehouse: of.warehouse, class: of.class, owner: steward?.owner ?? of.owner.zh },
    ...{ responsible: steward?.responsible ?? null, manager: steward?.manager ?? null, version: steward?.version ?? 0 },
    tables: new Set(fields.map(({ table }) => table)).size,
    fields: fields.length,
    byGrade: { L1: graded('L1'), L2: graded('L2'), L3: graded('L3'), L4: graded('L4') },
    sealed: fields.filter(({ protection }) => protection === 'sealed').length,
  }
}

const presentField = (field: FieldEntry, kept: KeptDays | undefined, steward: Steward | undefined): CatalogueField => ({
  ...{ table: field.table, tableText: field.tableText, column: field.column, text: field.text },
  ...{ domain: field.domain ?? 'platform', class: field.class, grade: field.grade, protection: field.protection },
  ...{ indexes: [...field.indexes], retention: kept ? { text: kept.text, days: kept.days } : null },
  ...{ owner: steward?.owner ?? '', responsible: steward?.responsible?.name ?? null, manager: steward?.manager?.name ?? null },
})
