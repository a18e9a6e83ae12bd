import type { BodyOf, QueryOf } from '@liren/contract'
import { type DatasetChoices, type DatasetRelease, type datasetEndpoints, datasetErrors } from '@liren/contract/capabilities/dataset'
import { allArchives, archiveCalled } from '../../engines/archive/known.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext, Scope } from '../../kernel/http/route.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import { rolesById, staffRoles } from '../../kernel/identity/roles.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'
import { placeById } from '../place/read.ts'
import { type Content, columnsOfContent, contentOf, type DatasetRow, datasetWithin, makersOf, partnersNamed } from './row.ts'

/** What a data set may hold of an archive: everything but pictures. */
export const fieldsFor = (kernel: Kernel, archive: string) =>
  Object.entries(archiveCalled(kernel, archive)?.fields ?? {}).filter(([, { kind }]) => kind !== 'files')

/** Nothing above its grade, nobody who is not there, and partners at the service layer only. */
export async function check(kernel: Kernel, archive: string, placePath: string, content: Content, tx: Tx): Promise<void> {
  const known = new Map(fieldsFor(kernel, archive))
  if (known.size === 0) throw refuseWith(datasetErrors, 'dataset.archive-unknown')
  const unknown = content.fields.filter((name) => !known.has(name))
  if (unknown.length > 0) throw refuseWith(datasetErrors, 'dataset.field-unknown', { details: { fields: unknown } })
  const above = content.fields.filter((name) => (known.get(name)?.level ?? 'L4') > content.grade)
  if (above.length > 0) throw refuseWith(datasetErrors, 'dataset.field-above', { details: { fields: above } })
  const idsOf = (kind: string) => content.audience.flatMap((reader) => (reader.kind === kind ? [reader.id] : []))
  const [roleIds, partnerIds] = [idsOf('role'), idsOf('partner')]
  const partners = (await partnersNamed(kernel, partnerIds, tx)).filter(
    ({ place_path: own }) => own.startsWith(placePath) || placePath.startsWith(own),
  )
  const roles = await rolesById(kernel, roleIds, tx)
  if (roleIds.some((id) => !roles.has(id)) || partnerIds.some((id) => !partners.some((one) => one.id === id)))
    throw refuseWith(datasetErrors, 'dataset.reader-unknown')
  if (partnerIds.length > 0 && (content.layer !== 'service' || content.grade === 'L4'))
    throw refuseWith(datasetErrors, 'dataset.partner-layer')
}

const asContent = ({ name, purpose, layer, grade, fields, audience }: Content): Content => {
  const once = new Map(audience.map((reader) => [`${reader.kind}:${reader.id}`, reader]))
  return { name, purpose, layer, grade, fields: [...new Set(fields)], audience: [...once.values()] }
}

export type Asking = Pick<RequestContext, 'principal' | 'scope' | 'tx' | 'now'>

export async function createDataset(kernel: Kernel, ctx: Asking, body: BodyOf<typeof datasetEndpoints.create>): Promise<DatasetRow> {
  const place = await placeById(kernel, body.placeId, ctx.tx)
  if (!place || place.isRetired || !ctx.scope.places.some((path) => place.path.startsWith(path)))
    throw refuse('request.invalid', {
      faults: [{ path: 'body.placeId', zh: '没有这个空间，或不在您的管理范围', en: 'No such place within your reach' }],
    })
  const content = asContent(body)
  await check(kernel, body.archive, place.path, content, ctx.tx)
  const id = kernel.ids.next()
  const row = {
    id,
    place_id: place.id,
    place_path: place.path,
    archive: body.archive,
    ...columnsOfContent(content),
    state: 'draft' as const,
    maker_ids: JSON.stringify([ctx.principal.id]),
  }
  await insertOnce(kernel.store, 'datasets', { ...row, changed_at: ctx.now, changed_by: ctx.principal.id }, ctx.tx)
  const unasked = { approval: 'none', asked_by: null, decided_by: null, decision_note: null } as const
  return { ...row, ...unasked, changed_by: ctx.principal.id, release_number: 0, is_changed: 1, published_at: null, version: 1 }
}

export async function move(
  kernel: Kernel,
  ctx: Asking,
  row: DatasetRow,
  version: number,
  change: Readonly<Record<string, SqlValue>>,
): Promise<DatasetRow> {
  const all = { ...change, changed_at: ctx.now, changed_by: ctx.principal.id }
  const sets = Object.keys(all).map((column) => `${column} = ?`)
  const changed = await kernel.store.run(
    `UPDATE datasets SET ${sets.join(', ')}, version = version + 1 WHERE id = ? AND version = ? AND state <> 'retired'`,
    [...Object.values(all), row.id, version],
    ctx.tx,
  )
  if (changed !== 1) throw refuse('stale')
  return datasetWithin(kernel, ctx.scope, row.id, ctx.tx)
}

export async function live(kernel: Kernel, ctx: Asking, id: string): Promise<DatasetRow> {
  const row = await datasetWithin(kernel, ctx.scope, id, ctx.tx)
  if (row.state === 'retired') throw refuseWith(datasetErrors, 'dataset.retired')
  return row
}

