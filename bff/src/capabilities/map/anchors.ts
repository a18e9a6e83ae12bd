import { type Bounds, metresApart, type Position } from '@liren/contract/map/position'
import { LRUCache } from 'lru-cache'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { scopedRows } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
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
  /** What is to be seen when a map opens; undefined where nothing is drawn. */
  readonly extent: Bounds | undefined
}

/** A street of a hundred communities has some thousands of buildings. */
const mostAnchors = 10_000

interface AnchorRow extends Bounds {
  readonly place_id: string
  readonly place_path: string
  readonly kind: string
  readonly name: string
  readonly longitude: number
  readonly latitude: number
}

const kept = new WeakMap<Kernel, LRUCache<string, Anchors>>()

/** Positions of all drawn places that the scope shows, kept until something is drawn anew. */
export async function anchorsOf(kernel: Kernel, scope: Scope, tx?: Tx): Promise<Anchors> {
  const known = kept.get(kernel) ?? new LRUCache<string, Anchors>({ max: 50 })
  kept.set(kernel, known)
  const key = `${await mapVersion(kernel, tx)}|${[...scope.places].sort().join()}`
  const before = known.get(key)
  if (before) return before
  const where = visible(scope)
  const statement = {
    sql: `SELECT f.place_id, f.place_path, f.kind, p.name, f.longitude, f.latitude, f.west, f.south, f.east, f.north FROM map_features f JOIN places p ON p.id = f.place_id
            WHERE ${where.sql} AND f.state = 'active' AND (f.kind IN ('building', 'space', 'grid', 'boundary') OR p.kind = 'area') ORDER BY f.place_path LIMIT ${mostAnchors}`,
    params: where.params,
  }
  const rows = await scopedRows<AnchorRow>(kernel.store, scope, 'map_features', statement, tx)
  const byPath = new Map(
    rows.map((row): [string, Anchor] => [
      row.place_path,
      { placeId: row.place_id, path: row.place_path, name: row.name, kind: row.kind, at: [row.longitude, row.latitude] },
    ]),
  )
  const anchors: Anchors = {
    all: [...byPath.values()],
    // of those at work here: the community around one estate is ground to it, and no place to begin
    extent: extentOf(rows.filter((row) => scope.places.some((path) => row.place_path.startsWith(path)))),
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

function extentOf(rows: readonly Bounds[]): Bounds | undefined {
  if (rows.length === 0) return undefined
  const most = (values: number[], pick: (...values: number[]) => number) => values.reduce((a, b) => pick(a, b))
  return {
    west: most(
      rows.map((row) => row.west),
      Math.min,
    ),
    south: most(
      rows.map((row) => row.south),
      Math.min,
    ),
    east: most(
      rows.map((row) => row.east),
      Math.max,
    ),
    north: most(
      rows.map((row) => row.north),
      Math.max,
    ),
  }
}

/** A city is no wider; what lies farther off was written in other coordinates. */
const mostMetres = 50_000

/** Whether a point is nowhere near a place that is drawn; of a place that is not, nobody can say. */
export async function isFar(
  kernel: Kernel,
  { scope, tx }: { readonly scope: Scope; readonly tx: Tx },
  path: string,
  middle: Position,
): Promise<boolean> {
  const anchors = await anchorsOf(kernel, scope, tx)
  const anchor = anchors.locate(path) ?? anchors.all.find((one) => one.path.startsWith(path))
  return anchor !== undefined && metresApart(anchor.at, middle) > mostMetres
}
