import type { Text } from './text.ts'

/** The ends a role works at. A session is at one end at a time; identity switching changes it. */
export const ends = ['resident', 'staff', 'grid', 'admin'] as const
export type End = (typeof ends)[number]

/** How far a grant reaches when the rows have an owner: only own rows, those of the household, or the place. */
export const ranges = ['own', 'household', 'place'] as const
export type Range = (typeof ranges)[number]

export interface PermissionSpec {
  readonly code: string
  readonly text: Text
  /** Ends whose menus show it. */
  readonly ends: readonly End[]
  /** Only these exclusive roles may ever hold it. */
  readonly reserved?: ExclusiveRole
}

/** Three roles that exclude each other: nobody administers, secures and audits at once. */
export const exclusiveRoles = ['system', 'security', 'audit'] as const
export type ExclusiveRole = (typeof exclusiveRoles)[number]

export const permission = (code: string, zh: string, en: string, at: readonly End[], reserved?: ExclusiveRole): PermissionSpec =>
  reserved === undefined ? { code, text: { zh, en }, ends: at } : { code, text: { zh, en }, ends: at, reserved }
