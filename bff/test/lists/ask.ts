import type { AnyEndpoint } from '@liren/contract'
import { childrenOf } from '@liren/contract/kernel/leaves'
import { inlineSchema, type Json } from '../../src/kernel/openapi/schemas.ts'
import type { Param, Statement } from '../../src/kernel/store/connector.ts'
import { internalsOf } from '../../src/kernel/store/internals.ts'
import type { Store, Tx } from '../../src/kernel/store/store.ts'
import { requestFor, sampleOf } from '../matrix/inputs.ts'
import { judge } from '../matrix/judge.ts'
import type { Person } from '../matrix/people.ts'
import type { Policy } from '../matrix/policy.ts'
import { rowsFor, type Stage } from '../matrix/scene.ts'

/** A statement that a list sent, and the lists that sent it. */
export interface Read {
  readonly sql: string
  readonly params: readonly Param[]
  readonly lists: Set<string>
}

export interface Reads {
  readonly reads: readonly Read[]
  /** Lists that nobody of the scene was given. */
  readonly silent: readonly string[]
  /** Questions that the house failed at. */
  readonly failed: readonly string[]
}

/** An answer with `items`, or that is an array, or whose one part is an array: whatever there can be more of. */
export const isList = ({ method, response }: AnyEndpoint): boolean =>
  method === 'GET' && response !== undefined && childrenOf(response).some(({ step, schema }) => step === '[]' || isItems(step, schema))

type Schema = NonNullable<AnyEndpoint['response']>
const isItems = (step: string, schema: Schema) => step === '.items' && childrenOf(schema).some((child) => child.step === '[]')

/** Notes what reaches the database, whichever way of the store it takes. */
function noteReads(store: Store, note: (sql: string, params: readonly Param[]) => void): void {
  const { connector } = internalsOf(store)
  const { rows, batch } = connector
  Object.assign(connector, {
    rows: (sql: string, params: readonly Param[], tx: Tx | undefined) => {
      note(sql, params)
      return rows(sql, params, tx)
    },
    batch:
      batch &&
      ((statements: readonly Statement[], tx: Tx | undefined) => {
        for (const { sql, params, reads } of statements) if (reads) note(sql, params)
        return batch(statements, tx)
      }),
  })
}

/** Asks every list: as everybody whom it lets in, its next page, and with each of its filters and sorts as two of them. */
export async function readsOfLists(stage: Stage, policy: Policy): Promise<Reads> {
  const found = new Map<string, Read>()
  let asking = ''
  noteReads(stage.app.kernel.store, (sql, params) => {
    if (!asking || !/^\s*(select|with)\b/i.test(sql)) return
    const known = found.get(sql) ?? { sql, params, lists: new Set() }
    known.lists.add(asking)
    found.set(sql, known)
  })
  const silent: string[] = []
  const failed: string[] = []
  for (const endpoint of stage.endpoints.filter(isList)) {
    asking = endpoint.id
    const [row] = rowsFor(endpoint, stage.rows)
    const askers = unlike(stage.scene.people.filter((person) => judge(policy, endpoint, person, row) === 'in'))
    const path = (person: Person) => requestFor(endpoint, stage.scene, person, row, row?.id).path
    let given = false
    for (const person of askers) given = (await ask(stage, path(person), person, failed)) || given
    for (const person of new Set([askers[0], askers.at(-1)]))
      for (const more of person ? waysOf(endpoint, stage) : [])
        await ask(stage, `${path(person as Person)}&${more}`, person as Person, failed)
    if (!given) silent.push(endpoint.id)
  }
  asking = ''
  return { reads: [...found.values()], silent, failed }
}

/** People of the same roles at places of the same depth are asked for once. */
function unlike(people: readonly Person[]): Person[] {
  const kind = ({ posts, home, end }: Person) =>
    JSON.stringify([end, home !== undefined, posts.map(({ role, path }) => [role, path.split('/').length])])
  return [...new Map(people.map((person) => [kind(person), person])).values()]
}

/** The first page, then one row and the row after it: the page of a cursor is another statement. */
async function ask({ app }: Stage, asked: string, { token }: Person, failed: string[]): Promise<boolean> {
  const path = asked.includes('?') ? asked : asked.replace('&', '?')
  const first = await app.call<{ next?: string }>('GET', path, { token: token as string })
  if (first.status >= 500) failed.push(`${first.status} ${path}`)
  if (first.status >= 300) return false
  const and = path.includes('?') ? '&' : '?'
  const bare = path.replace(/([?&])limit=\d+/, '$1')
  const one = await app.call<{ next?: string }>('GET', `${bare}${and}limit=1`, { token: token as string })
  if (one.body?.next) await app.call('GET', `${bare}${and}limit=1&cursor=${encodeURIComponent(one.body.next)}`, { token: token as string })
  return true
}

/** Each filter and sort that the list offers, alone. */
function waysOf({ query }: AnyEndpoint, { scene }: Stage): string[] {
  if (!query) return []
  const { properties = {}, required = [] } = inlineSchema(query) as { properties?: Record<string, Json>; required?: string[] }
  return Object.entries(properties)
    .filter(([name]) => !['cursor', 'limit', ...required].includes(name))
    .flatMap(([name, schema]) => {
      const values = Array.isArray(schema.enum) ? schema.enum : schema.type === 'boolean' ? [true] : [sampleOf(schema, name, scene)]
      return values.map((value) => `${name}=${encodeURIComponent(String(value))}`)
    })
}
