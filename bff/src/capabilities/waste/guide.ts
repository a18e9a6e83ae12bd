import type { BodyOf, Page, QueryOf } from '@liren/contract'
import {
  type GuideItem,
  type WasteBin,
  type WasteGuide,
  type WasteKind,
  type wasteEndpoints,
  wasteErrors,
} from '@liren/contract/capabilities/waste'
import { fullPercent } from '@liren/contract/device/bin'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext, Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine, contains } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { keyset } from '../../kernel/store/page.ts'
import { underPlaces, unscoped } from '../../kernel/store/scope.ts'
import { findDevice } from '../device/read.ts'
import { estatesTouching, placesById } from '../place/read.ts'
import { kindsOf, levelsOf } from './row.ts'

interface ItemRow {
  readonly id: string
  readonly name: string
  readonly kind: WasteKind
  readonly hint: string
  readonly is_shown: number
  readonly version: number
}

const present = ({ is_shown, version, ...row }: ItemRow): GuideItem => ({
  ...{ id: row.id, name: row.name, kind: row.kind, hint: row.hint },
  ...{ isShown: Number(is_shown) === 1, version: Number(version) },
})
const mostFound = 30
const mostPoints = 100

/** Things by what is in their name, and the bins of the estates where the reader lives. */
export async function guide(kernel: Kernel, scope: Scope, q: string | undefined): Promise<WasteGuide> {
  const where = combine('AND', [{ sql: 'is_shown = 1', params: [] }, ...(q ? [contains('name', q)] : [])])
  const items = await kernel.store.rows<ItemRow>(
    `SELECT * FROM waste_items WHERE ${where.sql} ORDER BY name LIMIT ${mostFound}`,
    where.params,
  )
  const homes = await placesById(kernel, scope.houseIds)
  const estates = await estatesTouching(
    kernel,
    [...homes.values()].map(({ path }) => path),
  )
  const paths = estates.map(({ path }) => path)
  if (paths.length === 0) return { items: items.map(toFound), points: [] }
  const under = underPlaces('d.place_path', paths)
  const bins = await unscoped<{
    id: string
    name: string
    presence: string
    kinds: string | null
    full_name: string | null
  }>(kernel.store, 'everybody may know where the bins of their own estate stand', {
    sql: `SELECT d.id, d.name, d.presence, b.kinds, p.full_name FROM devices d LEFT JOIN waste_bins b ON b.device_id = d.id
            LEFT JOIN places p ON p.id = d.place_id WHERE d.kind = 'bin' AND d.stage = 'active' AND ${under.sql} ORDER BY d.id LIMIT ${mostPoints}`,
    params: under.params,
  })
  const levels = await levelsOf(kernel, bins)
  return {
    items: items.map(toFound),
    points: bins.map((row) => ({
      ...{ id: row.id, name: row.name, kinds: kindsOf(row.kinds), place: (row.full_name ?? '').split(' · ').slice(3).join(' · ') },
      ...{ isFull: (levels.get(row.id)?.percent ?? 0) >= fullPercent, isOnline: row.presence === 'online' },
    })),
  }
}

const toFound = ({ id, name, kind, hint }: ItemRow) => ({ id, name, kind, hint })

export async function listItems(kernel: Kernel, query: QueryOf<typeof wasteEndpoints.guideItems>): Promise<Page<GuideItem>> {
  const { cursor, limit = 20, q } = query
  const keys = keyset({ cursor }, ['id desc'], { q })
  const where = combine('AND', [...(q ? [contains('name', q)] : []), keys.seek()])
  const rows = await kernel.store.rows<ItemRow>(
    `SELECT * FROM waste_items WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    where.params,
  )
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: page.items.map(present) }
}

type Context = Pick<RequestContext, 'tx' | 'scope' | 'now'>

export async function saveItem(kernel: Kernel, body: BodyOf<typeof wasteEndpoints.saveItem>, { tx }: Context): Promise<GuideItem> {
  const { id = kernel.ids.next(), name, kind, hint, isShown, version } = body
  const [other] = await kernel.store.rows<{ id: string }>('SELECT id FROM waste_items WHERE name = ? AND id <> ?', [name, id], tx)
  if (other) throw refuseWith(wasteErrors, 'waste.item-known')
  if (body.id === undefined) {
    const row = { id, name, kind, hint, is_shown: isShown ? 1 : 0 }
    if (!(await insertOnce(kernel.store, 'waste_items', row, tx))) throw refuseWith(wasteErrors, 'waste.item-known')
  } else {
    const changed = await kernel.store.run(
      'UPDATE waste_items SET name = ?, kind = ?, hint = ?, is_shown = ?, version = version + 1 WHERE id = ? AND version = ?',
      [name, kind, hint, isShown ? 1 : 0, id, version],
      tx,
    )
    if (changed !== 1) {
      const [known] = await kernel.store.rows<ItemRow>('SELECT * FROM waste_items WHERE id = ?', [id], tx)
      throw known ? refuse('stale', { details: { version: Number(known.version) } }) : refuse('not-found')
    }
  }
  const [row] = await kernel.store.rows<ItemRow>('SELECT * FROM waste_items WHERE id = ?', [id], tx)
  return present(row as ItemRow)
}

export async function saveBin(
  kernel: Kernel,
  id: string,
  body: BodyOf<typeof wasteEndpoints.saveBin>,
  { tx, scope }: Context,
): Promise<WasteBin> {
  const bin = await findDevice(kernel, scope, id, tx)
  if (bin.kind !== 'bin') throw refuseWith(wasteErrors, 'waste.not-bin')
  const kinds = [...new Set(body.kinds)]
  const row = { device_id: id, place_path: bin.place_path, kinds: kinds.join(',') }
  if (body.version === 0) {
    if (!(await insertOnce(kernel.store, 'waste_bins', row, tx))) throw refuse('stale')
    return { id, kinds, version: 1 }
  }
  const changed = await kernel.store.run(
    'UPDATE waste_bins SET kinds = ?, place_path = ?, version = version + 1 WHERE device_id = ? AND version = ?',
    [row.kinds, row.place_path, id, body.version],
    tx,
  )
  if (changed !== 1) throw refuse('stale')
  return { id, kinds, version: body.version + 1 }
}
