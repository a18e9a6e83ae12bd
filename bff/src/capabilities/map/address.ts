import type { MapAddress } from '@liren/contract/map/answers'
import { metresApart, type Position } from '@liren/contract/map/position'
import { isInside } from '@liren/contract/map/ring'
import { pointsOf } from '@liren/contract/map/shape'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type Condition, combine, contains, escapeLike } from '../../kernel/store/condition.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import { placeById } from '../place/read.ts'
import { anchorsOf } from './anchors.ts'
import { featuresWhere, geometryOf, meetsBounds } from './row.ts'

const shown = 20
/** Farther off it is no address of this point. */
const nearMetres = 300

interface PlaceRow {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly full_name: string
  readonly path: string
  readonly longitude: number | null
  readonly latitude: number | null
}

const short = (name: string): string => name.split(' · ').slice(2).join(' · ') || name

/** `3-2-1201` as people say it, words of an address in their order, a door plate, or an address code. */
function wanted(scope: Scope, q: string): Condition {
  const numbers = /^(?:(.*?)\s*)?(\d{1,3})-(\d{1,2})-(\d{2,5})$/.exec(q)
  const pieces = numbers
    ? [...(numbers[1] ? [numbers[1]] : []), ` ${Number(numbers[2])}幢`, ` ${Number(numbers[3])}单元`, ` ${numbers[4]}`]
    : q.split(/[\s·,，]+/).filter((piece) => piece !== '')
  const inOrder = { sql: "p.full_name LIKE ? ESCAPE '!'", params: [`%${pieces.map(escapeLike).join('%')}%`] }
  const plates = combine('AND', [
    underPlaces('b.place_path', scope.places),
    { sql: "b.state = 'active'", params: [] },
    contains('b.doorplate', q),
  ])
  const byPlate = { sql: `p.id IN (SELECT b.place_id FROM building_files b WHERE ${plates.sql})`, params: plates.params }
  return combine('OR', [inOrder, { sql: 'p.address_code = ?', params: [q] }, byPlate])
}

/** From what people call a place to where it is; the widest first. */
export async function geocode(kernel: Kernel, scope: Scope, q: string): Promise<MapAddress[]> {
  const anchors = await anchorsOf(kernel, scope)
  const where = combine('AND', [underPlaces('p.path', scope.places), { sql: 'p.is_retired = 0', params: [] }, wanted(scope, q)])
  const rows = await scopedRows<PlaceRow>(kernel.store, scope, 'building_files', {
    sql: `SELECT p.id, p.kind, p.name, p.full_name, p.path, p.longitude, p.latitude FROM places p
          WHERE ${where.sql} ORDER BY LENGTH(p.path), p.path LIMIT ${shown}`,
    params: where.params,
  })
  return rows.flatMap((row) => {
    const own = row.longitude !== null && row.latitude !== null && anchors.locate(row.path)?.path !== row.path
    const at = own ? ([row.longitude, row.latitude] as Position) : anchors.locate(row.path)?.at
    return at ? [{ placeId: row.id, kind: row.kind, name: row.name, address: short(row.full_name), longitude: at[0], latitude: at[1] }] : []
  })
}

/** What encloses a point, and the nearest address to it. */
export async function whereIs(kernel: Kernel, scope: Scope, point: Position) {
  const [longitude, latitude] = point
  const around = combine('AND', [
    meetsBounds({ west: longitude, east: longitude, south: latitude, north: latitude }),
    { sql: "f.kind IN ('boundary', 'grid', 'building')", params: [] },
  ])
  const rows = (await featuresWhere(kernel, scope, around, 200)).filter((row) => isInside(point, pointsOf(geometryOf(row))))
  const refs = (kind: string) =>
    rows
      .filter((row) => row.kind === kind)
      .sort((a, b) => a.place_path.length - b.place_path.length)
      .map((row) => ({ placeId: row.place_id, name: row.place_name }))
  const near = (await anchorsOf(kernel, scope)).all
    .filter(({ kind }) => kind === 'building' || kind === 'space')
    .map((anchor) => ({ anchor, metres: metresApart(point, anchor.at) }))
    .sort((a, b) => a.metres - b.metres)[0]
  const place = near && near.metres <= nearMetres ? await placeById(kernel, near.anchor.placeId) : undefined
  const nearest = near && place ? { placeId: place.id, address: short(place.fullName), metres: Math.round(near.metres) } : null
  return { boundaries: refs('boundary'), grids: refs('grid'), building: refs('building')[0] ?? null, nearest }
}
