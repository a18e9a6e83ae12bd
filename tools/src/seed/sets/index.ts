import type { SeedSet } from '../set.ts'
import { alarms } from './alarms.ts'
import { archives } from './archives.ts'
import { departments } from './departments.ts'
import { desks } from './desks.ts'
import { devices } from './devices.ts'
import { egress } from './egress.ts'
import { energyMeters } from './energy.ts'
import { housekeepers } from './housekeepers.ts'
import { judging } from './judging.ts'
import { leases } from './leases.ts'
import { map } from './map.ts'
import { merchants } from './merchants.ts'
import { passages } from './passages.ts'
import { people } from './people.ts'
import { places } from './places.ts'
import { repairs } from './repairs.ts'
import { staff } from './staff.ts'
import { stewards } from './stewards.ts'
import { things } from './things.ts'
import { visits } from './visits.ts'
import { zones } from './zones.ts'

/** In the order in which they build on each other. New sets go to the end: the place in this list is part of their ids. */
export const sets: readonly SeedSet[] = [
  places,
  people,
  staff,
  repairs,
  devices,
  desks,
  things,
  archives,
  map,
  merchants,
  visits,
  alarms,
  housekeepers,
  passages,
  judging,
  departments,
  leases,
  energyMeters,
  zones,
  stewards,
  egress,
]
