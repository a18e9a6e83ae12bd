import type { PlaceKind } from '@liren/contract/capabilities/place'
import type { LocatedPlace, ResolvedPlace } from '@liren/contract/map/resolve'
import { refuse } from '../../../kernel/errors.ts'
import type { Scope } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { among, combine } from '../../../kernel/store/condition.ts'
import { underPlaces } from '../../../kernel/store/scope.ts'
import { placesById } from '../../place/read.ts'
import { anchorsOf } from '../anchors.ts'
import { type Found, findByText } from './find-address.ts'
import { findByPlate } from './find-plate.ts'
import { findByPosition } from './find-position.ts'

export interface Question {
  readonly q?: string | undefined
  readonly longitude?: number | undefined
  readonly latitude?: number | undefined
  readonly placeId?: string | undefined
  readonly floor?: number | undefined
}

interface PlaceRow {
  readonly id: string
  readonly kind: PlaceKind
  readonly name: string
  readonly full_name: string
  readonly path: string
  readonly address_code: string | null
  readonly grid_id: string | null
  readonly longitude: number | null
  readonly latitude: number | null
}

/** What was found, and whether that is the one answer. */
export interface Answer {
  readonly found: readonly { readonly row: PlaceRow; readonly match: LocatedPlace['match'] }[]
  readonly isSure: boolean
}

/** The one way from an address, a code or coordinates to a house or space of this reach; whatever is out of it is not there. */
export async function resolve(kernel: Kernel, scope: Scope, question: Question, plates?: 'with plates'): Promise<Answer> {
  const known = await find(kernel, scope, question)
  const hits = plates && known.length === 0 && question.q !== undefined ? await findByPlate(kernel, scope, question.q) : known
  if (hits.length === 0) return { found: [], isSure: false }
  const where = combine('AND', [
    among(
      'id',
      hits.map(({ id }) => id),
    ),
    underPlaces('path', scope.places),
    { sql: 'is_retired = 0', params: [] },
  ])
  const rows = await kernel.store.rows<PlaceRow>(
    `SELECT id, kind, name, full_name, path, address_code, grid_id, longitude, latitude FROM places WHERE ${where.sql}`,
    where.params,
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  const found = hits.flatMap(({ id, match }) => {
    const row = byId.get(id)
    return row ? [{ row, match }] : []
  })
  const [first] = found
  return { found, isSure: found.length === 1 && first?.match.missing.length === 0 && first.match.by !== 'near' }
}

async function find(kernel: Kernel, scope: Scope, { q, longitude, latitude, placeId, floor }: Question): Promise<Found[]> {
  const ways = [q, longitude ?? latitude, placeId].filter((way) => way !== undefined)
  if (ways.length !== 1 || (longitude === undefined) !== (latitude === undefined)) {
    const fault = { path: 'query', zh: '请给出地址、坐标或空间三者之一', en: 'Give an address, coordinates or a place: one of them' }
    throw refuse('request.invalid', { faults: [fault] })
  }
  if (q !== undefined) return findByText(kernel, scope.places, q)
  if (longitude !== undefined && latitude !== undefined) return findByPosition(kernel, scope, [longitude, latitude], floor)
  return [{ id: placeId ?? '', match: { by: 'id', missing: [], metres: null } }]
}

/** 枫林雅苑 · 3幢 · 2单元 · 1201 */
const labelOf = ({ kind, full_name }: PlaceRow): string => {
  const deep: Partial<Record<PlaceKind, number>> = { house: 4, unit: 3, building: 2, area: 2 }
  return full_name
    .split(' · ')
    .slice(-(deep[kind] ?? 1))
    .join(' · ')
}

export const presentLocated = ({ found, isSure }: Answer): { items: LocatedPlace[]; isSure: boolean } => ({
  items: found.map(({ row, match }) => ({ placeId: row.id, kind: row.kind, name: row.name, label: labelOf(row), match })),
  isSure,
})

/** With code, coordinates and grid, for those who work there. */
export async function presentResolved(kernel: Kernel, scope: Scope, answer: Answer): Promise<{ items: ResolvedPlace[]; isSure: boolean }> {
  if (answer.found.length === 0) return { items: [], isSure: false }
  const gridIds = answer.found.flatMap(({ row }) => row.grid_id ?? [])
  const [anchors, grids] = [await anchorsOf(kernel, scope), await placesById(kernel, gridIds)]
  const { items, isSure } = presentLocated(answer)
  return {
    isSure,
    items: items.map((item, i) => {
      const { row } = answer.found[i] as Answer['found'][number]
      const anchor = anchors.locate(row.path)
      const isDrawn = anchor?.path === row.path
      const own = row.longitude !== null && row.latitude !== null ? ([row.longitude, row.latitude] as const) : undefined
      const at = isDrawn ? anchor.at : (own ?? anchor?.at)
      const grid = row.grid_id === null ? undefined : grids.get(row.grid_id)
      return {
        ...item,
        address: row.full_name,
        addressCode: row.address_code,
        longitude: at?.[0] ?? null,
        latitude: at?.[1] ?? null,
        isOwnPosition: isDrawn || own !== undefined,
        grid: grid ? { placeId: grid.id, name: grid.name } : null,
      }
    }),
  }
}
