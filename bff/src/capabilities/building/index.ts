import { buildingArchive, building as contract } from '@liren/contract/capabilities/building'
import { bindArchive } from '../../engines/archive/bind.ts'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { recordFiles } from '../file/read.ts'

/** One building, one file. */
export const building: CapabilityFactory = (kernel) => ({
  contract,
  ...bindArchive(kernel, buildingArchive, contract, { files: recordFiles }),
})
