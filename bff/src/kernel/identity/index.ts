export { createAuthenticator } from './authenticate.ts'
export type { BuiltinRole } from './role-content.ts'
export { builtinRoleId } from './role-content.ts'
