import type { Dice } from './dice.ts'
import { type Generation, givenName, surname } from './words/names.ts'

export interface Dweller {
  readonly name: string
  readonly generation: Generation
  readonly relation: 'owner' | 'family' | 'tenant' | 'other'
}

/** Who lives in a house that its owner lives in: one to three generations under one roof. */
export function family(dice: Dice, size: number): Dweller[] {
  const name = surname(dice)
  const people: Dweller[] = []
  const add = (generation: Generation, sex: 'm' | 'f', ofTheName: boolean): void => {
    const relation = people.length === 0 ? 'owner' : 'family'
    people.push({ name: `${ofTheName ? name : surname(dice)}${givenName(dice, generation, sex)}`, generation, relation })
  }
  // A household of one or two is as often old as young; children come with parents, grandparents with both.
  const old = size <= 2 && dice.chance(0.45)
  const head = dice.chance(0.5) ? 'm' : 'f'
  add(old ? 'elder' : 'parent', head, true)
  if (size >= 2) add(old ? 'elder' : 'parent', head === 'm' ? 'f' : 'm', false)
  if (size >= 3) add('child', dice.chance(0.5) ? 'm' : 'f', true)
  for (let i = 3; i < size; i++)
    add(i % 2 === 1 ? 'elder' : 'child', i % 2 === 1 || dice.chance(0.5) ? 'f' : 'm', i % 2 === 0 || dice.chance(0.5))
  return people
}

/** Who shares a house that is let. */
export function tenants(dice: Dice, size: number): Dweller[] {
  return Array.from({ length: size }, () => ({
    name: `${surname(dice)}${givenName(dice, 'parent', dice.chance(0.5) ? 'm' : 'f')}`,
    generation: 'parent' as const,
    relation: 'tenant' as const,
  }))
}

export interface Occupation {
  readonly kind: 'empty' | 'owned' | 'let'
  readonly size: number
}

/** How many live in each house, so that the total comes out as wanted: 4.2 % empty, 18 % let. */
export function occupy(dice: Dice, houses: number, people: number): Occupation[] {
  const empty = Math.round(houses * 0.042)
  const let_ = Math.round(houses * 0.18)
  const kinds = dice.shuffle([
    ...Array.from({ length: empty }, () => 'empty' as const),
    ...Array.from({ length: let_ }, () => 'let' as const),
    ...Array.from({ length: houses - empty - let_ }, () => 'owned' as const),
  ])
  const sizes: number[] = kinds.map((kind) => (kind === 'empty' ? 0 : 1))
  let left = people - sizes.reduce((sum, size) => sum + size, 0)
  while (left > 0) {
    const i = dice.int(0, houses - 1)
    const most = kinds[i] === 'let' ? 5 : 6
    const size = sizes[i] ?? 0
    // Larger households are rarer: each further person moves in less readily.
    if (size === 0 || size >= most || !dice.chance(1 / size ** 0.8)) continue
    sizes[i] = size + 1
    left -= 1
  }
  return kinds.map((kind, i) => ({ kind, size: sizes[i] ?? 0 }))
}
