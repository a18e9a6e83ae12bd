import { person as contract, personArchive } from '@liren/contract/capabilities/person'
import { bindArchive } from '../../engines/archive/bind.ts'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { byRules } from '../entry/read.ts'
import { personData } from './personal.ts'
import { personFiles } from './read.ts'

/** One person, one file. */
export const person: CapabilityFactory = (kernel) => ({
  contract,
  personal: [personData(kernel)],
  ...byRules(kernel, personArchive, bindArchive(kernel, personArchive, contract, { files: personFiles })),
})
