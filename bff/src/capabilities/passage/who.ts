import type { PassageType } from '@liren/contract/capabilities/passage'
import { normalisePlate } from '../../kernel/crypto/normalise.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { boundAt } from './row.ts'

const why = 'a gate is told who stands before it'
/** Below this age the household sees where a child goes; from it on only the child. */
const ownAge = 14

/** Whom the files know by what a gate read. */
export interface Known {
  readonly personId: string | null
  readonly vehicleId: string | null
  readonly placeId: string | null
  readonly houseId: string | null
  readonly homePath: string | null
  readonly type: PassageType
  readonly audience: 'self' | 'home'
  readonly parking: string | null
  /** The file says that this person left, or that it was closed. */
  readonly isGone: boolean
}

export const stranger: Known = {
  ...{ personId: null, vehicleId: null, placeId: null, houseId: null, homePath: null },
  ...{ type: 'stranger', audience: 'self', parking: null, isGone: false },
}

/** A card number or the name under which a device keeps somebody, however it is written. */
export const normaliseCredential = (text: string): string => text.trim().toUpperCase().replace(/\s+/g, '')

interface PersonRow {
  readonly id: string
  readonly place_id: string
  readonly place_path: string
  readonly place_kind: string
  readonly state: string
  readonly population: string | null
  readonly birth_year: number | null
  readonly left_on: string | null
}

/** The person to whom one of these credentials is bound. */
export async function personOf(kernel: Kernel, told: readonly (string | undefined)[], day: string, tx: Tx): Promise<Known> {
  const said = told.filter((one): one is string => one !== undefined && one.trim() !== '')
  if (said.length === 0) return stranger
  const some = among(
    'c.live_key',
    said.flatMap((one) => kernel.sealer.blindIndexes(normaliseCredential(one), boundAt)),
  )
  const [row] = await unscoped<PersonRow>(
    kernel.store,
    why,
    {
      sql: `SELECT f.id, f.place_id, f.place_path, pl.kind AS place_kind, f.state, f.population, f.birth_year, f.left_on
            FROM passage_credentials c JOIN people f ON f.id = c.person_id JOIN places pl ON pl.id = f.place_id WHERE ${some.sql} LIMIT 1`,
      params: some.params,
    },
    tx,
  )
  if (!row) return stranger
  const isChild = row.birth_year !== null && Number(day.slice(0, 4)) - Number(row.birth_year) < ownAge
  const lives = row.population === 'temporary' || row.population === 'floating' ? row.population : 'resident'
  return {
    ...{ personId: row.id, vehicleId: null, placeId: row.place_id, homePath: row.place_path, type: lives, parking: null },
    ...{ houseId: row.place_kind === 'house' ? row.place_id : null, audience: isChild ? 'home' : 'self' },
    isGone: row.state !== 'active' || (row.left_on !== null && row.left_on < day),
  }
}

const types: Readonly<Record<string, PassageType>> = {
  ...{ car: 'car', suv: 'suv', mpv: 'mpv', truck: 'truck', bus: 'bus', moto: 'moto', ebike: 'ebike', special: 'special' },
}

interface VehicleRow {
  readonly id: string
  readonly place_id: string
  readonly place_path: string
  readonly place_kind: string
  readonly kind: string | null
  readonly parking_number: string | null
}

/** The vehicle that carries this plate; of two kinds of plate with the same signs the one seen last in the files. */
export async function vehicleOf(kernel: Kernel, plate: string, tx: Tx): Promise<Known> {
  if (plate === '') return stranger
  const some = among('f.plate_index', kernel.sealer.blindIndexes(normalisePlate(plate), { table: 'vehicles', column: 'plate_sealed' }))
  const [row] = await unscoped<VehicleRow>(
    kernel.store,
    why,
    {
      sql: `SELECT f.id, f.place_id, f.place_path, pl.kind AS place_kind, f.kind, f.parking_number
            FROM vehicles f JOIN places pl ON pl.id = f.place_id WHERE ${some.sql} AND f.state = 'active' ORDER BY f.id DESC LIMIT 1`,
      params: some.params,
    },
    tx,
  )
  if (!row) return stranger
  return {
    ...{ personId: null, vehicleId: row.id, placeId: row.place_id, homePath: row.place_path, type: types[row.kind ?? ''] ?? 'other' },
    ...{ houseId: row.place_kind === 'house' ? row.place_id : null, audience: 'home', parking: row.parking_number, isGone: false },
  }
}
