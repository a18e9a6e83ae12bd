import type { SeedSet } from '../set.ts'
import { alarms } from './alarms.ts'
import { archives } from './archives.ts'
import { athome } from './athome.ts'
import { availability } from './availability.ts'
import { bookings } from './bookings.ts'
import { buildingStages } from './building-stages.ts'
import { cameras } from './cameras.ts'
import { care } from './care.ts'
import { chargers } from './chargers.ts'
import { customs } from './customs.ts'
import { datasets } from './datasets.ts'
import { departments } from './departments.ts'
import { desks } from './desks.ts'
import { devices } from './devices.ts'
import { edge } from './edge.ts'
import { egress } from './egress.ts'
import { energyMeters, upkeep } from './energy.ts'
import { firmwarePackages } from './firmware.ts'
import { freshness } from './freshness.ts'
import { govdata } from './govdata.ts'
import { hazards } from './hazards.ts'
import { housekeepers } from './housekeepers.ts'
import { imports } from './imports.ts'
import { intake } from './intake.ts'
import { judging } from './judging.ts'
import { keyPlaces } from './key-places.ts'
import { leases } from './leases.ts'
import { locks } from './locks.ts'
import { map } from './map.ts'
import { merchants } from './merchants.ts'
import { meshes } from './meshes.ts'
import { notices } from './notices.ts'
import { outside } from './outside.ts'
import { overlays } from './overlays.ts'
import { ownPassages, passages } from './passages.ts'
import { people } from './people.ts'
import { places } from './places.ts'
import { played } from './played.ts'
import { recorders } from './recorders.ts'
import { repairs } from './repairs.ts'
import { resources } from './resources.ts'
import { scores } from './scores.ts'
import { shares } from './shares.ts'
import { staff } from './staff.ts'
import { stewards } from './stewards.ts'
import { slidingWindows } from './streams.ts'
import { supplyApplications } from './supply.ts'
import { things } from './things.ts'
import { visits } from './visits.ts'
import { wastePast } from './waste.ts'
import { watches } from './watches.ts'
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
  customs,
  energyMeters,
  zones,
  stewards,
  egress,
  played,
  shares,
  hazards,
  cameras,
  availability,
  resources,
  freshness,
  watches,
  wastePast,
  overlays,
  meshes,
  buildingStages,
  recorders,
  govdata,
  keyPlaces,
  chargers,
  datasets,
  intake,
  outside,
  athome,
  edge,
  locks,
  firmwarePackages,
  scores,
  care,
  bookings,
  upkeep,
  imports,
  ownPassages,
  notices,
  supplyApplications,
  slidingWindows,
]
