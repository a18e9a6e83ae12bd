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
import { findKeyPlace, type KeyRow, nextInspection, presentKeyPlaces } from './places.ts'

interface InspectionRow {
  readonly id: string
  readonly is_passed: number
  readonly findings: string
  readonly note: string
  readonly photos: string
  readonly done_by: string
  readonly done_at: number
}

/** Each item of the list gets its answer; what is wrong is said in words, and stays open until an inspection finds it right. */
export async function inspect(kernel: Kernel, ctx: Writing, id: string, body: BodyOf<typeof hazardEndpoints.inspect>): Promise<KeyPlace> {
  const before = await findKeyPlace(kernel, ctx.scope, id, ctx.tx)
  const items = JSON.parse(before.items) as string[]
  const given = body.findings.map(({ item }) => item)
  if (given.length !== items.length || items.some((item) => !given.includes(item))) throw refuseWith(keyErrors, 'hazard.items-unfit')
  const wrong = body.findings.filter(({ isOk }) => !isOk)
  if (wrong.some(({ note }) => note.length < 2)) throw refuseWith(keyErrors, 'hazard.note-needed')
  const inspection = kernel.ids.next()
  const changed = await kernel.store.run(
    'UPDATE key_places SET inspected_at = ?, inspected_by = ?, open_findings = ?, next_on = ?, version = version + 1 WHERE id = ? AND version = ?',
    [ctx.now, ctx.principal.id, wrong.length, nextInspection(kernel, ctx.now, Number(before.every_days)), id, before.version],
    ctx.tx,
  )
  if (changed !== 1) throw refuse('stale', { details: { version: Number(before.version) } })
  await insert(
    kernel.store,
    'key_inspections',
    {
      ...{ id: inspection, key_place_id: id, place_path: before.place_path, is_passed: wrong.length === 0 ? 1 : 0 },
      ...{ findings: JSON.stringify(body.findings), note: body.note, photos: JSON.stringify(body.photos) },
      ...{ done_by: ctx.principal.id, done_at: ctx.now },
    },
    ctx.tx,
  )
  const files = { ids: body.photos, ownerId: ctx.principal.id, subject: 'key-place', subjectId: id, placePath: before.place_path }
  if (!(await attachFiles(kernel, files, ctx.tx))) throw refuseWith(keyErrors, 'hazard.photo-unknown')
  const after = { inspection, wrong: wrong.map(({ item }) => item), photos: body.photos.length }
  ctx.audit({ subject: 'key-place', subjectId: id, placePath: before.place_path, after })
  const live = { placePath: before.place_path, permission: 'hazard.read' }
  const payload = { inspection, isPassed: wrong.length === 0 }
  await appendEvents(kernel, [{ name: 'hazard.inspected', subject: 'hazard', subjectId: id, payload, live }], ctx.tx)
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
  return rows.map((row) => ({
    ...{ id: row.id, at: iso(Number(row.done_at)), by: names.get(row.done_by) ?? '', isPassed: Number(row.is_passed) === 1 },
    ...{ findings: JSON.parse(row.findings) as Inspection['findings'], note: row.note },
    photos: (JSON.parse(row.photos) as string[]).map((file) => ({ id: file, ...link(file) })),
  }))
}
