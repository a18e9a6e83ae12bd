import { metresApart, type Position } from '@liren/contract/map/position'
import { isInside } from '@liren/contract/map/ring'
import { pointsOf } from '@liren/contract/map/shape'
import type { Scope } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { combine } from '../../../kernel/store/condition.ts'
import { housesOf, placeById } from '../../place/read.ts'
import { anchorsOf } from '../anchors.ts'
import { featuresWhere, geometryOf, meetsBounds } from '../row.ts'
import type { Found } from './find-address.ts'

/** Farther off it is no address of this point. */
const nearMetres = 120
const mostNear = 5

const inside = (id: string): Found => ({ id, match: { by: 'inside', missing: [], metres: 0 } })

/** Spaces and the building in which a point lies, with a floor its houses there; else the nearest ones. */
export async function findByPosition(kernel: Kernel, scope: Scope, point: Position, floor: number | undefined): Promise<Found[]> {
  const [longitude, latitude] = point
  const around = combine('AND', [
    meetsBounds({ west: longitude, east: longitude, south: latitude, north: latitude }),
    { sql: "f.kind IN ('building', 'space') AND f.shape = 'area'", params: [] },
  ])
  const drawn = (await featuresWhere(kernel, scope, around, 50)).filter((row) => isInside(point, pointsOf(geometryOf(row))))
  if (drawn.length > 0) {
    const building = drawn.find(({ kind }) => kind === 'building')
    const houses = building && floor !== undefined ? await housesOnFloor(kernel, building.place_id, floor) : []
    return [...houses, ...new Set(drawn.map(({ place_id }) => place_id))].map(inside)
  }
  const { all } = await anchorsOf(kernel, scope)
  return all
    .filter(({ kind }) => kind === 'building' || kind === 'space')
    .map(({ placeId, at }) => ({ id: placeId, match: { by: 'near' as const, missing: [], metres: Math.round(metresApart(point, at)) } }))
    .filter(({ match }) => match.metres <= nearMetres)
    .sort((a, b) => a.match.metres - b.match.metres)
    .slice(0, mostNear)
}

async function housesOnFloor(kernel: Kernel, buildingId: string, floor: number): Promise<string[]> {
  const building = await placeById(kernel, buildingId)
  if (!building) return []
  const { houses } = await housesOf(kernel, building)
  return houses.filter((house) => house.floor === floor).map(({ id }) => id)
}
