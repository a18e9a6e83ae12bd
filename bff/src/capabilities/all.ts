import type { CapabilityFactory } from '../kernel/capability.ts'
import { app } from './app/index.ts'
import { dictionary } from './dictionary/index.ts'
import { job } from './job/index.ts'
import { message } from './message/index.ts'
import { repair } from './repair/index.ts'

/** Every capability of the house. Deleting a line and its folder deletes the capability. */
export const capabilities: readonly CapabilityFactory[] = [app, dictionary, job, message, repair]
