import type { FieldRule } from '../../kernel/http/route.ts'

/** What the roles of the house do with files of things; beside the roles, since every new archive adds a word here and nowhere else. */
interface Keeping {
  readonly read?: readonly string[]
  readonly write?: readonly string[]
  readonly reveal?: readonly string[]
  readonly fields?: Readonly<Record<string, FieldRule>>
}

const everything = ['person', 'house'] as const
const sealed = ['person', 'house'] as const

/** Whoever keeps files calls people by their names; other sealed values are revealed one by one, for a reason. */
const knowsNames = { 'person.name': 'write', 'house.ownerName': 'write' } as const
/** Whoever answers for the people of a community sees who needs attention, and can look for them. */
const caresForPeople = {
  ...knowsNames,
  'person.phone': 'write',
  'person.livingAddress': 'write',
  'person.keyClass': 'write',
  'person.keyGrade': 'write',
  'person.care': 'write',
  'person.welfare': 'write',
  'person.health': 'write',
} as const

const keeper: Keeping = { read: everything, write: everything, fields: knowsNames }

const keeping: Readonly<Record<string, Keeping>> = {
  'property-manager': keeper,
  housekeeper: keeper,
  cashier: { read: ['house'] },
  guard: { read: ['house'] },
  'grid-worker': keeper,
  'grid-leader': { ...keeper, reveal: sealed, fields: caresForPeople },
  'community-officer': { ...keeper, reveal: sealed, fields: caresForPeople },
  'duty-officer': { read: everything, fields: knowsNames },
  'street-leader': { read: everything },
}

export const keepingPermissions = (role: string): string[] =>
  (['read', 'write', 'reveal'] as const).flatMap((verb) => (keeping[role]?.[verb] ?? []).map((archive) => `${archive}.${verb}`))

export const keepingFields = (role: string): Readonly<Record<string, FieldRule>> => keeping[role]?.fields ?? {}
