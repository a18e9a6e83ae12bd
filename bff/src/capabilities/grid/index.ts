import { grid as contract, gridArchive } from '@liren/contract/capabilities/grid'
import { bindArchive } from '../../engines/archive/bind.ts'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { recordFiles } from '../file/read.ts'

/** What is known of a grid beside the houses that it covers. */
export const grid: CapabilityFactory = (kernel) => ({ contract, ...bindArchive(kernel, gridArchive, contract, { files: recordFiles }) })
