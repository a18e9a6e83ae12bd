import { family as contract, familyArchive } from '@liren/contract/capabilities/family'
import { bindArchive } from '../../engines/archive/bind.ts'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { byRules } from '../entry/read.ts'
import { recordFiles } from '../file/read.ts'

/** One registered household, one file. */
export const family: CapabilityFactory = (kernel) => ({
  contract,
  ...byRules(kernel, familyArchive, bindArchive(kernel, familyArchive, contract, { files: recordFiles })),
})
