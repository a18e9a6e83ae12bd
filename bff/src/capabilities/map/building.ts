import { houseArchive } from '@liren/contract/capabilities/house'
import { personArchive } from '@liren/contract/capabilities/person'
import { storeyMetres } from '@liren/contract/map/model'
import { mayReadField } from '../../engines/archive/present.ts'
import { refuse } from '../../kernel/errors.ts'
import type { Principal, Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import { housesOf, type KnownPlace, placeById } from '../place/read.ts'
import { scopeOfLayer } from './layers.ts'
import { mutable, outlinesOf } from './outlines.ts'

interface HouseFile {
  readonly id: string
  readonly place_id: string
  readonly occupancy: string | null
  readonly civility_grade: 'a' | 'b' | 'c' | 'd' | null
}

interface Counted {
  readonly place_id: string
  readonly people: number
  readonly attention: number
}

/** A building with what is known of each house: how it is used, how it is let, how many live there, and whether some need care. */
export async function buildingOf(kernel: Kernel, principal: Principal, scope: Scope, id: string) {
  const place = await placeById(kernel, id)
  if (place?.kind !== 'building' || !scope.places.some((path) => place.path.startsWith(path))) throw refuse('not-found')
  const [plan, files, people, height, outlines] = await Promise.all([
    housesOf(kernel, place),
    filesOf(kernel, principal, place),
    peopleOf(kernel, principal, place),
    heightOf(kernel, scope, place),
    outlinesOf(kernel, [{ place_path: place.path }]),
  ])
  const outline = outlines(place.path)
  return {
    placeId: place.id,
    name: place.name,
    address: place.fullName,
    units: plan.units,
    floors: plan.floors,
    height: height ?? plan.floors.length * storeyMetres,
    outline: outline ? mutable(outline) : null,
    houses: plan.houses.map(({ path: _, ...house }) => {
      const file = files.get(house.id)
      const counted = people?.get(house.id)
      return {
        ...house,
        fileId: file?.id ?? null,
        occupancy: file?.occupancy ?? null,
        rental: file && (file.occupancy === 'let' || file.occupancy === 'shared') ? (file.civility_grade ?? ('unrated' as const)) : null,
        people: people ? { count: Number(counted?.people ?? 0), attention: Number(counted?.attention ?? 0) } : null,
      }
    }),
  }
}

async function filesOf(kernel: Kernel, principal: Principal, building: KnownPlace): Promise<Map<string, HouseFile>> {
  const scope = scopeOfLayer(principal, 'house')
  if (!scope) return new Map()
  const where = combine('AND', [underPlaces('place_path', scope.places), underPlaces('place_path', [building.path])])
  const rows = await scopedRows<HouseFile>(kernel.store, scope, houseArchive.table, {
    sql: `SELECT id, place_id, occupancy, civility_grade FROM ${houseArchive.table} WHERE ${where.sql} AND state = 'active'`,
    params: where.params,
  })
  return new Map(rows.map((row) => [row.place_id, row]))
}

/** That somebody needs care is known to those who may read why; to others everybody is like everybody. */
async function peopleOf(kernel: Kernel, principal: Principal, building: KnownPlace): Promise<Map<string, Counted> | undefined> {
  const scope = scopeOfLayer(principal, 'person')
  if (!scope) return undefined
  const signs = [
    ...(mayReadField(principal, personArchive, 'care') ? ['care_index IS NOT NULL'] : []),
    ...(mayReadField(principal, personArchive, 'keyClass') ? ['key_class_index IS NOT NULL'] : []),
  ]
  const attention = signs.length === 0 ? '0' : `CASE WHEN ${signs.join(' OR ')} THEN 1 ELSE 0 END`
  const where = combine('AND', [underPlaces('place_path', scope.places), underPlaces('place_path', [building.path])])
  const rows = await scopedRows<Counted>(kernel.store, scope, personArchive.table, {
    sql: `SELECT place_id, COUNT(*) AS people, SUM(${attention}) AS attention FROM ${personArchive.table} WHERE ${where.sql} AND state = 'active' GROUP BY place_id`,
    params: where.params,
  })
  return new Map(rows.map((row) => [row.place_id, row]))
}

async function heightOf(kernel: Kernel, scope: Scope, { id }: KnownPlace): Promise<number | null> {
  const where = combine('AND', [underPlaces('place_path', scope.places), { sql: "place_id = ? AND state = 'active'", params: [id] }])
  const statement = { sql: `SELECT height FROM building_files WHERE ${where.sql}`, params: where.params }
  return (await scopedRows<{ height: number | null }>(kernel.store, scope, 'building_files', statement))[0]?.height ?? null
}
