import type { FieldRule } from '../../kernel/http/route.ts'

/** What the roles of the house do with files of things; beside the roles, since every new archive adds a word here and nowhere else. */
interface Keeping {
  readonly read?: readonly string[]
  readonly write?: readonly string[]
  readonly reveal?: readonly string[]
  /** Workbooks in, and out. */
  readonly workbook?: readonly ('import' | 'export')[]
  /** Counts of files. */
  readonly statistics?: readonly 'read'[]
  /** Tags on files, seen and kept. */
  readonly tag?: readonly ('read' | 'write')[]
  readonly fields?: Readonly<Record<string, FieldRule>>
}

const lived = ['person', 'family', 'house', 'vehicle', 'org', 'space', 'parking'] as const
/** Where the place tree is drawn, whoever draws it keeps its files. */
const drawn = [...lived, 'building'] as const
/** What is seen on a walk through a grid. */
const walked = [...drawn, 'grid'] as const
const everything = [...walked, 'resource'] as const
/** Archives that hold anything from L3 on. */
const sealed = ['person', 'family', 'house', 'vehicle', 'org', 'space', 'parking', 'building'] as const

/** Whoever keeps files calls people by their names; other sealed values are revealed one by one, for a reason. */
const knowsNames = {
  'person.name': 'write',
  'family.headName': 'write',
  'house.ownerName': 'write',
  'vehicle.plate': 'write',
  'vehicle.ownerName': 'write',
  'org.leaderName': 'write',
  'space.keeperName': 'write',
  'parking.holderName': 'write',
  'building.leaderName': 'write',
} as const
/** Whoever answers for the people of a community sees who needs attention, and can look for them. */
const caresForPeople = {
  ...knowsNames,
  'person.phone': 'write',
  'family.headPhone': 'write',
  'family.welfare': 'write',
  'vehicle.ownerPhone': 'write',
  'vehicle.watch': 'write',
  'org.leaderPhone': 'write',
  'building.leaderPhone': 'write',
  'person.livingAddress': 'write',
  'person.keyClass': 'write',
  'person.keyGrade': 'write',
  'person.care': 'write',
  'person.welfare': 'write',
  'person.health': 'write',
} as const

const keeper: Keeping = { read: drawn, write: lived, tag: ['read', 'write'], fields: knowsNames }
/** A workbook holds more people than anybody meets in a year: few may fill one, or carry one away. */
const both = ['import', 'export'] as const
const governs: Keeping = {
  read: everything,
  write: everything,
  reveal: sealed,
  workbook: both,
  statistics: ['read'],
  tag: ['read', 'write'],
  fields: caresForPeople,
}

const keeping: Readonly<Record<string, Keeping>> = {
  'property-manager': { ...keeper, read: [...drawn, 'resource'], write: [...drawn, 'resource'], workbook: both, statistics: ['read'] },
  housekeeper: keeper,
  cashier: { read: ['house', 'parking', 'vehicle'], fields: { 'vehicle.plate': 'read' } },
  guard: { read: ['house', 'vehicle'], fields: { 'vehicle.plate': 'read' } },
  'grid-worker': { ...keeper, read: walked },
  'grid-leader': governs,
  'community-officer': governs,
  'system-administrator': { read: ['resource'] },
  'duty-officer': { read: everything, statistics: ['read'], tag: ['read'], fields: knowsNames },
  'street-leader': { read: everything, statistics: ['read'] },
}

export const keepingPermissions = (role: string): string[] => [
  ...(['read', 'write', 'reveal'] as const).flatMap((verb) => (keeping[role]?.[verb] ?? []).map((archive) => `${archive}.${verb}`)),
  ...(keeping[role]?.statistics ?? []).map((way) => `statistics.${way}`),
  ...(keeping[role]?.tag ?? []).map((way) => `tag.${way}`),
  ...(keeping[role]?.workbook ?? []).map((way) => `workbook.${way}`),
]

export const keepingFields = (role: string): Readonly<Record<string, FieldRule>> => keeping[role]?.fields ?? {}
