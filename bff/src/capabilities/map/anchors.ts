import type { Position } from '@liren/contract/map/position'
import { LRUCache } from 'lru-cache'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { scopedRows } from '../../kernel/store/scope.ts'
import { pathsAbove } from '../place/read.ts'
import { visible } from './row.ts'
import { mapVersion } from './version.ts'

/** Where a place is drawn, and so where everything stands that is at it and has no position of its own. */
export interface Anchor {
  readonly placeId: string
  readonly path: string
  readonly name: string
  readonly kind: string
  readonly at: Position
}

export interface Anchors {
  readonly all: readonly Anchor[]
  /** The drawing of this place or of the nearest one above it. */
  locate(path: string): Anchor | undefined
}

/** A street of a hundred communities has some thousands of buildings. */
const mostAnchors = 10_000

const kept = new WeakMap<Kernel, LRUCache<string, Anchors>>()

/** Positions of all drawn places that the scope shows, kept until something is drawn anew. */
export async function anchorsOf(kernel: Kernel, scope: Scope): Promise<Anchors> {
  const known = kept.get(kernel) ?? new LRUCache<string, Anchors>({ max: 50 })
  kept.set(kernel, known)
  const key = `${await mapVersion(kernel)}|${[...scope.places].sort().join()}`
  const before = known.get(key)
  if (before) return before
  const where = visible(scope)
  const rows = await scopedRows<{ place_id: string; place_path: string; kind: string; name: string; longitude: number; latitude: number }>(
    kernel.store,
    scope,
    'map_features',
    {
      sql: `SELECT f.place_id, f.place_path, f.kind, p.name, f.longitude, f.latitude FROM map_features f JOIN places p ON p.id = f.place_id
            WHERE ${where.sql} AND f.state = 'active' AND (f.kind IN ('building', 'space', 'grid', 'boundary') OR p.kind = 'area') ORDER BY f.place_path LIMIT ${mostAnchors}`,
      params: where.params,
    },
  )
  const byPath = new Map(
    rows.map((row): [string, Anchor] => [
      row.place_path,
      { placeId: row.place_id, path: row.place_path, name: row.name, kind: row.kind, at: [row.longitude, row.latitude] },
    ]),
  )
  const anchors: Anchors = {
    all: [...byPath.values()],
    locate: (path) => {
      for (const above of pathsAbove(path).reverse()) {
        const anchor = byPath.get(above)
        if (anchor) return anchor
      }
      return undefined
    },
  }
  known.set(key, anchors)
  return anchors
}
