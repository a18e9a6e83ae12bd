import type { Certificate } from '@liren/contract/capabilities/certificate'
import type { Principal } from '../../kernel/http/route.ts'

export interface CertificateRow {
  readonly id: string
  readonly owner_kind: Certificate['ownerKind']
  readonly owner_id: string
  readonly owner_code: string
  readonly owner_name: string
  readonly place_path: string
  readonly state: Certificate['state']
  readonly key_kind: Certificate['keyKind']
  readonly authority: 'p256' | 'sm2'
  readonly key_digest: string
  readonly request: string
  readonly certificate: string | null
  readonly serial: string | null
  readonly fingerprint: string | null
  readonly applied_at: number
  readonly applied_by: string
  readonly applied_name: string
  readonly decided_at: number | null
  readonly decided_name: string | null
  readonly fetched_at: number | null
  readonly from_at: number | null
  readonly until_at: number | null
  readonly revoked_at: number | null
  readonly reason: Certificate['reason']
  readonly note: string | null
  readonly follows_id: string | null
  readonly version: number
}

const instant = (at: number | null): string | null => (at === null ? null : new Date(Number(at)).toISOString())

/** What this person may do with it now. Whoever applied decides nothing about it. */
export function canDo(viewer: Principal, row: CertificateRow): Certificate['can'] {
  const [applies, decides] = [viewer.permissions.has('certificate.apply'), viewer.permissions.has('certificate.decide')]
  const isOthers = row.applied_by !== viewer.id
  const can: Certificate['can'] = []
  if (row.state === 'applied' && decides) can.push(...(isOthers ? (['issue', 'refuse'] as const) : []))
  if (row.state === 'issued' && applies) can.push('fetch', 'renew')
  if (row.state === 'issued' && decides) can.push('revoke')
  return can
}

export const presentCertificate = (viewer: Principal, row: CertificateRow): Certificate => ({
  id: row.id,
  ownerKind: row.owner_kind,
  ownerId: row.owner_id,
  ownerCode: row.owner_code,
  ownerName: row.owner_name,
  state: row.state,
  keyKind: row.key_kind,
  serial: row.serial,
  fingerprint: row.fingerprint,
  appliedAt: new Date(Number(row.applied_at)).toISOString(),
  appliedBy: row.applied_name,
  decidedAt: instant(row.decided_at),
  decidedBy: row.decided_name,
  fetchedAt: instant(row.fetched_at),
  from: instant(row.from_at),
  until: instant(row.until_at),
  revokedAt: instant(row.revoked_at),
  reason: row.reason,
  note: row.note,
  followsId: row.follows_id,
  version: row.version,
  can: canDo(viewer, row),
})
