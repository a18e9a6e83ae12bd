import { space as contract, spaceArchive } from '@liren/contract/capabilities/space'
import { bindArchive } from '../../engines/archive/bind.ts'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { recordFiles } from '../file/read.ts'

/** One public space, one file. */
export const space: CapabilityFactory = (kernel) => ({ contract, ...bindArchive(kernel, spaceArchive, contract, { files: recordFiles }) })
