import type { Text } from '@liren/contract'
import { text } from '@liren/contract'
import type { Stream, StreamResult, StreamSource } from '@liren/contract/capabilities/stream'
import { whole } from '../../engines/stream/index.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { devicesWhere, groupNames, type KnownDevice } from '../device/read.ts'
import { productNames, releasedModels } from '../product/read.ts'
import { rulesOnStreams } from '../rule/read.ts'
import { shieldOf } from './read.ts'
import type { StreamRow } from './row.ts'

interface Paged {
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
}

/** Windows as lists and pages show them, with the names of everything they speak of. */
export async function presentStreams(kernel: Kernel, rows: readonly StreamRow[], tx?: Tx): Promise<Stream[]> {
  const products = await productNames(
    kernel,
    rows.map((row) => row.product_id),
    tx,
  )
  const models = await releasedModels(kernel, [...products.keys()], tx)
  const groups = await groupNames(
    kernel,
    rows.flatMap((row) => row.group_id ?? []),
    tx,
  )
  const rules = await rulesOnStreams(kernel, tx)
  return rows.map((row) => {
    const product = products.get(row.product_id)
    const property = models.get(row.product_id)?.properties.find((one) => one.code === row.property)
    const named: Text = property?.text ?? text(row.property, row.property)
    return {
      ...{ id: row.id, name: row.name, place: { id: row.place_id, path: row.place_path, label: row.place_label } },
      product: { id: row.product_id, name: product?.name ?? '' },
      property: { code: row.property, text: named, unit: property?.unit ?? null },
      group: row.group_id === null ? null : { id: row.group_id, name: groups.get(row.group_id) ?? '' },
      ...{ take: row.take, per: row.per, lengthSeconds: Number(row.length_seconds), stepSeconds: Number(row.step_seconds) },
      ...{ latenessSeconds: Number(row.lateness_seconds), isEnabled: row.is_enabled === 1 },
      ...{ rules: rules.get(row.id) ?? [], isOfHomes: product?.kind === 'meter', version: Number(row.version) },
    }
  })
}

const known = async (kernel: Kernel, ids: readonly string[]): Promise<Map<string, KnownDevice>> =>
  new Map((ids.length === 0 ? [] : await devicesWhere(kernel, among('id', ids), ids.length)).map((one) => [one.id, one]))

const named = (id: string, devices: ReadonlyMap<string, KnownDevice>) => ({ id, name: devices.get(id)?.name ?? '' })

interface ResultRow extends Record<'end_at' | 'points' | 'device_count' | 'revision' | 'late' | 'dropped' | 'written_at', number> {
  readonly device_id: string
  readonly value: number | null
  readonly corrected_at: number | null
}

/** What windows came to, newest first. What a single home's meter reads is kept back here as everywhere. */
export async function listResults(kernel: Kernel, row: StreamRow, query: Paged & { readonly deviceId?: string | undefined }) {
  const { cursor, limit = 50, deviceId } = query
  const keys = keyset({ cursor }, ['end_at desc', 'device_id desc'], { stream: row.id, deviceId })
  const seek = keys.seek()
  const of = deviceId === undefined ? '' : ' AND device_id = ?'
  const rows = await kernel.store.rows<ResultRow>(
    `SELECT device_id, end_at, value, points, device_count, revision, late, dropped, written_at, corrected_at FROM stream_results
     WHERE stream_id = ?${of} AND ${seek.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    [row.id, ...(deviceId === undefined ? [] : [deviceId]), ...seek.params],
  )
  const page = keys.page(rows, limit, (one) => [Number(one.end_at), one.device_id])
  const devices = await known(
    kernel,
    [...new Set(page.items.map((one) => one.device_id))].filter((id) => id !== whole),
  )
  const isShielded = row.per === 'place' ? await shieldOf(kernel, row) : () => false
  const items = page.items.map((one): StreamResult => {
    const isWhole = one.device_id === whole
    const isWithheld = isWhole ? isShielded(Number(one.device_count)) : devices.get(one.device_id)?.isOfOneHome !== false
    const end = Number(one.end_at)
    return {
      ...{ device: isWhole ? null : named(one.device_id, devices), from: iso(end - Number(row.length_seconds) * 1000), until: iso(end) },
      ...{ value: isWithheld || one.value === null ? null : Number(one.value), isWithheld, points: Number(one.points) },
      ...{ devices: Number(one.device_count), revision: Number(one.revision), late: Number(one.late), dropped: Number(one.dropped) },
      ...{ writtenAt: iso(Number(one.written_at)), correctedAt: one.corrected_at === null ? null : iso(Number(one.corrected_at)) },
    }
  })
  return { ...page, items }
}

interface SourceRow extends Record<'taken' | 'late' | 'dropped' | 'ahead', number> {
  readonly device_id: string
  readonly mark_at: number | null
}

/** The devices that were heard, how far each has come, and what of theirs came late. */
export async function listSources(kernel: Kernel, row: StreamRow, query: Paged) {
  const { cursor, limit = 50 } = query
  const keys = keyset({ cursor }, ['device_id'], { stream: row.id })
  const seek = keys.seek()
  const rows = await kernel.store.rows<SourceRow>(
    `SELECT device_id, mark_at, taken, late, dropped, ahead FROM stream_heads
     WHERE stream_id = ? AND device_id > ? AND ${seek.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    [row.id, whole, ...seek.params],
  )
  const page = keys.page(rows, limit, (one) => [one.device_id])
  const devices = await known(
    kernel,
    page.items.map((one) => one.device_id),
  )
  const items = page.items.map(
    (one): StreamSource => ({
      ...{ device: named(one.device_id, devices), reachedAt: one.mark_at === null ? null : iso(Number(one.mark_at)) },
      ...{ taken: Number(one.taken), late: Number(one.late), dropped: Number(one.dropped), ahead: Number(one.ahead) },
    }),
  )
  return { ...page, items }
}
