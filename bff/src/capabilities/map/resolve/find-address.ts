import type { PlaceKind } from '@liren/contract/capabilities/place'
import type { LocatedPlace } from '@liren/contract/map/resolve'
import type { Kernel } from '../../../kernel/kernel.ts'
import { fold } from '../../../kernel/search/words.ts'
import { among, type Condition, combine, escapeLike } from '../../../kernel/store/condition.ts'
import { underPlaces } from '../../../kernel/store/scope.ts'
import { estateFit, type ReadAddress, readAddress } from './read-address.ts'

export interface Found {
  readonly id: string
  readonly match: LocatedPlace['match']
}

interface Row {
  readonly id: string
  readonly kind: PlaceKind
  readonly name: string
  readonly path: string
  readonly full_name: string
}

const shown = 20
const mostEstates = 2_000
const mostBuildings = 300
const mostHouses = 600

const by = (by: Found['match']['by'], missing: Found['match']['missing'] = []): Found['match'] => ({ by, missing, metres: null })

/** Places within reach that a text means: by code, as an address of a house, or by name. The best kind of match alone answers. */
export async function findByText(kernel: Kernel, paths: readonly string[], text: string): Promise<Found[]> {
  const coded = await select(kernel, paths, among('address_code', [...new Set([text, text.toUpperCase()])]), shown)
  if (coded.length > 0) return coded.map(({ id }) => ({ id, match: by('code') }))
  const estates = await select(kernel, paths, { sql: "kind = 'estate'", params: [] }, mostEstates)
  const read = readAddress(text)
  const rooms = read ? await findRooms(kernel, paths, estates, read) : []
  if (rooms.length > 0) return rooms
  const named = await select(kernel, paths, wordsOf(text, estates), shown)
  return named.map(({ id }) => ({ id, match: by('name') }))
}

/** Active places of this reach, the widest first. */
function select(kernel: Kernel, paths: readonly string[], where: Condition, limit: number): Promise<Row[]> {
  const all = combine('AND', [underPlaces('path', paths), { sql: 'is_retired = 0', params: [] }, where])
  return kernel.store.rows<Row>(
    `SELECT id, kind, name, path, full_name FROM places WHERE ${all.sql} ORDER BY LENGTH(path), path LIMIT ${Math.trunc(limit)}`,
    all.params,
  )
}

/** Words of a name in their order; 枫林雅苑中心花园 is taken apart after the estate. */
function wordsOf(text: string, estates: readonly Row[]): Condition {
  const plain = fold(text)
  const estate = estates.find(({ name }) => plain.startsWith(fold(name)))
  const rest = estate ? plain.slice(fold(estate.name).length) : ''
  const words = estate && rest !== '' ? [estate.name, rest] : text.split(/[\s·,，]+/u).filter((word) => word !== '')
  return { sql: "full_name LIKE ? ESCAPE '!'", params: [`%${words.map(escapeLike).join('%')}%`] }
}

async function findRooms(kernel: Kernel, paths: readonly string[], estates: readonly Row[], read: ReadAddress): Promise<Found[]> {
  const meant = estatesOf(estates, read.around)
  // whoever reaches one building alone reaches no estate
  const under = estates.length === 0 && read.around === '' ? paths : meant.map(({ path }) => path)
  if (under.length === 0) return []
  const buildings = await select(
    kernel,
    under.length > mostBuildings ? paths : under,
    combine('AND', [{ sql: "kind = 'building'", params: [] }, numbered(read.building, ['幢', '号楼', '栋', '座', '#'])]),
    mostBuildings,
  )
  if (buildings.length === 0) return []
  if (read.unit === undefined && read.house === undefined) return buildings.slice(0, shown).map(({ id }) => ({ id, match: by('room') }))
  const inside = await select(
    kernel,
    buildings.map(({ path }) => path),
    combine('OR', [
      combine('AND', [{ sql: "kind = 'unit'", params: [] }, read.unit === undefined ? none : numbered(read.unit, ['单元', '门', '梯'])]),
      combine('AND', [
        { sql: "kind = 'house'", params: [] },
        read.house === undefined ? none : numbered(Number(read.house), ['室', '号', '户']),
      ]),
    ]),
    mostHouses,
  )
  const found = buildings.flatMap((building) => foundIn(building, inside, read))
  const whole = found.filter(({ match }) => match.missing.length === 0)
  return (whole.length > 0 ? whole : found).slice(0, shown)
}

const none: Condition = { sql: '1 = 0', params: [] }

/** 3, 03, 003, and as a name 3幢, 3号楼 … */
function numbered(number: number, units: readonly string[]): Condition {
  const written = [
    ...new Set([String(number), String(number).padStart(2, '0'), String(number).padStart(3, '0'), String(number).padStart(4, '0')]),
  ]
  const names = written.flatMap((digits) => [digits, ...units.map((unit) => `${digits}${unit}`)])
  return combine('OR', [among('code', written), among('name', names)])
}

/** Those that are named best; a community or street alone means all of its estates. */
function estatesOf(estates: readonly Row[], around: string): Row[] {
  const fits = estates.flatMap((estate) => {
    const fit = estateFit(around, estate)
    return fit === undefined ? [] : [{ estate, fit }]
  })
  const best = Math.max(...fits.map(({ fit }) => fit))
  return fits.filter(({ fit }) => fit === best).map(({ estate }) => estate)
}

/** The houses that are meant, or what comes nearest above them. */
function foundIn(building: Row, inside: readonly Row[], read: ReadAddress): Found[] {
  const here = inside.filter(({ path }) => path.startsWith(building.path))
  const units = here.filter(({ kind }) => kind === 'unit')
  const houses = here.filter(({ kind }) => kind === 'house')
  const inUnit = units.length === 0 ? [] : houses.filter(({ path }) => units.some((unit) => path.startsWith(unit.path)))
  const isUnitMissing = read.unit !== undefined && units.length === 0
  if (read.house === undefined)
    return isUnitMissing ? [{ id: building.id, match: by('room', ['unit']) }] : units.map(({ id }) => ({ id, match: by('room') }))
  const right = read.unit === undefined ? houses : inUnit
  if (right.length > 0) return right.map(({ id }) => ({ id, match: by('room') }))
  // a room of that number in another unit is more likely meant than nothing
  if (isUnitMissing && houses.length > 0) return houses.map(({ id }) => ({ id, match: by('room', ['unit']) }))
  const [unit] = units
  return [{ id: (unit ?? building).id, match: by('room', [...(isUnitMissing ? (['unit'] as const) : []), 'house']) }]
}
