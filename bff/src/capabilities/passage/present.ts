import { idPattern } from '@liren/contract'
import type { Passage } from '@liren/contract/capabilities/passage'
import { personArchive } from '@liren/contract/capabilities/person'
import { vehicleArchive } from '@liren/contract/capabilities/vehicle'
import { placesOf, shortName } from '../../engines/archive/place.ts'
import { mayReadField, shown } from '../../engines/archive/present.ts'
import { columnsToRead, type FileRow, valuesOf } from '../../engines/archive/row.ts'
import type { Principal } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { fileLinks } from '../file/read.ts'
import { credentialAt, type PassageRow, plateAt } from './row.ts'

/** A passage with where its gate stands. */
export type Placed = PassageRow & { readonly longitude: number | null; readonly latitude: number | null }

export const listColumns = 'p.*, COALESCE(d.longitude, pl.longitude) AS longitude, COALESCE(d.latitude, pl.latitude) AS latitude'
export const listSource = 'passages p LEFT JOIN devices d ON d.id = p.gate_id LEFT JOIN places pl ON pl.id = d.place_id'

export const plateOf = ({ sealer }: Kernel, row: Pick<PassageRow, 'id' | 'plate_sealed'>): string | null =>
  row.plate_sealed === null ? null : sealer.open(row.plate_sealed, { ...plateAt, row: row.id })

/** The end of a card is enough to tell two strangers apart. */
const tailOf = ({ sealer }: Kernel, row: PassageRow): string | null =>
  row.credential_sealed === null || row.person_id !== null
    ? null
    : `…${sealer.open(row.credential_sealed, { ...credentialAt, row: row.id }).slice(-4)}`

export const photoLinks = (kernel: Kernel, viewer: Principal, now: number) => {
  const link = fileLinks(kernel, viewer, now)
  return (photo: string | null) => (photo !== null && idPattern.test(photo) ? link(photo) : null)
}

export const peopleById = async (kernel: Kernel, ids: readonly string[], tx?: Tx): Promise<Map<string, FileRow>> => {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  const some = among('id', wanted)
  const statement = {
    sql: `SELECT ${columnsToRead(personArchive, ['name', 'birthYear'])} FROM people WHERE ${some.sql}`,
    params: some.params,
  }
  const rows = await unscoped<FileRow>(kernel.store, 'names beside passages that the asker was shown to reach', statement, tx)
  return new Map(rows.map((row) => [row.id, row]))
}

/** Passages as this viewer may see them: names and plates by the same rules as in their files. */
export async function presentPassages(
  kernel: Kernel,
  viewer: Principal,
  rows: readonly Placed[],
  now: number,
  tx?: Tx,
): Promise<Passage[]> {
  const people = await peopleById(
    kernel,
    rows.flatMap(({ person_id }) => person_id ?? []),
    tx,
  )
  const places = await placesOf(
    kernel,
    [...new Set([...[...people.values()].map(({ place_id }) => place_id), ...rows.flatMap(({ house_id }) => house_id ?? [])])],
    tx,
  )
  const photo = photoLinks(kernel, viewer, now)
  const home = (id: string | null | undefined) => (id == null ? '' : shortName(places.get(id)))
  const masked = (definition: typeof personArchive | typeof vehicleArchive, name: string, value: string | null) =>
    value === null ? null : String(shown(viewer, definition, { [name]: value }).values[name] ?? '***')
  return rows.map((row): Passage => {
    const file = row.person_id === null ? undefined : people.get(row.person_id)
    const name = file && masked(personArchive, 'name', String(valuesOf(kernel, personArchive, file, ['name']).name ?? ''))
    return {
      ...{ id: row.id, kind: row.kind, at: iso(Number(row.passed_at)), direction: row.direction, method: row.method, result: row.result },
      gate: {
        ...{ id: row.gate_id, code: row.gate_code, name: row.gate_name, place: row.gate_place },
        ...{ longitude: row.longitude, latitude: row.latitude },
      },
      ...{ reason: row.reason, admission: row.admission, type: row.type },
      person: file ? { id: file.id, name: name ?? '***', home: home(file.place_id) } : null,
      vehicle: row.vehicle_id === null ? null : { id: row.vehicle_id, home: home(row.house_id) },
      plate: masked(vehicleArchive, 'plate', plateOf(kernel, row)),
      credential: tailOf(kernel, row),
      ...{ plateColour: row.plate_colour, vehicleColour: row.vehicle_colour },
      similarityPercent: row.similarity === null ? null : Number(row.similarity),
      ...{
        temperatureC: mayReadField(viewer, personArchive, 'health') ? row.temperature_c : null,
        hasMask: row.has_mask === null ? null : Number(row.has_mask) === 1,
      },
      photo: photo(row.photo),
      photoAt: row.photo !== null && !idPattern.test(row.photo) ? row.photo : null,
      stayMinutes: row.stay_ms === null ? null : Math.round(Number(row.stay_ms) / 60_000),
      ...{ parking: row.parking, isWatched: row.watch_id !== null && viewer.permissions.has('passage.watch') },
    }
  })
}
