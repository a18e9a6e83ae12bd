import type { BodyOf } from '@liren/contract'
import { type hazardEndpoints, type Inspection, type KeyPlace, keyErrors } from '@liren/contract/capabilities/hazard'
import { appendEvents } from '../../../kernel/background/outbox.ts'
import { refuse, refuseWith } from '../../../kernel/errors.ts'
import type { Principal } from '../../../kernel/http/route.ts'
import { namesOf } from '../../../kernel/identity/directory.ts'
import { insert } from '../../../kernel/identity/sql.ts'
import { iso } from '../../../kernel/iso.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { unscoped } from '../../../kernel/store/scope.ts'
import { attachFiles, fileLinks } from '../../file/read.ts'
import type { Writing } from '../shifts.ts'
import { doneAt, type KeptFinding, keptFinding, openColumns, openItemsOf, photosAt, stillOpen } from './findings.ts'
import { findKeyPlace, type KeyRow, nextInspection, presentKeyPlaces } from './places.ts'

interface InspectionRow {
  readonly id: string
  readonly is_passed: number
  readonly is_recheck: number
  readonly findings: string
  readonly note: string
  readonly photos: string
  readonly done_by: string
  readonly done_at: number
}

/** What somebody did at a place: the record, and what the place says from then on. */
interface Done {
  readonly before: KeyRow
  readonly at: number
  readonly isRecheck: boolean
  readonly findings: readonly KeptFinding[]
  readonly note: string
  readonly photos: readonly string[]
  readonly columns: Readonly<Record<string, string | number | null>>
}

/** The place as it was seen: nobody writes over what somebody else found there in between. */
async function seenPlace(kernel: Kernel, ctx: Writing, id: string, version: number): Promise<KeyRow> {
  const before = await findKeyPlace(kernel, ctx.scope, id, ctx.tx)
  if (Number(before.version) !== version) throw refuse('stale', { details: { version: Number(before.version) } })
  return before
}

/** Each item of the list gets its answer; what is wrong is said in words, and stays open until somebody finds it right. */
export async function inspect(kernel: Kernel, ctx: Writing, id: string, body: BodyOf<typeof hazardEndpoints.inspect>): Promise<KeyPlace> {
  const before = await seenPlace(kernel, ctx, id, body.version)
  const items = JSON.parse(before.items) as string[]
  const given = body.findings.map(({ item }) => item)
  if (given.length !== items.length || items.some((item) => !given.includes(item))) throw refuseWith(keyErrors, 'hazard.items-unfit')
  if (body.findings.some(({ isOk, note }) => !isOk && note.length < 2)) throw refuseWith(keyErrors, 'hazard.note-needed')
  const at = doneAt(body.at, ctx.now)
  const findings = body.findings.map((finding) => keptFinding(finding, body.photos))
  const columns = {
    ...{ inspected_at: at, inspected_by: ctx.principal.id, next_on: nextInspection(kernel, at, Number(before.every_days)) },
    ...openColumns(stillOpen(openItemsOf(before), findings, at)),
  }
  return keep(kernel, ctx, { before, at, isRecheck: false, findings, note: body.note, photos: body.photos, columns })
}

/** Somebody looked again at what had been found: what is right is open no more, the plan of the place goes on as it was. */
export async function recheck(kernel: Kernel, ctx: Writing, id: string, body: BodyOf<typeof hazardEndpoints.recheck>): Promise<KeyPlace> {
  const before = await seenPlace(kernel, ctx, id, body.version)
  const open = openItemsOf(before)
  const given = new Map(body.findings.map((finding) => [finding.item, finding]))
  const isKnown = body.findings.every(({ item }) => open.some((one) => one.item === item))
  if (!isKnown || given.size !== body.findings.length) throw refuseWith(keyErrors, 'hazard.finding-unknown')
  if (body.findings.some(({ isRectified, note }) => !isRectified && note.length < 2)) throw refuseWith(keyErrors, 'hazard.note-needed')
  const findings = body.findings.map(({ item, isRectified, note, photosAt: at }) => ({
    ...{ item, isOk: isRectified, note, photos: photosAt(body.photos, at) },
  }))
  const columns = openColumns(open.filter(({ item }) => given.get(item)?.isRectified !== true))
  const at = doneAt(body.at, ctx.now)
  return keep(kernel, ctx, { before, at, isRecheck: true, findings, note: '', photos: body.photos, columns })
}

