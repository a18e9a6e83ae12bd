import type { QueryOf } from '@liren/contract'
import { isSealed, type Values } from '@liren/contract/archive/index'
import { type DatasetRow, type DatasetView, type datasetEndpoints, datasetErrors } from '@liren/contract/capabilities/dataset'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { overlapOf, scopeWith } from '../../kernel/http/access.ts'
import type { Principal, RequestContext, Scope } from '../../kernel/http/route.ts'
import { isInForce, loadAccess } from '../../kernel/identity/access.ts'
import { accountById } from '../../kernel/identity/accounts.ts'
import { subjectsOf } from '../../kernel/identity/authenticate.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type Condition, combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import { placesById } from '../place/read.ts'
import { importableCalled, optionsOf } from '../workbook/read.ts'
import { fieldsFor } from './keep.ts'
import type { Content, DatasetRow as StoredRow } from './row.ts'

type Released = Pick<StoredRow, 'id' | 'place_id' | 'place_path' | 'archive' | 'release_number'> & {
  readonly content: string
  readonly published_at: number
}

/** The sets that name this caller: a partner itself, a person by the roles held where the set lies. */
async function namedFor(kernel: Kernel, principal: Principal): Promise<Condition> {
  if (principal.kind === 'app') return { sql: "r.reader_kind = 'partner' AND r.reader_id = ?", params: [principal.id] }
  const user = await accountById(kernel, principal.id)
  const { roles } = user ? await loadAccess(kernel, subjectsOf(user)) : { roles: [] }
  const now = kernel.clock.now()
  const held = roles.filter((one) => isInForce(one, now) && principal.roleIds.has(one.role.id))
  return combine(
    'OR',
    held.map(({ role, paths }) => {
      const within = underPlaces('r.place_path', paths)
      return { sql: `(r.reader_kind = 'role' AND r.reader_id = ? AND ${within.sql})`, params: [role.id, ...within.params] }
    }),
  )
}

async function released(kernel: Kernel, principal: Principal, scope: Scope, more: readonly Condition[], tail: string): Promise<Released[]> {
  const within = underPlaces('d.place_path', scope.places)
  const named = await namedFor(kernel, principal)
  const where = combine('AND', [within, ...more])
  return scopedRows<Released>(kernel.store, scope, 'datasets', {
    sql: `SELECT d.id, d.place_id, d.place_path, d.archive, d.release_number, l.content, l.published_at
      FROM datasets d JOIN dataset_releases l ON l.dataset_id = d.id AND l.number = d.release_number
      WHERE d.state = 'published' AND ${where.sql}
        AND EXISTS (SELECT 1 FROM dataset_readers r WHERE r.dataset_id = d.id AND (${named.sql})) ${tail}`,
    params: [...where.params, ...named.params],
  })
}

/** Whoever it is not for is told that there is none. */
async function releasedCalled(kernel: Kernel, principal: Principal, scope: Scope, id: string): Promise<Released> {
  const [row] = await released(kernel, principal, scope, [{ sql: 'd.id = ?', params: [id] }], '')
  if (!row) throw refuse('not-found')
  return row
}

async function present(kernel: Kernel, rows: readonly Released[], isWhole: boolean): Promise<DatasetView[]> {
  const places = await placesById(
    kernel,
    rows.map(({ place_id }) => place_id),
  )
  const views: DatasetView[] = []
  for (const row of rows) {
    const { name, purpose, layer, grade, fields } = JSON.parse(row.content) as Content
    const target = importableCalled(kernel, row.archive)
    const options = isWhole && target ? await optionsOf(kernel, target) : undefined
    const known = new Map(fieldsFor(kernel, row.archive))
    views.push({
      ...{ id: row.id, name, purpose, archive: row.archive, layer, grade, release: Number(row.release_number) },
      place: { id: row.place_id, name: places.get(row.place_id)?.fullName ?? '' },
      publishedAt: iso(Number(row.published_at)),
      columns: fields.flatMap((field) => {
        const definition = known.get(field)
        if (!definition) return []
        const choices = (options?.get(field) ?? []).map(({ code, text }) => ({ code, text }))
        return [{ name: field, text: definition.label, grade: definition.level, isMasked: isSealed(definition), options: choices }]
      }),
    })
  }
  return views
}

