import type { Range } from '@liren/contract'
import type { Role, role } from '@liren/contract/capabilities/role'
import type { Answer } from '../../app/api/call.ts'

export type Catalogue = Answer<typeof role.endpoints.catalogue>
export type Grant = Role['permissions'][number]
export type FieldRuleEntry = Role['fieldRules'][number]

/** Grants with one code given, changed or taken away. */
export function withGrant(grants: readonly Grant[], code: string, range: Range | undefined): Grant[] {
  const others = grants.filter((grant) => grant.code !== code)
  return range === undefined ? others : [...others, { code, range }]
}

/** Rules with one field set, or left to its level again. */
export function withRule(rules: readonly FieldRuleEntry[], field: string, rule: FieldRuleEntry['rule'] | undefined): FieldRuleEntry[] {
  const others = rules.filter((entry) => entry.field !== field)
  return rule === undefined ? others : [...others, { field, rule }]
}

/** A permission that one of the three exclusive administrations holds cannot go into another role. */
export const isClosed = (reserved: string | null, exclusive: Role['exclusive']): boolean => reserved !== null && reserved !== exclusive

/** What the catalogue knows no more (a capability that was removed) is not sent back. */
export function known(content: Pick<Role, 'permissions' | 'fieldRules' | 'deniedEndpoints'>, catalogue: Catalogue) {
  const codes = new Set(catalogue.groups.flatMap((group) => group.permissions.map(({ code }) => code)))
  const fields = new Set(catalogue.groups.flatMap((group) => group.fields.map(({ key }) => key)))
  const endpoints = new Set(catalogue.groups.flatMap((group) => group.endpoints.map(({ id }) => id)))
  return {
    permissions: content.permissions.filter(({ code }) => codes.has(code)),
    fieldRules: content.fieldRules.filter(({ field }) => fields.has(field)),
    deniedEndpoints: content.deniedEndpoints.filter((id) => endpoints.has(id)),
  }
}
