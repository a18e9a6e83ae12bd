import { org as contract, orgArchive } from '@liren/contract/capabilities/org'
import { bindArchive } from '../../engines/archive/bind.ts'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { recordFiles } from '../file/read.ts'

/** One organisation, one file, by its credit code. */
export const org: CapabilityFactory = (kernel) => ({ contract, ...bindArchive(kernel, orgArchive, contract, { files: recordFiles }) })
