import { role as contract } from '@liren/contract/capabilities/role'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { builtinRoles } from './builtin.ts'
import { roleRoutes } from './routes.ts'

/** Roles, permissions and who holds them. */
export const role: CapabilityFactory = (kernel) => ({ contract, routes: roleRoutes(kernel), roles: builtinRoles })
