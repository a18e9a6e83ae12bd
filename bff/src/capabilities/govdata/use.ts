import { type GovItem, type GovScene, type GovUsed, govdataErrors, govSubjects } from '@liren/contract/capabilities/govdata'
import { findFile } from '../../engines/archive/find.ts'
import { archiveCalled } from '../../engines/archive/known.ts'
import { valuesOf } from '../../engines/archive/row.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import type { Principal } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { upsertRows } from '../../kernel/store/upsert.ts'
import { authorisationOf, columnsOf, type ItemRow, itemCalled, scenesOf, stateOf } from './row.ts'
import { trace } from './trace.ts'

export const dayMs = 86_400_000
export const contentAt = { table: 'govdata_records', column: 'content_sealed' } as const

type Content = Readonly<Record<string, string>> | null
interface Asked {
  readonly fileId: string
  readonly scene: GovScene
  readonly reason: string
}
export interface Looked {
  readonly item: ItemRow
  readonly content: Content
  readonly pulledAt: number
  readonly isFresh: boolean
}

const sensitive: ReadonlySet<GovItem['grade']> = new Set(['L3', 'L4'])

/** Why this person may not use this item for that; undefined when they may. */
function fault(kernel: Kernel, principal: Principal, item: ItemRow, { scene }: Asked) {
  if (!scenesOf(item).includes(scene)) return refuseWith(govdataErrors, 'govdata.scene-unfit')
  if (sensitive.has(item.grade) && !principal.permissions.has('govdata.sensitive')) return refuseWith(govdataErrors, 'govdata.grade-high')
  if (!principal.permissions.has(`${item.subject}.read`)) return refuse('permission.denied')
  const state = stateOf(kernel, item)
  if (state === 'closed') return refuseWith(govdataErrors, 'govdata.closed')
  if (state === 'unauthorised') return refuseWith(govdataErrors, 'govdata.unauthorised')
  if (state === 'over') return refuseWith(govdataErrors, 'govdata.authorisation-over')
  return undefined
}

/** Before the transaction: the rules are asked, then the platform. Whatever stops it is written down before it is told. */
export async function look(kernel: Kernel, principal: Principal, code: string, asked: Asked): Promise<Looked> {
  const item = await itemCalled(kernel, code)
  if (!item) throw refuse('not-found')
  const { fileId, scene, reason } = asked
  const line = { scene, reason, actorId: principal.id, fileId } as const
  try {
    const wrong = fault(kernel, principal, item, asked)
    if (wrong) throw wrong
    const key = await keyOf(kernel, principal, item, fileId)
    const kept = await recordOf(kernel, item, fileId)
    if (kept && kept.pulledAt > kernel.clock.now() - Number(item.refresh_days) * dayMs) return { item, ...kept, isFresh: false }
    const content = await pull(kernel, item, key)
    return { item, content, pulledAt: kernel.clock.now(), isFresh: true }
  } catch (error) {
    const { code: why, status } = error as { code?: string; status?: number }
    const outcome = (status ?? 500) >= 500 || why === 'government.data-refused' ? 'failed' : 'refused'
    await kernel.store.tx((tx) => trace(kernel, item, { action: 'use', ...line, outcome, why: why ?? 'internal' }, tx))
    throw error
  }
}

/** The number by which the platform knows whom a file is about; a file out of reach is not there. */
async function keyOf(kernel: Kernel, principal: Principal, item: ItemRow, fileId: string): Promise<string> {
  const definition = archiveCalled(kernel, item.subject)
  if (!definition) throw refuse('not-found')
  const row = await findFile(kernel, definition, scopeWith(principal, `${item.subject}.read`, 'place'), fileId)
  const key = valuesOf(kernel, definition, row, [govSubjects[item.subject]])[govSubjects[item.subject]]
  if (typeof key !== 'string' || key === '') throw refuseWith(govdataErrors, 'govdata.no-key')
  return key
}

/** Asks the platform under the number and for the purpose that are on file; without both nothing is asked. */
async function pull(kernel: Kernel, item: ItemRow, key: string): Promise<Content> {
  const allowed = authorisationOf(item)
  if (!allowed) throw refuseWith(govdataErrors, 'govdata.unauthorised')
  return kernel.government.publicData({ item: item.code, key, authorisation: allowed.number, purpose: allowed.purpose })
}

interface RecordRow {
  readonly id: string
  readonly content_sealed: string
  readonly pulled_at: number
}

async function recordOf(kernel: Kernel, item: ItemRow, fileId: string) {
  const [row] = await kernel.store.rows<RecordRow>(
    'SELECT id, content_sealed, pulled_at FROM govdata_records WHERE item_id = ? AND file_id = ?',
    [item.id, fileId],
  )
  if (!row) return undefined
  const content = JSON.parse(kernel.sealer.open(row.content_sealed, { ...contentAt, row: row.id })) as Content
  return { content, pulledAt: Number(row.pulled_at) }
}

/** What was pulled lies sealed beside the file, with a line of its own. */
export async function keepPulled(
  kernel: Kernel,
  { item, content, pulledAt }: Looked,
  about: { readonly fileId: string; readonly actorId: string; readonly scene: GovScene; readonly reason: string },
  tx: Tx,
): Promise<void> {
  const { fileId } = about
  // sealed under the id of this pull: what lay there before goes with its own
  const id = kernel.ids.next()
  const sealed = kernel.sealer.seal(JSON.stringify(content), { ...contentAt, row: id })
  const row = { id, item_id: item.id, file_id: fileId, content_sealed: sealed, pulled_at: pulledAt }
  await upsertRows(kernel.store, 'govdata_records', ['item_id', 'file_id'], [row], tx)
  await trace(kernel, item, { action: 'pull', ...about, outcome: 'done' }, tx)
}

export const shownUse = ({ item, content, pulledAt }: Looked): GovUsed => ({
  ...{ item: item.code, name: item.name, found: content !== null, pulledAt: iso(pulledAt) },
  ...{ authorisation: item.auth_number ?? '', rule: item.usage_rule },
  values: columnsOf(item).flatMap(({ name, zh, en }) => {
    const value = content?.[name]
    return value === undefined ? [] : [{ zh, en, value }]
  }),
})
