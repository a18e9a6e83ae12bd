import { house as contract, houseArchive } from '@liren/contract/capabilities/house'
import { bindArchive } from '../../engines/archive/bind.ts'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { byRules } from '../entry/read.ts'
import { recordFiles } from '../file/read.ts'

/** One house, one file; the place tree stays the truth about where it stands. */
export const house: CapabilityFactory = (kernel) => ({
  contract,
  ...byRules(kernel, houseArchive, bindArchive(kernel, houseArchive, contract, { files: recordFiles })),
})
