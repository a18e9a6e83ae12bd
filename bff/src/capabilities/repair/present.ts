import type { Repair, RepairCategory, RepairSummary } from '@liren/contract/capabilities/repair'
import { mask } from '../../kernel/crypto/mask.ts'
import type { Principal } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { FileLink } from '../file/read.ts'
import { confirmWithin, dueFlags, reopenWithin } from './clock.ts'
import { can } from './policy.ts'
import type { EntryRow, RepairRow, SummaryRow } from './row.ts'

export interface Viewer {
  readonly principal: Principal
  readonly now: number
  readonly categories: ReadonlyMap<string, RepairCategory>
  /** Signed links of the files a viewer may see, by id. */
  readonly link: (fileId: string) => FileLink
}

const isoOrNull = (at: number | null) => (at === null ? null : iso(at))
export const idsOf = (json: string | null): string[] => (json === null || json === '[]' ? [] : (JSON.parse(json) as string[]))

export function presentSummary(row: SummaryRow, viewer: Viewer): RepairSummary {
  const category = viewer.categories.get(row.category)
  const [first] = idsOf(row.photos)
  return {
    id: row.id,
    number: row.number,
    kind: row.kind,
    category: { code: row.category, zh: category?.text.zh ?? row.category, en: category?.text.en ?? row.category },
    state: row.state,
    title: row.title,
    place: { id: row.place_id, label: row.place_label },
    createdAt: iso(row.created_at),
    acceptDueAt: isoOrNull(row.accept_due_at),
    finishDueAt: isoOrNull(row.finish_due_at),
    emergency: row.is_emergency === 1,
    ...dueFlags(row, viewer.now),
    escalation: row.escalation,
    reopened: row.reopened,
    followers: row.followers,
    handler: row.handler_id === null ? null : { id: row.handler_id, name: row.handler_name ?? '' },
    thumb: first === undefined ? null : viewer.link(first).thumb,
    rating: row.rating,
    version: row.version,
    can: can(row, viewer.principal, viewer.now),
  }
}

export interface Contact {
  readonly name: string
  readonly phone: string
}

export interface RepairParts {
  readonly entries: readonly EntryRow[]
  readonly contact: Contact
  readonly following: boolean
}

/** Residents see their own telephone; staff see it shortened and reveal it with a reason, which is audited. */
export function presentRepair(row: RepairRow, parts: RepairParts, viewer: Viewer): Repair {
  const link = (id: string) => ({ id, ...viewer.link(id) })
  const own = row.reporter_id === viewer.principal.id
  return {
    description: row.description,
    spot: row.spot,
    visitAt: isoOrNull(row.visit_at),
    contact: own ? parts.contact : { name: mask('name', parts.contact.name), phone: mask('phone', parts.contact.phone) },
    photos: idsOf(row.photos).map(link),
    timeline: parts.entries.map((entry) => ({
      id: entry.id,
      at: iso(entry.at),
      action: entry.action as Repair['timeline'][number]['action'],
      state: entry.state,
      actor: entry.actor_name === null ? null : { name: actorName(entry, viewer.principal), role: entry.actor_role },
      note: entry.note,
      photos: idsOf(entry.photos).map(link),
    })),
    materials: row.materials === null ? [] : (JSON.parse(row.materials) as Repair['materials']),
    feeFen: row.fee_fen,
    acceptedAt: isoOrNull(row.accepted_at),
    finishedAt: isoOrNull(row.finished_at),
    pausedUntil: row.state === 'paused' ? isoOrNull(row.paused_until) : null,
    confirmBy: row.state === 'finished' && row.finished_at !== null ? iso(row.finished_at + confirmWithin) : null,
    reopenBy: row.state === 'closed' && row.closed_at !== null ? iso(row.closed_at + reopenWithin) : null,
    comment: row.comment,
    following: parts.following,
    // Last: properties added to a copied object cost a thousand times as much as those of a literal.
    ...presentSummary(row, viewer),
  }
}

/** Staff are named; neighbours and reporters are named to themselves only. */
function actorName(entry: EntryRow, principal: Principal): string {
  const name = entry.actor_name ?? ''
  if (entry.actor_id === principal.id || (entry.actor_role !== 'reporter' && entry.actor_role !== 'neighbour')) return name
  return mask('name', name)
}