export async function changeDataset(kernel: Kernel, ctx: Asking, id: string, body: BodyOf<typeof datasetEndpoints.change>) {
  const row = await live(kernel, ctx, id)
  const content = asContent(body)
  await check(kernel, row.archive, row.place_path, content, ctx.tx)
  // what is in force already has no makers left: it was approved
  const makers = new Set([...(row.is_changed === 1 ? makersOf(row) : []), ctx.principal.id])
  const change = { ...columnsOfContent(content), is_changed: 1, maker_ids: JSON.stringify([...makers]) }
  return move(kernel, ctx, row, body.version, { ...change, approval: 'none', asked_by: null, decided_by: null, decision_note: null })
}

/** From now on readers get this very text, and those whom it names. */
export async function publishDataset(kernel: Kernel, ctx: Asking, id: string, body: BodyOf<typeof datasetEndpoints.publish>) {
  const before = await live(kernel, ctx, id)
  if (before.is_changed === 0) throw refuseWith(datasetErrors, 'dataset.unchanged')
  if (before.approval !== 'approved') throw refuseWith(datasetErrors, 'dataset.not-approved')
  const content = contentOf(before)
  await check(kernel, before.archive, before.place_path, content, ctx.tx)
  const number = Number(before.release_number) + 1
  const change = { state: 'published', release_number: number, is_changed: 0, approval: 'none', published_at: ctx.now }
  const row = await move(kernel, ctx, before, body.version, change)
  const { place_path, id: dataset_id } = row
  const release = { id: kernel.ids.next(), dataset_id, place_path, number, content: JSON.stringify(content), note: body.note }
  await insertOnce(kernel.store, 'dataset_releases', { ...release, published_at: ctx.now, published_by: ctx.principal.id }, ctx.tx)
  await kernel.store.run('DELETE FROM dataset_readers WHERE dataset_id = ?', [dataset_id], ctx.tx)
  for (const { kind, id: reader_id } of content.audience)
    await insertOnce(
      kernel.store,
      'dataset_readers',
      { id: kernel.ids.next(), dataset_id, reader_kind: kind, reader_id, place_path },
      ctx.tx,
    )
  return row
}

export async function retireDataset(kernel: Kernel, ctx: Asking, id: string, body: BodyOf<typeof datasetEndpoints.retire>) {
  const row = await live(kernel, ctx, id)
  const retired = await move(kernel, ctx, row, body.version, { state: 'retired', approval: 'none', retire_reason: body.reason })
  await kernel.store.run('DELETE FROM dataset_readers WHERE dataset_id = ?', [row.id], ctx.tx)
  return retired
}

export async function pageOfKept(kernel: Kernel, scope: Scope, query: QueryOf<typeof datasetEndpoints.kept>) {
  const limit = query.limit ?? 20
  const keys = keyset(query, ['id desc'], { state: query.state ?? '' })
  const where = combine('AND', [
    underPlaces('place_path', scope.places),
    keys.seek(),
    ...(query.state ? [{ sql: 'state = ?', params: [query.state] }] : []),
  ])
  const rows = await scopedRows<DatasetRow>(kernel.store, scope, 'datasets', {
    sql: `SELECT * FROM datasets WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  return keys.page(rows, limit, (row) => [row.id])
}

interface ReleaseRow {
  readonly number: number
  readonly content: string
  readonly note: string
  readonly published_at: number
  readonly published_by: string | null
}

export async function pageOfReleases(kernel: Kernel, scope: Scope, id: string, query: QueryOf<typeof datasetEndpoints.releases>) {
  await datasetWithin(kernel, scope, id)
  const limit = query.limit ?? 20
  const keys = keyset(query, ['number desc'], { id })
  const after = keys.seek()
  const rows = await scopedRows<ReleaseRow>(kernel.store, scope, 'dataset_releases', {
    sql: `SELECT * FROM dataset_releases WHERE dataset_id = ? AND ${after.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: [id, ...after.params],
  })
  const page = keys.page(rows, limit, (row) => [Number(row.number)])
  const names = await namesOf(
    kernel,
    page.items.flatMap(({ published_by }) => published_by ?? []),
  )
  return {
    ...page,
    items: page.items.map((row): DatasetRelease => {
      const { layer, grade, fields } = JSON.parse(row.content) as Content
      const by = row.published_by === null ? null : (names.get(row.published_by) ?? null)
      return {
        ...{ number: Number(row.number), layer, grade, fields: [...fields], note: row.note },
        ...{ publishedBy: by, publishedAt: iso(Number(row.published_at)) },
      }
    }),
  }
}

/** Archives with their graded fields, roles of the people who work here, and partners that share a place with whoever asks. */
export async function choicesFor(kernel: Kernel, { places }: Scope): Promise<DatasetChoices> {
  const partners = await unscoped<{ id: string; name: string; place_path: string }>(
    kernel.store,
    'partners are narrowed to those whose place meets that of whoever asks',
    { sql: 'SELECT id, name, place_path FROM partners WHERE is_on = 1 ORDER BY id DESC LIMIT 500', params: [] },
  )
  return {
    archives: allArchives(kernel).map(({ name, text }) => ({
      ...{ name, text },
      fields: fieldsFor(kernel, name).map(([field, { label, level }]) => ({ name: field, text: label, grade: level })),
    })),
    roles: await staffRoles(kernel),
    partners: partners
      .filter(({ place_path: own }) => places.some((place) => place.startsWith(own) || own.startsWith(place)))
      .map(({ id, name }) => ({ id, name })),
  }
}
