import type { MapAddress } from '@liren/contract/map/answers'
import { metresApart, type Position } from '@liren/contract/map/position'
import { isInside } from '@liren/contract/map/ring'
import { pointsOf } from '@liren/contract/map/shape'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { placeById } from '../place/read.ts'
import { anchorsOf } from './anchors.ts'
import { presentResolved, resolve } from './resolve/resolve.ts'
import { featuresWhere, geometryOf, meetsBounds } from './row.ts'

/** Farther off it is no address of this point. */
const nearMetres = 300

const short = (name: string): string => name.split(' · ').slice(2).join(' · ') || name

/** From what people call a place to where it is; the widest first. */
export async function geocode(kernel: Kernel, scope: Scope, q: string): Promise<MapAddress[]> {
  const { items } = await presentResolved(kernel, scope, await resolve(kernel, scope, { q }, 'with plates'))
  return items.flatMap(({ placeId, kind, name, address, longitude, latitude }) =>
    longitude === null || latitude === null ? [] : [{ placeId, kind, name, address: short(address), longitude, latitude }],
  )
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
