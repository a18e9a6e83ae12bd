import type { BodyOf } from '@liren/contract'
import type { FieldValue, Values } from '@liren/contract/archive/index'
import { reviewedFields } from '@liren/contract/capabilities/review'
import { type VisitArchive, type visitEndpoints, visitErrors } from '@liren/contract/capabilities/visit'
import { refuseTwin } from '../../engines/archive/checks.ts'
import { endLink } from '../../engines/archive/links.ts'
import { placesOf } from '../../engines/archive/place.ts'
import type { FileRow } from '../../engines/archive/row.ts'
import { updateFile, verifyFile } from '../../engines/archive/write.ts'
import { dayOf } from '../../kernel/background/daily.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { upsertRows } from '../../kernel/store/upsert.ts'
import { entryBy } from '../entry/read.ts'
import { proposeChange } from '../review/read.ts'
import { filesOfHouses, type HouseFiles, visited } from './files.ts'
import { noteAt, type TaskRow } from './row.ts'

type Body = BodyOf<typeof visitEndpoints.finish>
type Pictures = Pick<NonNullable<Body['added']>[number], 'photoAt' | 'faceAt' | 'faceConsentOn'>
/** Older than a week is no visit of this task any more; the clock of a telephone may also be ahead. */
const longestMs = 7 * 24 * 3_600_000

/** Writes what a visitor found: the plain at once, what needs a second person for review, the rest verified. Whole or not at all. */
export async function finishVisit(kernel: Kernel, ctx: RequestContext, task: TaskRow, body: Body) {
  if (task.state !== 'due') throw await alreadyDone(kernel, task, ctx.tx)
  const at = body.at === undefined ? ctx.now : Date.parse(body.at)
  const visitedAt = at > ctx.now || at < ctx.now - longestMs ? ctx.now : at
  // The task is claimed before its files are read, so that whoever comes second meets a task done and not files that just changed.
  const claimed = await kernel.store.run(
    `UPDATE visit_tasks SET state = 'done', outcome = ?, note_sealed = ?, visited_at = ?, done_at = ?, done_by = ?, live_key = NULL, version = version + 1
     WHERE id = ? AND state = 'due' AND version = ?`,
    [
      body.outcome,
      body.note ? kernel.sealer.seal(body.note, noteAt(task.id)) : null,
      visitedAt,
      ctx.now,
      ctx.principal.id,
      task.id,
      task.version,
    ],
    ctx.tx,
  )
  if (claimed !== 1) throw refuse('stale')
  const isMet = body.outcome === 'unchanged' || body.outcome === 'changed'
  const now: Found = { rows: new Map(), waiting: 0, verified: 0 }
  if (isMet) {
    const files = (await filesOfHouses(kernel, ctx.scope, [task.house_id], ctx.tx)).get(task.house_id)
    if (files) await collect(kernel, ctx, task, files, body, now)
  }
  await count(kernel, ctx, task, body.outcome, visitedAt)
  const done = { visited_at: visitedAt, done_at: ctx.now, done_by: ctx.principal.id, version: task.version + 1 }
  return { row: { ...task, ...done, state: 'done', outcome: body.outcome } as TaskRow, waiting: now.waiting, verified: now.verified }
}

interface Found {
  /** The latest of each file, by id. */
  readonly rows: Map<string, { archive: VisitArchive; row: FileRow }>
  waiting: number
  verified: number
}

async function alreadyDone(kernel: Kernel, task: TaskRow, tx: Tx) {
  const names = await namesOf(kernel, task.done_by === null ? [] : [task.done_by], tx)
  const details = {
    by: task.done_by === null ? null : (names.get(task.done_by) ?? null),
    at: task.done_at === null ? null : new Date(task.done_at).toISOString(),
  }
  return refuseWith(visitErrors, 'visit.done', { details })
}

