import type { RepairCategory, RepairDraft, repairEndpoints } from '@liren/contract/capabilities/repair'
import { dayOf } from '../../kernel/background/daily.ts'
import { refuse } from '../../kernel/errors.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import { ownContact } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertSql } from '../../kernel/store/insert-sql.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'
import { StoreError } from '../../kernel/store/store-error.ts'
import { attachFiles } from '../file/read.ts'
import { estatesTouching, type PlaceForCase, placeForCase } from '../place/read.ts'
import type { Categories } from './categories.ts'
import { deadlines } from './clock.ts'
import type { RepairParts } from './present.ts'
import type { RepairRow } from './row.ts'
import { actorOf, refuseRepair, writeEntry } from './write.ts'

const prefixes = { home: 'BX', public: 'BX', event: 'SJ' } as const

/** Five digits of chance: what people read over the telephone is short and says nothing about how many there are. */
function newNumber(kernel: Kernel, kind: RepairDraft['kind'], now: number): string {
  const day = dayOf(now, kernel.config.LIREN_TIME_ZONE).replaceAll('-', '').slice(2)
  return `${prefixes[kind]}${day}-${String(kernel.random.int(1_000_000)).padStart(6, '0')}`
}

/** The number is chance, so now and then it is taken: the database says so, and all is done again with another. */
function insertNumbered(kernel: Kernel, row: RepairRow, tx: Tx): void {
  kernel.store.later(insertSql('repairs', row), Object.values(row) as SqlValue[], tx, {
    failed: (failure) => (failure.code === 'unique' ? new StoreError('conflict', { cause: failure }) : failure),
  })
}

/** As much of a request as a report needs: one may also be made by the house, in the name of who asked for it elsewhere. */
export type Reporting = Pick<RequestContext<typeof repairEndpoints.create>, 'body' | 'tx' | 'now' | 'emit' | 'schedule' | 'audit'> & {
  readonly scope: Pick<RequestContext['scope'], 'places'>
  readonly principal: Pick<RequestContext['principal'], 'id' | 'name' | 'houseIds' | 'grants'>
  /** The record of another capability that became this repair. */
  readonly origin?: { readonly subject: string; readonly id: string }
}

/** One's own house, or the public space of an estate where one lives or works. */
async function mayReportAt(kernel: Kernel, ctx: Reporting, place: PlaceForCase, kind: RepairDraft['kind']): Promise<boolean> {
  if (ctx.scope.places.some((path) => place.path.startsWith(path))) return true
  if (place.houseId !== null) return ctx.principal.houseIds.includes(place.houseId)
  if (kind === 'home') return false
  const estates = await estatesTouching(
    kernel,
    ctx.principal.grants.map((grant) => grant.placePath),
    ctx.tx,
  )
  return estates.some((estate) => place.path.startsWith(estate.path))
}

export async function createRepair(kernel: Kernel, categories: Categories, ctx: Reporting): Promise<{ row: RepairRow } & RepairParts> {
  const draft = ctx.body
  const category: RepairCategory | undefined = (await categories.all(ctx.tx)).get(draft.category)
  if (!category || category.retired) throw refuseRepair('repair.category-unknown')
  const place = await placeForCase(kernel, draft.placeId, ctx.tx)
  if (!place?.estateId) throw refuse('not-found')
  if (!(await mayReportAt(kernel, ctx, place, draft.kind))) throw refuseRepair('repair.place-not-yours')

  const id = kernel.ids.next()
  const contact = draft.contact ?? (await ownContact(kernel, ctx.principal, ctx.tx))
  const due = deadlines(
    { isEmergency: category.emergency, acceptMinutes: category.acceptMinutes, finishMinutes: category.finishMinutes },
    draft.visitAt ? Math.max(ctx.now, Date.parse(draft.visitAt)) : ctx.now,
    kernel.config.LIREN_TIME_ZONE,
  )
  const row: RepairRow = {
    id,
    number: newNumber(kernel, draft.kind, ctx.now),
    kind: draft.kind,
    category: draft.category,
    state: 'submitted',
    phase: 'open',
    title: titleOf(draft.description),
    description: draft.description,
    place_id: draft.placeId,
    place_path: place.path,
    place_label: place.label,
    estate_id: place.estateId,
    house_id: place.houseId,
    spot: draft.spot || null,
    reporter_id: ctx.principal.id,
    contact: kernel.sealer.seal(JSON.stringify(contact), { table: 'repairs', column: 'contact', row: id }),
    photos: JSON.stringify(draft.photos),
    is_emergency: category.emergency ? 1 : 0,
    visit_at: draft.visitAt ? Date.parse(draft.visitAt) : null,
    accept_due_at: due.acceptDueAt,
    finish_due_at: due.finishDueAt,
    due_at: due.acceptDueAt,
    created_at: ctx.now,
    updated_at: ctx.now,
    // Last: properties added to a copied object cost a thousand times as much as those of a literal.
    ...untouched,
  }
  const { number } = row
  insertNumbered(kernel, row, ctx.tx)
  await attachPhotos(kernel, ctx, draft.photos, id, place.path)
  const entry = writeEntry(kernel, ctx.tx, id, {
    action: 'create',
    to: 'submitted',
    actor: actorOf(ctx.principal, 'reporter'),
    at: ctx.now,
  })
  await ctx.emit({
    name: 'repair.created',
    subject: 'repair',
    subjectId: id,
    payload: {
      number,
      category: draft.category,
      kind: draft.kind,
      dispatch: category.dispatch,
      estateId: place.estateId,
      placePath: place.path,
      reporterId: ctx.principal.id,
      emergency: category.emergency,
      at: ctx.now,
      ...(ctx.origin ? { origin: ctx.origin } : {}),
    },
    live: { userIds: [ctx.principal.id], placePath: place.path, permission: 'repair.read' },
  })
  await ctx.schedule({ kind: 'repair.due', key: id, at: due.acceptDueAt + 1, payload: { id } })
  ctx.audit({
    subjectId: id,
    placePath: place.path,
    after: { number, category: draft.category, kind: draft.kind, placeId: draft.placeId, photos: draft.photos.length },
  })
  return { row, entries: [entry], contact, following: false }
}

/** What nobody has done to a repair that is new. */
const untouched = {
  handler_id: null,
  handler_name: null,
  paused_at: null,
  paused_until: null,
  accepted_at: null,
  arrived_at: null,
  finished_at: null,
  closed_at: null,
  escalation: 0,
  reopened: 0,
  followers: 0,
  urged_at: null,
  materials: null,
  fee_fen: 0,
  rating: null,
  comment: null,
  version: 1,
} as const

export async function attachPhotos(
  kernel: Kernel,
  ctx: { readonly principal: Pick<RequestContext['principal'], 'id'>; readonly tx: Tx },
  ids: readonly string[] | undefined,
  repairId: string,
  placePath: string,
): Promise<void> {
  if (!ids || ids.length === 0) return
  const attached = await attachFiles(kernel, { ids, ownerId: ctx.principal.id, subject: 'repair', subjectId: repairId, placePath }, ctx.tx)
  if (!attached) throw refuseRepair('repair.file-unknown')
}

function titleOf(description: string): string {
  const firstLine = description.split('\n', 1)[0] ?? ''
  const characters = [...firstLine]
  return characters.length <= 30 ? firstLine : `${characters.slice(0, 29).join('')}…`
}
