import { readFileSync } from 'node:fs'

/** How far a role's permission reaches: nowhere, to one's own household, to everything under its place. */
export type Reach = '-' | 'house' | 'place'

const read = (name: string): string[][] =>
  readFileSync(new URL(name, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(','))

/**
 * The hand-written judgement: `policy.csv` says for every permission and role how far it reaches, `rules.csv` for
 * single endpoints who is let in to a row. Nothing here is computed from the code that is judged.
 */
export interface Policy {
  readonly permissions: readonly string[]
  readonly roles: readonly string[]
  reach(permission: string, role: string): Reach
  /** Words of `rules.csv`, or undefined where the usual holds. */
  rule(endpoint: string): readonly string[] | undefined
  readonly ruled: readonly string[]
}

export function readPolicy(): Policy {
  const [[, ...roles] = [], ...lines] = read('policy.csv')
  const reaches = new Map(
    lines.flatMap(([permission = '', ...cells]) => roles.map((role, index) => [`${permission}|${role}`, cells[index] as Reach] as const)),
  )
  const rules = new Map(
    read('rules.csv')
      .slice(1)
      .map(([endpoint = '', words = '']) => [endpoint, words.split(' ')] as const),
  )
  return {
    roles,
    permissions: lines.map(([permission = '']) => permission),
    reach: (permission, role) => reaches.get(`${permission}|${role}`) ?? '-',
    rule: (endpoint) => rules.get(endpoint),
    ruled: [...rules.keys()],
  }
}
