import type { End } from '@liren/contract'
import { copyHours, type WorkbookExport } from '@liren/contract/capabilities/workbook'
import type { Kernel } from '../../../kernel/kernel.ts'
import type { SqlValue, Tx } from '../../../kernel/store/store.ts'

export interface ExportRecord {
  readonly id: string
  readonly archive: string
  readonly owner_id: string
  readonly at_end: End
  readonly reach: string
  readonly columns: string
  readonly masked: string
  readonly filters_sealed: string
  readonly reason: string
  readonly partner_id: string | null
  readonly partner_name: string | null
  readonly state: WorkbookExport['state']
  readonly written: number
  readonly parts: number
  readonly is_cut: number
  readonly last_id: string | null
  readonly resumed: number
  readonly touched_at: number
  readonly created_at: number
  readonly expires_at: number | null
  readonly version: number
}

const columns =
  'id, archive, owner_id, at_end, reach, columns, masked, filters_sealed, reason, partner_id, state, written, parts, is_cut, last_id, resumed, touched_at, created_at, expires_at, version, (SELECT name FROM partners WHERE partners.id = workbook_exports.partner_id) AS partner_name'

export const exportsWhere = (kernel: Kernel, sql: string, params: readonly SqlValue[], tail = '', tx?: Tx): Promise<ExportRecord[]> =>
  kernel.store.rows<ExportRecord>(`SELECT ${columns} FROM workbook_exports WHERE ${sql} ${tail}`, params, tx)

/** Moves an export on from where the caller saw it; false when somebody else did. */
export async function moveExport(
  kernel: Kernel,
  { id, version }: Pick<ExportRecord, 'id' | 'version'>,
  change: Readonly<Record<string, SqlValue>>,
  tx: Tx,
): Promise<boolean> {
  const names = Object.keys(change)
  const changed = await kernel.store.run(
    `UPDATE workbook_exports SET ${names.map((name) => `${name} = ?, `).join('')}touched_at = ?, version = version + 1 WHERE id = ? AND version = ?`,
    [...names.map((name) => change[name] ?? null), kernel.clock.now(), id, version],
    tx,
  )
  return changed === 1
}

const filtersAt = (id: string) => ({ table: 'workbook_exports', column: 'filters_sealed', row: id })
export type Filters = Readonly<Record<string, string | undefined>>
/** What somebody looked for may be a telephone number. */
export const sealFilters = ({ sealer }: Kernel, id: string, filters: Filters): string => sealer.seal(JSON.stringify(filters), filtersAt(id))
export const openFilters = ({ sealer }: Kernel, row: Pick<ExportRecord, 'id' | 'filters_sealed'>): Filters =>
  JSON.parse(sealer.open(row.filters_sealed, filtersAt(row.id))) as Filters

export const partKey = (id: string, part: number): string => `workbook/${id}.p${part}`
export const copyKey = (id: string): string => `workbook/${id}.out`

/** A link opens for its owner, signed in, for some minutes; the copy itself is there for a day. */
const linkMs = 10 * 60_000
export const copyMs = copyHours * 3_600_000
const label = 'workbook-copy'

const wordOf = (id: string, owner: string, exp: number): string => `${id}|${owner}|${exp}`

function linkOf(kernel: Kernel, { id, owner_id, expires_at }: ExportRecord): string | null {
  const now = kernel.clock.now()
  if (expires_at === null || expires_at <= now) return null
  const exp = Math.min(expires_at, now + linkMs)
  return `/api/workbooks/exports/${id}/content?${new URLSearchParams({ exp: String(exp), sig: kernel.sealer.tokenMac(label, wordOf(id, owner_id, exp)) })}`
}

export const isLinkGood = (kernel: Kernel, { id, owner_id }: ExportRecord, { exp, sig }: { exp: number; sig: string }): boolean =>
  kernel.clock.now() < exp && kernel.sealer.tokenIntact(label, wordOf(id, owner_id, exp), sig)

const iso = (at: number): string => new Date(at).toISOString()

export const presentExport = (kernel: Kernel, record: ExportRecord): WorkbookExport => ({
  id: record.id,
  archive: record.archive,
  state: record.state,
  progress: { done: record.written, total: record.state === 'done' ? record.written : 0 },
  columns: JSON.parse(record.columns) as string[],
  masked: JSON.parse(record.masked) as string[],
  reason: record.reason,
  partner: record.partner_id === null ? null : { id: record.partner_id, name: record.partner_name ?? '' },
  isCut: record.is_cut === 1,
  createdAt: iso(record.created_at),
  expiresAt: record.expires_at === null ? null : iso(record.expires_at),
  url: record.state === 'done' ? linkOf(kernel, record) : null,
})
