import type { SourceCode } from '@liren/contract/archive/index'
import type { UpstreamArchive, UpstreamRefusal, UpstreamRunKind, UpstreamSource } from '@liren/contract/capabilities/upstream'
import { iso } from '../../kernel/iso.ts'
import { scopedTable } from '../../kernel/store/scope.ts'

const byPlace = { placePath: 'place_path' } as const
scopedTable('upstream_systems', { ...byPlace, also: ['partner_id'] })
scopedTable('upstream_mandates', { ...byPlace, owner: 'granted_by', also: ['system_id', 'place_id'] })
scopedTable('upstream_runs', byPlace)

export const scopeColumns = byPlace
export const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(Number(at)))

export const keyAt = { table: 'upstream_systems', column: 'key_sealed' } as const

export interface SystemRow {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly source: UpstreamSource
  readonly place_id: string
  readonly place_path: string
  readonly partner_id: string | null
  readonly url: string | null
  readonly key_sealed: string | null
  readonly every_minutes: number
  readonly is_on: number
  readonly next_cursor: string | null
  readonly synced_at: number | null
  readonly next_at: number | null
  readonly fault: string | null
  readonly version: number
}

export interface MandateRow {
  readonly id: string
  readonly system_id: string | null
  readonly place_id: string
  readonly place_path: string
  readonly archives: string
  readonly until_on: string
  readonly granted_by: string | null
  readonly granted_at: number
  readonly revoked_at: number | null
  readonly version: number
}

export interface OriginRow {
  readonly id: string
  readonly system_id: string
  readonly archive: string
  readonly ref: string
  readonly file_id: string
  readonly said: string
  readonly changed_at: number
  readonly first_at: number
  readonly last_at: number
}

export interface RunRow {
  readonly id: string
  readonly system_id: string
  readonly place_path: string
  readonly kind: UpstreamRunKind
  readonly started_at: number
  readonly ended_at: number | null
  readonly n_created: number
  readonly n_updated: number
  readonly n_same: number
  readonly n_refused: number
  readonly fault: string | null
}

/** Who says something about files, where they may, and under which name it is kept. */
export interface Sender {
  /** The outside system; none where the owner or a manager writes. */
  readonly system: Pick<SystemRow, 'id' | 'name' | 'partner_id'> | undefined
  readonly source: SourceCode
  /** The account that writes; none for a system. */
  readonly actorId: string | null
  readonly may: readonly { readonly path: string; readonly archives: readonly UpstreamArchive[] }[]
}

/** Why a change is not taken over; the others of its batch are. */
export class ChangeRefused extends Error {
  readonly why: UpstreamRefusal
  readonly fields: readonly string[]

  constructor(why: UpstreamRefusal, fields: readonly string[] = []) {
    super(why)
    this.why = why
    this.fields = fields
  }
}

export const placesFor = ({ may }: Sender, archive: UpstreamArchive): string[] =>
  may.filter(({ archives }) => archives.includes(archive)).map(({ path }) => path)
