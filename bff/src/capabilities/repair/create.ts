import type { RepairCategory, RepairDraft, repairEndpoints } from '@liren/contract/capabilities/repair'
import { refuse } from '../../kernel/errors.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import { contactOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { dayOf } from '../../kernel/work/daily.ts'
import { attachFiles } from '../file/read.ts'
import { estatesTouching, type PlaceForCase, placeForCase } from '../place/read.ts'
import type { Categories } from './categories.ts'
import { deadlines } from './clock.ts'
import { actorOf, refuseRepair, writeEntry } from './write.ts'

const prefixes = { home: 'BX', public: 'BX', event: 'SJ' } as const

/** Five digits of chance: what people read over the telephone is short and says nothing about how many there are. */
function newNumber(kernel: Kernel, kind: RepairDraft['kind'], now: number): string {
  const day = dayOf(now, kernel.config.LIREN_TIME_ZONE).replaceAll('-', '').slice(2)
  return `${prefixes[kind]}${day}-${String(kernel.random.int(1_000_000)).padStart(6, '0')}`
}

async function freeNumber(kernel: Kernel, kind: RepairDraft['kind'], now: number, tx: Tx): Promise<string> {
  for (let tries = 0; tries < 8; tries++) {
    const number = newNumber(kernel, kind, now)
    const same = { sql: 'SELECT number FROM repairs WHERE number = ?', params: [number] }
    const taken = await unscoped(kernel.store, 'a number is taken wherever it is taken', same, tx)
    if (taken.length === 0) return number
  }
  throw refuse('unavailable', { retryAfter: 1 })
}

/** One's own house, or the public space of an estate where one lives or works. */
async function mayReportAt(kernel: Kernel, ctx: RequestContext, place: PlaceForCase, kind: RepairDraft['kind']): Promise<boolean> {
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

export async function createRepair(
  kernel: Kernel,
  categories: Categories,
  ctx: RequestContext<typeof repairEndpoints.create>,
): Promise<string> {
  const draft = ctx.body
  const category: RepairCategory | undefined = (await categories.all(ctx.tx)).get(draft.category)
  if (!category || category.retired) throw refuseRepair('repair.category-unknown')
  const place = await placeForCase(kernel, draft.placeId, ctx.tx)
  if (!place?.estateId) throw refuse('not-found')
  if (!(await mayReportAt(kernel, ctx, place, draft.kind))) throw refuseRepair('repair.place-not-yours')

  const id = kernel.ids.next()
  const contact = draft.contact ?? (await contactOf(kernel, ctx.principal.id, ctx.tx))
  const due = deadlines(
    { isEmergency: category.emergency, acceptMinutes: category.acceptMinutes, finishMinutes: category.finishMinutes },
    draft.visitAt ? Math.max(ctx.now, Date.parse(draft.visitAt)) : ctx.now,
    kernel.config.LIREN_TIME_ZONE,
  )
  const number = await freeNumber(kernel, draft.kind, ctx.now, ctx.tx)
  await kernel.store.run(
    `INSERT INTO repairs (id, number, kind, category, state, phase, title, description, place_id, place_path, place_label, estate_id, house_id, spot,
       reporter_id, contact, photos, is_emergency, visit_at, accept_due_at, finish_due_at, due_at, created_at, updated_at)
     VALUES (?, ?, ?, ?, 'submitted', 'open', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      id,
      number,
      draft.kind,
      draft.category,
      titleOf(draft.description),
      draft.description,
      draft.placeId,
      place.path,
      place.label,
      place.estateId,
      place.houseId,
      draft.spot || null,
      ctx.principal.id,
      kernel.sealer.seal(JSON.stringify(contact), { table: 'repairs', column: 'contact', row: id }),
      JSON.stringify(draft.photos),
      category.emergency ? 1 : 0,
      draft.visitAt ? Date.parse(draft.visitAt) : null,
      due.acceptDueAt,
      due.finishDueAt,
      due.acceptDueAt,
      ctx.now,
      ctx.now,
    ],
    ctx.tx,
  )
  await attachPhotos(kernel, ctx, draft.photos, id, place.path)
  await writeEntry(kernel, ctx.tx, id, { action: 'create', to: 'submitted', actor: actorOf(ctx.principal, 'reporter'), at: ctx.now })
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
    },
    live: { userIds: [ctx.principal.id], placePath: place.path, permission: 'repair.read' },
  })
  await ctx.schedule({ kind: 'repair.due', key: id, at: due.acceptDueAt + 1, payload: { id } })
  ctx.audit({
    subjectId: id,
    placePath: place.path,
    after: { number, category: draft.category, kind: draft.kind, placeId: draft.placeId, photos: draft.photos.length },
  })
  return id
}

export async function attachPhotos(
  kernel: Kernel,
  ctx: RequestContext,
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
