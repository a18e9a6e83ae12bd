import { personArchive } from '@liren/contract/capabilities/person'
import type { MyRightsRequest, RightsRow } from '@liren/contract/capabilities/rights'
import { mask } from '../../kernel/crypto/mask.ts'
import type { Principal } from '../../kernel/http/route.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { exportLink } from './link.ts'
import { isOverdue, proofOf, type RightsRequestRow } from './row.ts'

const iso = (at: number): string => new Date(Number(at)).toISOString()
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at))

const base = (row: RightsRequestRow, now: number) => ({
  id: row.id,
  kind: row.kind,
  state: row.state,
  createdAt: iso(row.created_at),
  dueAt: iso(row.due_at),
  isOverdue: isOverdue(row, now),
  decidedAt: isoOrNull(row.decided_at),
  answer: row.answer,
  fields: (row.fields === null ? [] : (JSON.parse(row.fields) as string[])).flatMap((name) => personArchive.fields[name]?.label ?? []),
  reviewId: row.review_id,
  proof: proofOf(row),
  version: row.version,
})

export function presentMine(kernel: Kernel, row: RightsRequestRow): MyRightsRequest {
  const now = kernel.clock.now()
  const isThere = row.state === 'ready' && Number(row.expires_at) > now
  return {
    ...base(row, now),
    download: isThere ? exportLink(kernel, row.id, now) : null,
    bytes: row.bytes,
    expiresAt: isoOrNull(row.expires_at),
    can: ['cooling', 'held'].includes(row.state) ? ['withdraw'] : [],
  }
}

/** Rows of the desk; names are shortened unless the role opens those of households. */
export async function presentRows(kernel: Kernel, viewer: Principal, rows: readonly RightsRequestRow[], tx?: Tx): Promise<RightsRow[]> {
  const people = [...new Set(rows.flatMap(({ user_id, decided_by }) => [user_id, ...(decided_by ? [decided_by] : [])]))]
  const names = people.length === 0 ? new Map<string, string>() : await namesOf(kernel, people, tx)
  const paths = [...new Set(rows.map(({ place_path }) => place_path))]
  const places =
    paths.length === 0
      ? []
      : await kernel.store.rows<{ path: string; full_name: string }>(
          `SELECT path, full_name FROM places WHERE path IN (${paths.map(() => '?').join(', ')})`,
          paths,
          tx,
        )
  const now = kernel.clock.now()
  const isOpen = viewer.fieldRules.get('household.name') === 'read'
  return rows.map((row) => {
    const name = names.get(row.user_id) ?? ''
    return {
      ...base(row, now),
      name: isOpen ? name : mask('name', name),
      personId: row.person_id,
      place:
        places
          .find(({ path }) => path === row.place_path)
          ?.full_name.split(' · ')
          .slice(-4)
          .join(' · ') ?? null,
      decidedBy: row.decided_by === null ? null : (names.get(row.decided_by) ?? null),
    }
  })
}
