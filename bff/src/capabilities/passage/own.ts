import type { QueryOf } from '@liren/contract'
import type { OwnPassage, passageEndpoints } from '@liren/contract/capabilities/passage'
import { personArchive } from '@liren/contract/capabilities/person'
import { valuesOf } from '../../engines/archive/row.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, type Condition, combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows } from '../../kernel/store/scope.ts'
import { ownFileRow } from '../person/read.ts'
import { peopleById, photoLinks, plateOf } from './present.ts'
import type { PassageRow } from './row.ts'

type Query = QueryOf<typeof passageEndpoints.own>

/** One’s own passages, those of children of the household, and of its cars. Where another grown-up went is not told. */
export async function ownPassages(
  kernel: Kernel,
  { scope, principal, now }: Pick<RequestContext, 'scope' | 'principal' | 'now'>,
  query: Query,
) {
  const { cursor, limit = 20, kind } = query
  const file = await ownFileRow(kernel, principal.id)
  const mine: Condition[] = [
    ...(file ? [among('person_id', [file.id])] : []),
    ...(scope.houseIds.length > 0 ? [combine('AND', [among('house_id', scope.houseIds), { sql: "audience = 'home'", params: [] }])] : []),
  ]
  const keys = keyset({ cursor }, ['passed_at desc', 'id desc'], { kind })
  const where = combine('AND', [combine('OR', mine), ...(kind === undefined ? [] : [{ sql: 'kind = ?', params: [kind] }]), keys.seek()])
  const rows = await scopedRows<PassageRow>(kernel.store, scope, 'passages', {
    sql: `SELECT * FROM passages WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, (row) => [Number(row.passed_at), row.id])
  const people = await peopleById(
    kernel,
    page.items.flatMap(({ person_id }) => person_id ?? []),
  )
  const photo = photoLinks(kernel, principal, now)
  const who = (row: PassageRow): string => {
    const person = row.person_id === null ? undefined : people.get(row.person_id)
    return person ? String(valuesOf(kernel, personArchive, person, ['name']).name ?? '') : (plateOf(kernel, row) ?? '')
  }
  return {
    next: page.next,
    items: page.items.map(
      (row): OwnPassage => ({
        ...{ id: row.id, kind: row.kind, at: iso(Number(row.passed_at)), gate: row.gate_name, direction: row.direction },
        ...{ method: row.method, result: row.result, who: who(row), photo: photo(row.photo) },
        stayMinutes: row.stay_ms === null ? null : Math.round(Number(row.stay_ms) / 60_000),
      }),
    ),
  }
}
