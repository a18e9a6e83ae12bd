import type { CapabilityContract } from '../kernel/capability.ts'
import * as all from './all.ts'

/** Every capability of the platform, by name. One line in `all.ts` adds one; a test holds that list to the folder. */
export const allCapabilities: readonly CapabilityContract[] = Object.values(all).sort((a, b) => (a.name < b.name ? -1 : 1))
