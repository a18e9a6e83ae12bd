import { parking as contract, parkingArchive } from '@liren/contract/capabilities/parking'
import { bindArchive } from '../../engines/archive/bind.ts'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { recordFiles } from '../file/read.ts'

/** One parking space, one file. */
export const parking: CapabilityFactory = (kernel) => ({
  contract,
  ...bindArchive(kernel, parkingArchive, contract, { files: recordFiles }),
})
