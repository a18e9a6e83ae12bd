import type { Place, PlaceKind } from '@liren/contract/capabilities/place'

export interface PlaceRow {
  readonly id: string
  readonly parent_id: string | null
  readonly kind: PlaceKind
  readonly code: string
  readonly name: string
  readonly path: string
  readonly full_name: string
  readonly sort: number
  readonly grid_id: string | null
  readonly floor: number | null
  readonly area: number | null
  readonly longitude: number | null
  readonly latitude: number | null
  readonly address_code: string | null
  readonly is_retired: number
  readonly created_at: number
  readonly version: number
  readonly has_children: number
}

/** A row with the word on whether anything stands under it. */
export const placeColumns =
  'p.*, CASE WHEN EXISTS (SELECT 1 FROM places c WHERE c.parent_id = p.id AND c.is_retired = 0) THEN 1 ELSE 0 END AS has_children'

export const presentPlace = (row: PlaceRow): Place => ({
  id: row.id,
  kind: row.kind,
  code: row.code,
  name: row.name,
  path: row.path,
  fullName: row.full_name,
  parentId: row.parent_id,
  sort: row.sort,
  hasChildren: row.has_children === 1,
  gridId: row.grid_id,
  floor: row.floor,
  area: row.area,
  longitude: row.longitude,
  latitude: row.latitude,
  addressCode: row.address_code,
  isRetired: row.is_retired === 1,
  version: row.version,
})
