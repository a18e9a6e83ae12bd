import type { BuiltinRoleCode } from '@liren/contract/identity/builtin-roles'

/** Who serves residents with what; each permission names its roles, since a new service adds a line here and nowhere else. */
const roles: Readonly<Record<string, readonly BuiltinRoleCode[]>> = {
  'notice.any': [
    ...(['property-manager', 'repair-worker', 'guard', 'cashier', 'housekeeper', 'grid-worker', 'grid-leader'] as const),
    ...(['community-officer', 'duty-officer', 'command-officer', 'street-leader'] as const),
  ],
  'notice.write': ['property-manager', 'housekeeper', 'community-officer', 'duty-officer', 'street-leader'],
  'notice.review': ['property-manager', 'community-officer', 'street-leader'],
  'property.read': ['property-manager', 'community-officer', 'duty-officer', 'command-officer', 'street-leader'],
  'merchant.manage': ['property-manager', 'community-officer'],
  'supply.read': ['property-manager', 'housekeeper', 'community-officer'],
  'supply.handle': ['property-manager', 'housekeeper'],
  'housekeeper.manage': ['property-manager'],
  'housekeeper.serve': ['housekeeper'],
  'bridge.locks': ['system-administrator', 'security-administrator'],
  'bridge.unlock': ['system-administrator', 'security-administrator'],
}

export const servingPermissions = (role: BuiltinRoleCode): string[] =>
  Object.keys(roles).filter((permission) => roles[permission]?.includes(role))
