import { type Archive, listFields } from '@liren/contract/archive/index'
import { houseArchive } from '@liren/contract/capabilities/house'
import { personArchive } from '@liren/contract/capabilities/person'
import { vehicleArchive } from '@liren/contract/capabilities/vehicle'
import { type VisitArchive, type VisitFile, visitFields } from '@liren/contract/capabilities/visit'
import { findFiles } from '../../engines/archive/find.ts'
import type { LinkRow } from '../../engines/archive/links.ts'
import { shown, titleOf } from '../../engines/archive/present.ts'
import { columnsToRead, type FileRow, valuesOf } from '../../engines/archive/row.ts'
import { freshDaysOf } from '../../kernel/fresh-days.ts'
import type { Principal, Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { newcomersAt, openReviewsOf } from '../review/read.ts'

export const visited: Readonly<Record<VisitArchive, Archive>> = { house: houseArchive, person: personArchive, vehicle: vehicleArchive }
const dayMs = 86_400_000

/** The files of one house, as they are stored. */
export interface HouseFiles {
  readonly house: FileRow | undefined
  readonly people: readonly { readonly row: FileRow; readonly link: LinkRow | undefined }[]
  readonly vehicles: readonly FileRow[]
}

const namesFor = (archive: VisitArchive): string[] => [
  ...new Set([...visitFields[archive], ...visited[archive].title, ...listFields(visited[archive])]),
]

async function placedAt(kernel: Kernel, scope: Scope, archive: VisitArchive, houseIds: readonly string[], tx?: Tx): Promise<FileRow[]> {
  const definition = visited[archive]
  const [wanted, reach] = [among('place_id', houseIds), underPlaces('place_path', scope.places)]
  return scopedRows<FileRow>(
    kernel.store,
    scope,
    definition.table,
    {
      sql: `SELECT ${columnsToRead(definition, namesFor(archive))} FROM ${definition.table} WHERE ${wanted.sql} AND ${reach.sql} AND state = 'active' ORDER BY id LIMIT 2000`,
      params: [...wanted.params, ...reach.params],
    },
    tx,
  )
}

/** Everything on file about these houses, in as many statements for one as for thirty. */
export async function filesOfHouses(kernel: Kernel, scope: Scope, houseIds: readonly string[], tx?: Tx): Promise<Map<string, HouseFiles>> {
  const found = new Map<string, HouseFiles>()
  if (houseIds.length === 0) return found
  const houses = await placedAt(kernel, scope, 'house', houseIds, tx)
  const links = await livingIn(
    kernel,
    scope,
    houses.map(({ id }) => id),
    tx,
  )
  const linked = await findFiles(kernel, personArchive, scope, [...new Set(links.map(({ from_id }) => from_id))], namesFor('person'), tx)
  const placed = await placedAt(kernel, scope, 'person', houseIds, tx)
  const vehicles = await placedAt(kernel, scope, 'vehicle', houseIds, tx)
  const byId = new Map(linked.filter(({ state }) => state === 'active').map((row) => [row.id, row]))
  for (const houseId of houseIds) {
    const house = houses.find(({ place_id }) => place_id === houseId)
    const living = links
      .filter(({ to_id }) => to_id === house?.id)
      .flatMap((link) => {
        const row = byId.get(link.from_id)
        return row ? [{ row, link }] : []
      })
    // whoever is kept here without a link lives here too, unless they left
    const others = placed.filter(
      (row) =>
        row.place_id === houseId &&
        !living.some((one) => one.row.id === row.id) &&
        valuesOf(kernel, personArchive, row, ['leftOn']).leftOn === null,
    )
    found.set(houseId, {
      house,
      people: [...living, ...others.map((row) => ({ row, link: undefined }))],
      vehicles: vehicles.filter(({ place_id }) => place_id === houseId),
    })
  }
  return found
}

async function livingIn(kernel: Kernel, scope: Scope, houseFileIds: readonly string[], tx?: Tx): Promise<LinkRow[]> {
  if (houseFileIds.length === 0) return []
  const wanted = among('to_id', houseFileIds)
  return scopedRows<LinkRow>(
    kernel.store,
    scope,
    'archive_links',
    {
      sql: `SELECT * FROM archive_links WHERE ${wanted.sql} AND kind = 'lives-in' AND ended_on IS NULL ORDER BY id LIMIT 2000`,
      params: wanted.params,
    },
    tx,
  )
}

/** What waits to be reviewed about these houses. */
export async function waitingFor(kernel: Kernel, files: ReadonlyMap<string, HouseFiles>, tx?: Tx) {
  const ids = [...files.values()].flatMap(({ house, people, vehicles }) => [
    ...(house ? [house.id] : []),
    ...people.map(({ row }) => row.id),
    ...vehicles.map(({ id }) => id),
  ])
  const reviews = await openReviewsOf(kernel, ids, tx)
  const newcomers = new Map<string, number>()
  for (const row of await newcomersAt(kernel, [...files.keys()], tx)) newcomers.set(row.place_id, (newcomers.get(row.place_id) ?? 0) + 1)
  return { reviews, newcomers }
}

export function presentFile(
  kernel: Kernel,
  viewer: Principal,
  archive: VisitArchive,
  row: FileRow,
  link: LinkRow | undefined,
  waiting: readonly string[],
): VisitFile {
  const definition = visited[archive]
  const plain = valuesOf(kernel, definition, row, namesFor(archive))
  const told = shown(viewer, definition, Object.fromEntries(visitFields[archive].map((name) => [name, plain[name] ?? null])))
  return {
    archive,
    id: row.id,
    title: titleOf(viewer, definition, plain),
    version: row.version,
    values: told.values as VisitFile['values'],
    masked: told.masked,
    role: link?.role ?? null,
    link: link ? { id: link.id, version: link.version } : null,
    verifiedAt: row.verified_at === null ? null : new Date(row.verified_at).toISOString(),
    isFresh: (row.verified_at ?? row.entered_at) > kernel.clock.now() - freshDaysOf(kernel, definition) * dayMs,
    waiting: [...waiting],
  }
}
