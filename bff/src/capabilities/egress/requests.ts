import type { Level } from '@liren/contract'
import { type EgressKind, type EgressRequest, egressErrors } from '@liren/contract/capabilities/egress'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { Principal, RequestContext, Scope } from '../../kernel/http/route.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { targetCalled } from './targets.ts'

export interface RequestRow {
  readonly id: string
  readonly kind: EgressKind
  readonly target_id: string
  readonly target_name: string
  readonly place_path: string
  readonly subject: string
  readonly clearance: Level
  readonly reason: string
  readonly basis: EgressRequest['basis'] | null
  readonly days: number
  readonly state: EgressRequest['state']
  readonly asked_by: string
  readonly asked_at: number
  readonly decided_by: string | null
  readonly decided_at: number | null
  readonly note: string | null
  readonly until_at: number | null
  readonly version: number
}

const dayMs = 86_400_000

export interface Asked {
  readonly kind: EgressKind
  readonly targetId: string
  readonly subject: string
  readonly clearance: Level
  readonly reason: string
  readonly basis?: EgressRequest['basis'] | undefined
  readonly days: number
}

type Asking = Pick<RequestContext, 'principal' | 'scope'>

export async function askFor(kernel: Kernel, asked: Asked, { principal, scope }: Asking, tx: Tx): Promise<RequestRow> {
  const target = await targetCalled(kernel, scope, asked.kind, asked.targetId, tx)
  if (asked.clearance <= target.clearance) throw refuseWith(egressErrors, 'egress.needless')
  const basis = asked.basis ?? 'consent'
  if (target.kind !== 'workbook' && basis === 'consent' && !asked.subject.startsWith('person.'))
    throw refuseWith(egressErrors, 'egress.consent-unknown')
  const row: RequestRow = {
    ...{ id: kernel.ids.next(), kind: target.kind, target_id: target.id, target_name: target.name, subject: asked.subject },
    ...{
      clearance: asked.clearance,
      reason: asked.reason,
      basis,
      days: asked.days,
      state: 'waiting',
      asked_by: principal.id,
    },
    // whoever keeps all that the asker reaches sees it and decides
    ...{ place_path: scope.places[0] ?? '/' },
    ...{ asked_at: kernel.clock.now(), decided_by: null, decided_at: null, note: null, until_at: null, version: 1 },
  }
  await insertOnce(kernel.store, 'egress_requests', { ...row }, tx)
  return row
}

export async function requestById({ store }: Kernel, scope: Scope, id: string, tx?: Tx): Promise<RequestRow> {
  const within = underPlaces('place_path', scope.places)
  const statement = { sql: `SELECT * FROM egress_requests WHERE id = ? AND ${within.sql}`, params: [id, ...within.params] }
  const [row] = await scopedRows<RequestRow>(store, scope, 'egress_requests', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

export interface Decision {
  readonly isApproved: boolean
  readonly note?: string | undefined
  readonly version: number
}

/** Two people: whoever asks does not decide. The days count from the decision. */
export async function decide(kernel: Kernel, id: string, decision: Decision, { principal, scope }: Asking, tx: Tx): Promise<RequestRow> {
  const before = await requestById(kernel, scope, id, tx)
  if (before.asked_by === principal.id) throw refuseWith(egressErrors, 'egress.own')
  if (before.state !== 'waiting') throw refuseWith(egressErrors, 'egress.decided')
  const now = kernel.clock.now()
  const changed = await kernel.store.run(
    "UPDATE egress_requests SET state = ?, decided_by = ?, decided_at = ?, note = ?, until_at = ?, version = version + 1 WHERE id = ? AND version = ? AND state = 'waiting'",
    [
      ...[decision.isApproved ? 'approved' : 'refused', principal.id, now, decision.note ?? null],
      ...[decision.isApproved ? now + before.days * dayMs : null, id, decision.version],
    ],
    tx,
  )
  if (changed !== 1) throw refuse('stale')
  return requestById(kernel, scope, id, tx)
}

export async function presentRequests(kernel: Kernel, viewer: Principal, rows: readonly RequestRow[], tx?: Tx): Promise<EgressRequest[]> {
  const ids = rows.flatMap((row) => [row.asked_by, row.decided_by]).filter((id) => id !== null)
  const names = await namesOf(kernel, ids, tx)
  const named = (id: string | null) => (id === null ? null : (names.get(id) ?? ''))
  const instant = (at: number | null) => (at === null ? null : iso(Number(at)))
  return rows.map((row) => ({
    ...{ id: row.id, kind: row.kind, targetId: row.target_id, targetName: row.target_name, subject: row.subject },
    ...{
      clearance: row.clearance,
      reason: row.reason,
      basis: row.basis ?? 'consent',
      days: row.days,
      state: row.state,
      version: row.version,
      note: row.note,
    },
    ...{ askedBy: named(row.asked_by) ?? '', askedAt: iso(Number(row.asked_at)) },
    ...{ decidedBy: named(row.decided_by), decidedAt: instant(row.decided_at), until: instant(row.until_at) },
    isOver: row.until_at !== null && row.until_at <= kernel.clock.now(),
    can: row.state === 'waiting' && row.asked_by !== viewer.id && viewer.permissions.has('egress.decide') ? ['decide'] : [],
  }))
}
