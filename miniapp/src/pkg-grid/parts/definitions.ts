import type { Archive } from '@liren/contract/archive/archive'
import { houseArchive } from '@liren/contract/capabilities/house'
import { personArchive } from '@liren/contract/capabilities/person'
import { vehicleArchive } from '@liren/contract/capabilities/vehicle'

/** The files that lie before a visitor, by name. */
export const definitions: Readonly<Record<string, Archive | undefined>> = {
  house: houseArchive,
  person: personArchive,
  vehicle: vehicleArchive,
}