async function collect(kernel: Kernel, ctx: RequestContext, task: TaskRow, files: HouseFiles, body: Body, now: Found): Promise<void> {
  if (files.house) now.rows.set(files.house.id, { archive: 'house', row: files.house })
  for (const { row } of files.people) now.rows.set(row.id, { archive: 'person', row })
  for (const row of files.vehicles) now.rows.set(row.id, { archive: 'vehicle', row })
  refuseUnlessSeen(now, body)
  for (const change of body.changes ?? []) await write(kernel, ctx, change, body, now)
  for (const gone of body.movedOut ?? []) await moveOut(kernel, ctx, files, gone, now)
  for (const newcomer of body.added ?? []) await add(kernel, ctx, task, files, newcomer, body, now)
  const left = new Set((body.movedOut ?? []).map(({ personId }) => personId))
  for (const { archive, row } of now.rows.values()) {
    if (left.has(row.id)) continue
    await verifyFile(kernel, visited[archive], ctx.scope, row.id, { version: row.version, actorId: ctx.principal.id }, ctx.tx)
    now.verified++
  }
}

/** What the visitor saw must be what is on file: a day without network is long, and others work too. */
function refuseUnlessSeen(now: Found, body: Body): void {
  const seen = new Map(body.seen.map(({ id, version }) => [id, version]))
  const differing = [...now.rows.values()].filter(({ row }) => seen.get(row.id) !== row.version)
  const gone = body.seen.filter(({ id }) => !now.rows.has(id))
  if (differing.length > 0 || gone.length > 0)
    throw refuseWith(visitErrors, 'visit.conflict', {
      details: {
        files: differing.map(({ archive, row }) => ({ archive, id: row.id, version: row.version })),
        gone: gone.map(({ archive, id }) => ({ archive, id })),
      },
    })
}

async function write(
  kernel: Kernel,
  ctx: RequestContext,
  change: NonNullable<Body['changes']>[number],
  body: Body,
  now: Found,
): Promise<void> {
  const known = now.rows.get(change.id)
  if (!known || known.archive !== change.archive) throw refuseWith(visitErrors, 'visit.person-unknown')
  const definition = visited[change.archive]
  const reviewed = new Set(reviewedFields(definition))
  const values = { ...change.values, ...photoOf(body, change) } as Record<string, FieldValue>
  refuseForbidden(ctx, change.archive, values)
  await entryBy(kernel, definition, 'field', ctx, { id: change.id, values })
  const plain = Object.entries(values).filter(([name]) => !reviewed.has(name))
  const careful = Object.fromEntries(Object.entries(values).filter(([name]) => reviewed.has(name)))
  const face = change.archive === 'person' ? faceOf(body, change) : undefined
  let { row } = known
  if (plain.length > 0) {
    const writing = { actorId: ctx.principal.id, source: 'collected' }
    const changed = { version: row.version, values: Object.fromEntries(plain) as Values }
    row = (await updateFile(kernel, definition, ctx.scope, row.id, changed, writing, ctx.tx)).row
    now.rows.set(row.id, { archive: change.archive, row })
    await tell(
      ctx,
      change.archive,
      row,
      'updated',
      plain.map(([name]) => name),
    )
  }
  if (Object.keys(careful).length === 0 && !face) return
  const proposal = {
    definition,
    file: row,
    placeId: row.place_id,
    values: careful,
    source: 'collected',
    note: body.note,
    evidence: body.evidence,
    face,
  }
  await proposeChange(kernel, ctx, proposal)
  now.waiting++
}

/** Only what the roles of the visitor let them write. */
function refuseForbidden({ principal }: Pick<RequestContext, 'principal'>, archive: string, values: Values): void {
  const faults = Object.keys(values)
    .filter((name) => {
      const rule = principal.fieldRules.get(`${archive}.${name}`)
      return rule !== undefined && rule !== 'write'
    })
    .map((name) => ({ path: `body.values.${name}`, zh: '无权修改此项', en: 'You may not change this' }))
  if (faults.length > 0) throw refuse('permission.field', { faults })
}

