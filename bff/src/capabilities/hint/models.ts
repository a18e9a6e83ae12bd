import type { HintModel } from '@liren/contract/capabilities/hint'
import type { Find } from './evidence.ts'
import { awayLong } from './hints/away-long.ts'
import { carFrequent } from './hints/car-frequent.ts'
import { carNight } from './hints/car-night.ts'
import { carZombie } from './hints/car-zombie.ts'
import { eventsAlike } from './hints/events-alike.ts'
import { houseCrowded } from './hints/house-crowded.ts'
import { houseEmptyUsed } from './hints/house-empty-used.ts'
import { houseIdleElder } from './hints/house-idle-elder.ts'
import { inLongAlone } from './hints/in-long-alone.ts'
import { keyGathering } from './hints/key-gathering.ts'
import { leftUnremoved } from './hints/left-unremoved.ts'
import { orgHazard } from './hints/org-hazard.ts'
import { plateCloned } from './hints/plate-cloned.ts'
import { staffChange } from './hints/staff-change.ts'
import { unregistered } from './hints/unregistered.ts'

/** Every model of the library by its name; the compiler says when one has no rule. */
export const models: Readonly<Record<HintModel, Find>> = {
  'away-long': awayLong,
  'in-long-alone': inLongAlone,
  unregistered,
  'left-unremoved': leftUnremoved,
  'key-gathering': keyGathering,
  'plate-cloned': plateCloned,
  'car-night': carNight,
  'car-zombie': carZombie,
  'car-frequent': carFrequent,
  'house-empty-used': houseEmptyUsed,
  'house-idle-elder': houseIdleElder,
  'house-crowded': houseCrowded,
  'staff-change': staffChange,
  'events-alike': eventsAlike,
  'org-hazard': orgHazard,
}
