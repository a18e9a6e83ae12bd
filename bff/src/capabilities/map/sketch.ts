import { boundsOf } from '@liren/contract/map/position'
import { pointsOf } from '@liren/contract/map/shape'
import { type Sketch, type SketchKind, sketchKinds } from '@liren/contract/map/sketch'
import { refuse } from '../../kernel/errors.ts'
import { wholeHouse } from '../../kernel/http/access.ts'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { placeById, placesById } from '../place/read.ts'
import { anchorsOf } from './anchors.ts'
import { mutable } from './outlines.ts'
import { featuresWhere, geometryOf, meetsBounds } from './row.ts'

/** An estate has some dozens; a phone draws no more. */
const mostShapes = 600

/** Where these places are drawn, or what is around them; of places beyond reach nothing is said. */
export async function positionsOf(kernel: Kernel, scope: Scope, ids: readonly string[]) {
  const [places, anchors] = [await placesById(kernel, ids), await anchorsOf(kernel, scope)]
  return {
    items: [...places.values()].flatMap(({ id, path }) => {
      const at = scope.places.some((reach) => path.startsWith(reach)) ? anchors.locate(path)?.at : undefined
      return at ? [{ placeId: id, longitude: at[0], latitude: at[1] }] : []
    }),
  }
}

/** An estate as everybody sees it who walks through it, with the streets and waters that touch it. */
export async function sketchOf(kernel: Kernel, estateId: string): Promise<Sketch> {
  const estate = await placeById(kernel, estateId)
  if (estate?.kind !== 'estate' || estate.isRetired) throw refuse('not-found')
  const scope = { ...wholeHouse, places: [estate.path] }
  const [boundary] = await featuresWhere(kernel, scope, { sql: "f.kind = 'boundary' AND f.place_id = ?", params: [estate.id] }, 1)
  const within = boundary ? [meetsBounds(boundary)] : []
  const rows = await featuresWhere(kernel, scope, combine('AND', [among('f.kind', sketchKinds), ...within]), mostShapes)
  // the community around it would be a frame without an end
  const shown = rows.filter(({ kind, place_id }) => kind !== 'boundary' || place_id === estate.id)
  const shapes = shown.map((row) => ({
    ...{ id: row.id, kind: row.kind as SketchKind, shape: row.shape, name: row.name || row.place_name, placeId: row.place_id },
    ...{ points: mutable(pointsOf(geometryOf(row))), longitude: row.longitude, latitude: row.latitude },
  }))
  const drawn = shapes.flatMap(({ points }) => points)
  const bounds = boundary ?? (drawn.length > 0 ? boundsOf(drawn) : undefined)
  return {
    estate: { id: estate.id, name: estate.name },
    bounds: bounds ? { west: bounds.west, south: bounds.south, east: bounds.east, north: bounds.north } : null,
    shapes,
  }
}