async function moveOut(
  kernel: Kernel,
  ctx: RequestContext,
  files: HouseFiles,
  { personId, linkId, version, on }: NonNullable<Body['movedOut']>[number],
  now: Found,
): Promise<void> {
  const known = now.rows.get(personId)
  if (!known || !files.people.some(({ row, link }) => row.id === personId && link?.id === linkId))
    throw refuseWith(visitErrors, 'visit.person-unknown')
  const definition = visited.person
  const writing = { actorId: ctx.principal.id, source: 'collected', reason: '走访登记迁出' }
  const left = { version: known.row.version, values: { leftOn: on } }
  const { row } = await updateFile(kernel, definition, ctx.scope, personId, left, writing, ctx.tx)
  now.rows.set(personId, { archive: 'person', row })
  await endLink(
    kernel,
    definition,
    ctx.scope,
    ctx.principal,
    { id: personId, linkId, version, endedOn: on, reason: '走访登记迁出' },
    ctx.tx,
  )
  await tell(ctx, 'person', row, 'updated', ['leftOn'])
  await ctx.emit({ name: 'person.unlinked', subject: 'person', subjectId: personId, payload: { linkId, kind: 'lives-in' } })
}

/** Somebody new waits for a second person; a second file of one person is refused here already. */
async function add(
  kernel: Kernel,
  ctx: RequestContext,
  task: TaskRow,
  files: HouseFiles,
  newcomer: NonNullable<Body['added']>[number],
  body: Body,
  now: Found,
): Promise<void> {
  const place = (await placesOf(kernel, [task.house_id], ctx.tx)).get(task.house_id)
  if (!place) throw refuse('not-found')
  const given = newcomer.values as Record<string, FieldValue>
  const idKind = given.idKind ?? (given.idNumber ? 'resident' : 'none')
  const values: Values = { population: 'resident', ...given, ...photoOf(body, newcomer), idKind }
  await refuseTwin(kernel, visited.person, ctx.scope, { ...values, idNumber: upper(values.idNumber) }, place, undefined, ctx.tx)
  const link = files.house ? { kind: 'lives-in', archive: 'house', otherId: files.house.id, role: newcomer.role } : undefined
  const face = faceOf(body, newcomer)
  const id = kernel.ids.next()
  const consents = newcomer.consents?.map((told) => ({ ...told, channel: 'field' as const }))
  await entryBy(kernel, visited.person, 'field', ctx, { id, placeId: task.house_id, values, consents })
  const proposal = {
    id,
    definition: visited.person,
    placeId: task.house_id,
    values,
    source: 'collected',
    note: body.note,
    evidence: body.evidence,
    face,
    link,
  }
  await proposeChange(kernel, ctx, proposal)
  now.waiting++
}

const upper = (value: FieldValue | undefined): FieldValue => (typeof value === 'string' ? value.trim().toUpperCase() : null)

const photoOf = ({ photos = [] }: Body, { photoAt }: Pictures): Values => {
  const id = photoAt === undefined ? undefined : photos[photoAt]
  return id === undefined ? {} : { photo: [id] }
}

function faceOf({ faces = [] }: Body, { faceAt, faceConsentOn }: Pictures) {
  const id = faceAt === undefined ? undefined : faces[faceAt]
  return id === undefined ? undefined : { id, consentOn: faceConsentOn ?? '9999-12-31' }
}

const tell = (ctx: RequestContext, archive: VisitArchive, row: FileRow, action: 'updated', fields: readonly string[]) =>
  ctx.emit({
    name: `${archive}.${action}`,
    subject: archive,
    subjectId: row.id,
    payload: { fields, placePath: row.place_path },
    live: { placePath: row.place_path, permission: `${archive}.read` },
  })

/** Counters instead of counting: of the plan, and of the day in the grid. */
async function count(kernel: Kernel, ctx: RequestContext, task: TaskRow, outcome: Body['outcome'], at: number): Promise<void> {
  const is = (which: string) => (outcome === which ? 1 : 0)
  if (task.plan_id !== null)
    await kernel.store.run(
      'UPDATE visit_plans SET done = done + 1, changed = changed + ?, absent = absent + ? WHERE id = ?',
      [is('changed'), is('absent') + is('refused'), task.plan_id],
      ctx.tx,
    )
  const counted = { unchanged: is('unchanged'), changed: is('changed'), absent: is('absent'), refused: is('refused') }
  const key = { day: dayOf(at, kernel.config.LIREN_TIME_ZONE), grid_id: task.grid_id ?? '', place_path: task.place_path }
  await upsertRows(kernel.store, 'visit_days', ['day', 'grid_id'], [{ ...key, ...counted }], ctx.tx, Object.keys(counted))
}
