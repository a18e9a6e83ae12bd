import { createHash } from 'node:crypto'
import { type End, type ExclusiveRole, ends, type Range, type Text } from '@liren/contract'
import type { FieldRule } from '../http/route.ts'

/** What holding a role means. The same for roles of the house and for those that administrators make. */
export interface RoleContent {
  readonly ends: readonly End[]
  readonly permissions: readonly { readonly code: string; readonly range: Range }[]
  readonly fieldRules: readonly { readonly field: string; readonly rule: FieldRule }[]
  readonly deniedEndpoints: readonly string[]
}

/** A role that comes with the platform. It lives in the code, where nobody can tamper with it. */
export interface BuiltinRole extends RoleContent {
  readonly code: string
  readonly text: Text
  readonly description: Text
  readonly exclusive?: ExclusiveRole
}

export interface Role extends RoleContent {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly description: string | null
  readonly isBuiltin: boolean
  readonly exclusive: ExclusiveRole | null
  readonly version: number
}

const digits = '0123456789abcdefghjkmnpqrstvwxyz'

/** The id of a built-in role follows from its code, so that every installation knows it by the same one. */
export const builtinRoleId = (code: string): string =>
  `0000${[...createHash('sha256').update(code).digest().subarray(0, 22)].map((byte) => digits[byte & 31]).join('')}`

export const fromBuiltin = (role: BuiltinRole): Role => ({
  id: builtinRoleId(role.code),
  code: role.code,
  name: role.text.zh,
  description: role.description.zh,
  isBuiltin: true,
  exclusive: role.exclusive ?? null,
  ends: role.ends,
  permissions: role.permissions,
  fieldRules: role.fieldRules,
  deniedEndpoints: role.deniedEndpoints,
  version: 1,
})

export const endsInOrder = (wanted: Iterable<End>): End[] => {
  const set = new Set(wanted)
  return ends.filter((end) => set.has(end))
}
