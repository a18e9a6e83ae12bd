import { scopedTable } from '../store/scope.ts'

scopedTable('users', { placePath: 'place_path', also: ['phone_index'] })
scopedTable('household_members', { placePath: 'place_path', owner: 'user_id', house: 'house_id' })
scopedTable('household_claims', { placePath: 'place_path', owner: 'user_id', house: 'house_id' })
scopedTable('household_contacts', { placePath: 'place_path', house: 'house_id' })
scopedTable('account_reviews', { placePath: 'place_path' })

export { createAuthenticator } from './authenticate.ts'
export type { BuiltinRole } from './role-content.ts'
export { builtinRoleId } from './role-content.ts'
