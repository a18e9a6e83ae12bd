import { org as contract, orgArchive } from '@liren/contract/capabilities/org'
import { bindArchive } from '../../engines/archive/bind.ts'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { byRules } from '../entry/read.ts'
import { recordFiles } from '../file/read.ts'

/** One organisation, one file, by its credit code. */
export const org: CapabilityFactory = (kernel) => ({
  contract,
  ...byRules(kernel, orgArchive, bindArchive(kernel, orgArchive, contract, { files: recordFiles })),
})
