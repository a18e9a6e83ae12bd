import type { PermissionSpec } from '@liren/contract'
import { allCapabilities } from '@liren/contract/capabilities/index'

/** The permission of a code, whichever capability declares it. */
export const permissionOf = (code: string): PermissionSpec | undefined =>
  allCapabilities.flatMap((contract) => contract.permissions).find((permission) => permission.code === code)
