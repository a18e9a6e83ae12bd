import { refuse } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { contains } from '../../kernel/store/condition.ts'
import type { PlaceRow } from './row.ts'

interface Where {
  readonly q?: string | undefined
  readonly longitude?: number | undefined
  readonly latitude?: number | undefined
}

const shown = 20
const earthRadius = 6_371_000
const radians = (degrees: number) => (degrees * Math.PI) / 180

/** Great-circle distance in metres. */
export function metresBetween(a: { longitude: number; latitude: number }, b: { longitude: number; latitude: number }): number {
  const dLat = radians(b.latitude - a.latitude)
  const dLon = radians(b.longitude - a.longitude)
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(dLon / 2) ** 2
  return Math.round(2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(h))))
}

/** Names of estates for people who have not signed in: the nearest first when they say where they are. */
export async function estatesForGuests(kernel: Kernel, { q, longitude, latitude }: Where) {
  const name = q === undefined ? { sql: '1 = 1', params: [] } : contains('e.name', q)
  const rows = await kernel.store.rows<{ id: string; name: string; community: string; longitude: number | null; latitude: number | null }>(
    `SELECT e.id, e.name, e.longitude, e.latitude, c.name AS community FROM places e JOIN places c ON c.id = e.parent_id
     WHERE e.kind = 'estate' AND e.is_retired = 0 AND ${name.sql} ORDER BY e.path LIMIT 2000`,
    name.params,
  )
  const here = longitude === undefined || latitude === undefined ? undefined : { longitude, latitude }
  const items = rows.map((row) => ({
    id: row.id,
    name: row.name,
    community: row.community,
    metres:
      here && row.longitude !== null && row.latitude !== null
        ? metresBetween(here, { longitude: row.longitude, latitude: row.latitude })
        : undefined,
  }))
  if (here) items.sort((a, b) => (a.metres ?? Number.MAX_VALUE) - (b.metres ?? Number.MAX_VALUE))
  return { items: items.slice(0, shown) }
}

/** What may be chosen next on the way to one's own door. Says names only, never who lives there. */
export async function roomsUnder(kernel: Kernel, estateId: string, under: string | undefined) {
  const rows = await kernel.store.rows<Pick<PlaceRow, 'id' | 'path' | 'kind'>>(
    'SELECT id, path, kind FROM places WHERE id IN (?, ?) AND is_retired = 0',
    [estateId, under ?? estateId],
  )
  const estate = rows.find(({ id }) => id === estateId)
  const parent = rows.find(({ id }) => id === (under ?? estateId))
  if (estate?.kind !== 'estate' || !parent?.path.startsWith(estate.path)) throw refuse('not-found')
  return {
    items: await kernel.store.rows<Pick<PlaceRow, 'id' | 'kind' | 'name'>>(
      "SELECT id, kind, name FROM places WHERE parent_id = ? AND is_retired = 0 AND kind IN ('building', 'unit', 'house') ORDER BY sort, id LIMIT 1000",
      [parent.id],
    ),
  }
}