export async function pageOfReleased(kernel: Kernel, principal: Principal, scope: Scope, query: QueryOf<typeof datasetEndpoints.list>) {
  const limit = query.limit ?? 20
  const keys = keyset(query, ['d.id desc'])
  const rows = await released(kernel, principal, scope, [keys.seek()], `ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`)
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: await present(kernel, page.items, false) }
}

export async function viewOf(kernel: Kernel, principal: Principal, scope: Scope, id: string): Promise<DatasetView> {
  const [view] = await present(kernel, [await releasedCalled(kernel, principal, scope, id)], true)
  if (!view) throw refuse('not-found')
  return view
}

/** Grade and layer decide beside the audience: personal and raw data are for whoever reads that archive anyway. */
function admit(principal: Principal, row: Released, { layer, grade }: Content): void {
  // what is personal leaves for another system by the ways out alone, which look through the answer
  if (principal.kind === 'app') return
  const reads = (permission: string) => scopeWith(principal, permission, 'place').places.some((path) => row.place_path.startsWith(path))
  const isReader = reads(`${row.archive}.read`)
  if (layer === 'raw' && !isReader) throw refuseWith(datasetErrors, 'dataset.layer-closed')
  if (grade >= 'L3' && !isReader) throw refuseWith(datasetErrors, 'dataset.grade-high')
  if (grade === 'L4' && !reads('dataset.sensitive')) throw refuseWith(datasetErrors, 'dataset.grade-high')
}

/** Of what roles say about fields only what closes them: a data set opens no seal for anybody. */
const withoutOpening = (principal: Principal): Principal => ({
  ...principal,
  fieldRules: new Map([...principal.fieldRules].filter(([, rule]) => rule === 'hidden' || rule === 'masked')),
})

/** Which files a layer is made of: all that were ever recorded, or those in force that somebody has looked at. */
const filtersOf = { raw: { state: 'all' }, clean: { verified: 'true' }, service: { verified: 'true' } } as const

export async function pageOfRows(
  kernel: Kernel,
  ctx: Pick<RequestContext, 'principal' | 'scope'>,
  id: string,
  query: QueryOf<typeof datasetEndpoints.rows>,
) {
  const row = await releasedCalled(kernel, ctx.principal, ctx.scope, id)
  const content = JSON.parse(row.content) as Content
  admit(ctx.principal, row, content)
  const target = importableCalled(kernel, row.archive)
  if (!target) throw refuse('not-found')
  const viewer = withoutOpening(ctx.principal)
  const { hidden } = target.shownTo(viewer, content.fields)
  const columns = content.fields.filter((field) => field in target.fields && !hidden.includes(field))
  const limit = query.limit ?? 20
  const keys = keyset(query, ['id desc'], { id, release: Number(row.release_number) })
  const afterId = (keys.after?.[0] as string | undefined) ?? null
  const scope = overlapOf(ctx.scope, { ...ctx.scope, places: [row.place_path] })
  const found = await target.page(viewer, scope, { columns, filters: filtersOf[content.layer], afterId, limit: limit + 1 })
  const page = keys.page(found.rows, limit, (one) => [one.id])
  const place = content.layer === 'service' ? ((await placesById(kernel, [row.place_id])).get(row.place_id)?.name ?? '') : undefined
  const fieldsOf = (values: Values, isWanted: (field: string) => boolean) =>
    Object.fromEntries(columns.filter(isWanted).map((field) => [field, values[field] ?? null]))
  const sealed = new Set(columns.filter((field) => target.fields[field] && isSealed(target.fields[field])))
  return {
    row,
    page: {
      ...page,
      items: page.items.map((one) => ({
        id: one.id,
        // how far data made ready for others say where they are from
        place: place ?? one.place,
        values: fieldsOf(one.values, (field) => !sealed.has(field)) as DatasetRow['values'],
        personal: fieldsOf(one.values, (field) => sealed.has(field)) as DatasetRow['personal'],
      })),
    },
  }
}
