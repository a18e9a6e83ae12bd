import { text } from '@liren/contract'
import { review as contract } from '@liren/contract/capabilities/review'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import { reach, scopedRows } from '../../kernel/store/scope.ts'
import { allowFileReads } from '../file/read.ts'
import { reviewData } from './personal.ts'
import { reviewRoutes } from './routes.ts'
import { evidenceSubject, scopeColumns } from './row.ts'

/** Changes of who somebody is, where they live and what they look like: looked at by a second person before they count. */
export const review: CapabilityFactory = (kernel) => {
  allowFileReads(kernel, evidenceSubject, async (principal, id) => {
    if (!principal.permissions.has('review.read')) return false
    const scope = scopeWith(principal, 'review.read', 'place')
    const within = reach(scope, scopeColumns)
    const statement = { sql: `SELECT id FROM reviews WHERE id = ? AND ${within.sql}`, params: [id, ...within.params] }
    return (await scopedRows(kernel.store, scope, 'reviews', statement)).length === 1
  })
  return {
    contract,
    routes: reviewRoutes(kernel),
    sealed: [{ table: 'reviews', column: 'changes_sealed' }],
    personal: [reviewData(kernel)],
    placedTables: ['reviews'],
    references: [
      {
        ...{ text: text('待复核', 'Reviews'), table: 'reviews', column: 'file_id', archiveColumn: 'archive' },
        ...{ where: 'is_open = 1', isVersioned: true },
      },
    ],
  }
}
