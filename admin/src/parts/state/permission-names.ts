import type { CapabilityContract, PermissionSpec } from '@liren/contract'
import { household } from '@liren/contract/capabilities/household'
import { place } from '@liren/contract/capabilities/place'
import { repair } from '@liren/contract/capabilities/repair'
import { role } from '@liren/contract/capabilities/role'
import { session } from '@liren/contract/capabilities/session'
import { user } from '@liren/contract/capabilities/user'

const contracts: readonly CapabilityContract[] = [household, place, repair, role, session, user]

/** The permission of a code, whichever capability declares it. */
export const permissionOf = (code: string): PermissionSpec | undefined =>
  contracts.flatMap((contract) => contract.permissions).find((permission) => permission.code === code)