async function keep(kernel: Kernel, ctx: Writing, { before, at, isRecheck, findings, note, photos, columns }: Done): Promise<KeyPlace> {
  const { id, place_path, version } = before
  const inspection = kernel.ids.next()
  const changes = Object.entries(columns)
  const changed = await kernel.store.run(
    `UPDATE key_places SET ${changes.map(([name]) => `${name} = ?`).join(', ')}, version = version + 1 WHERE id = ? AND version = ?`,
    [...changes.map(([, value]) => value), id, version],
    ctx.tx,
  )
  if (changed !== 1) throw refuse('stale', { details: { version: Number(version) } })
  const wrong = findings.filter(({ isOk }) => !isOk).map(({ item }) => item)
  const isPassed = wrong.length === 0
  await insert(
    kernel.store,
    'key_inspections',
    {
      ...{ id: inspection, key_place_id: id, place_path, is_passed: isPassed ? 1 : 0, is_recheck: isRecheck ? 1 : 0 },
      ...{ findings: JSON.stringify(findings), note, photos: JSON.stringify(photos), done_by: ctx.principal.id, done_at: at },
    },
    ctx.tx,
  )
  const files = { ids: photos, ownerId: ctx.principal.id, subject: 'key-place', subjectId: id, placePath: place_path }
  if (!(await attachFiles(kernel, files, ctx.tx))) throw refuseWith(keyErrors, 'hazard.photo-unknown')
  ctx.audit({ subject: 'key-place', subjectId: id, placePath: place_path, after: { inspection, wrong, photos: photos.length } })
  const live = { placePath: place_path, permission: 'hazard.read' }
  await appendEvents(
    kernel,
    [{ name: 'hazard.inspected', subject: 'hazard', subjectId: id, payload: { inspection, isPassed }, live }],
    ctx.tx,
  )
  return (await presentKeyPlaces(kernel, [await findKeyPlace(kernel, ctx.scope, id, ctx.tx)], ctx.tx))[0] as KeyPlace
}

const shown = 20

/** The last inspections of a place that was found for the caller, newest first. */
export async function inspectionsOf(kernel: Kernel, { id }: Pick<KeyRow, 'id'>, principal: Principal): Promise<Inspection[]> {
  const statement = { sql: `SELECT * FROM key_inspections WHERE key_place_id = ? ORDER BY id DESC LIMIT ${shown}`, params: [id] }
  const rows = await unscoped<InspectionRow>(kernel.store, 'inspections of a key place that was found', statement)
  const names = await namesOf(
    kernel,
    rows.map(({ done_by }) => done_by),
  )
  const link = fileLinks(kernel, principal, kernel.clock.now())
  const linked = (photos: readonly string[] = []) => photos.map((file) => ({ id: file, ...link(file) }))
  return rows.map((row) => {
    const findings = JSON.parse(row.findings) as KeptFinding[]
    const shownAbove = new Set(findings.flatMap(({ photos = [] }) => photos))
    return {
      ...{ id: row.id, at: iso(Number(row.done_at)), by: names.get(row.done_by) ?? '' },
      ...{ isPassed: Number(row.is_passed) === 1, isRecheck: Number(row.is_recheck) === 1 },
      findings: findings.map(({ item, isOk, note, level = null, dueOn = null, photos }) => ({
        ...{ item, isOk, note, level: isOk ? null : level, dueOn, photos: linked(photos) },
      })),
      note: row.note,
      // a photo that shows one finding stands there, and not once more below
      photos: linked((JSON.parse(row.photos) as string[]).filter((file) => !shownAbove.has(file))),
    }
  })
}
