import type { HouseholdClaim, HouseholdMember } from '@liren/contract/capabilities/household'
import { mask } from '../../kernel/crypto/mask.ts'
import type { Principal } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { House } from './houses.ts'
import { isRuled, mayReview } from './policy.ts'
import { type ClaimRow, type ContactRow, type MemberRow, sealed } from './row.ts'

const iso = (at: number): string => new Date(at).toISOString()
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at))

/** Who looks: somebody of the household sees names, staff see what their roles allow, and oneself is no secret. */
export type Eye = 'household' | 'staff'

const shown = (viewer: Principal, eye: Eye, isMe: boolean) => ({
  name: (name: string) => (isMe || eye === 'household' || isRuled(viewer, 'household.name') ? name : mask('name', name)),
  phone: (phone: string | null) =>
    phone === null || isMe || (eye === 'staff' && isRuled(viewer, 'household.phone')) ? phone : mask('phone', phone),
})

export function presentMember(kernel: Kernel, viewer: Principal, eye: Eye, row: MemberRow): HouseholdMember {
  const at = sealed(kernel, 'household_members', row.id)
  const isMe = row.user_id === viewer.id
  const show = shown(viewer, eye, isMe)
  return {
    id: row.id,
    userId: row.user_id,
    name: show.name(at.open('name_sealed', row.name_sealed)),
    phone: show.phone(at.openOrNull('phone_sealed', row.phone_sealed)),
    relation: row.relation,
    state: row.state,
    validFrom: iso(row.valid_from_at),
    validUntil: isoOrNull(row.valid_until_at),
    isMe,
    version: row.version,
  }
}

export function presentClaim(kernel: Kernel, viewer: Principal, row: ClaimRow, house: House): HouseholdClaim {
  const at = sealed(kernel, 'household_claims', row.id)
  const isMine = row.user_id === viewer.id
  const show = shown(viewer, 'staff', isMine)
  const can: HouseholdClaim['can'] = []
  if (row.state === 'waiting' && isMine) can.push('withdraw')
  if (row.state === 'waiting' && !isMine && mayReview(viewer, row.place_path)) can.push('approve', 'reject')
  return {
    id: row.id,
    house,
    claimantId: row.user_id,
    // Whoever decides must be able to compare the name with the proof.
    name: mayReview(viewer, row.place_path) ? at.open('name_sealed', row.name_sealed) : show.name(at.open('name_sealed', row.name_sealed)),
    phone: show.phone(at.openOrNull('phone_sealed', row.phone_sealed)),
    relation: row.relation,
    state: row.state,
    proofs: row.proofs === null ? [] : (JSON.parse(row.proofs) as string[]),
    proofUntil: isoOrNull(row.proof_until_at),
    note: at.openOrNull('note_sealed', row.note_sealed),
    reason: row.reason,
    createdAt: iso(row.created_at),
    decidedAt: isoOrNull(row.decided_at),
    dueAt: iso(row.due_at),
    version: row.version,
    can,
  }
}

export function presentContact(kernel: Kernel, viewer: Principal, row: ContactRow) {
  const at = sealed(kernel, 'household_contacts', row.id)
  const show = shown(viewer, 'staff', false)
  return {
    id: row.id,
    name: show.name(at.open('name_sealed', row.name_sealed)),
    phone: show.phone(at.open('phone_sealed', row.phone_sealed)),
    relation: row.relation,
    createdAt: iso(row.created_at),
  }
}
