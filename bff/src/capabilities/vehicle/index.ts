import { vehicle as contract, vehicleArchive } from '@liren/contract/capabilities/vehicle'
import { bindArchive } from '../../engines/archive/bind.ts'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { byRules } from '../entry/read.ts'
import { recordFiles } from '../file/read.ts'

/** One vehicle, one file; resident ones and those that only stay for a while. */
export const vehicle: CapabilityFactory = (kernel) => ({
  contract,
  ...byRules(kernel, vehicleArchive, bindArchive(kernel, vehicleArchive, contract, { files: recordFiles })),
})
