import type { BodyOf } from '@liren/contract'
import { text } from '@liren/contract'
import { mostStreamDevices, stepFault, type streamEndpoints, streamErrors } from '@liren/contract/capabilities/stream'
import type { ValueFault } from '@liren/contract/thing/value'
import { streamPages, whole } from '../../engines/stream/index.ts'
import { nextNumber } from '../../engines/thing/index.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext, Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { reach, scopedRows } from '../../kernel/store/scope.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'
import { devicesWhere, groupPlace } from '../device/read.ts'
import { placesById } from '../place/read.ts'
import { releasedModels } from '../product/read.ts'
import { rulesOnStreams } from '../rule/read.ts'
import { heardBy } from './read.ts'
import { type StreamRow, streamScope } from './row.ts'

type Writer = Pick<RequestContext, 'scope' | 'tx' | 'now' | 'emit' | 'audit'>
type Draft = BodyOf<typeof streamEndpoints.create>

export async function findStream(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<StreamRow> {
  const where = combine('AND', [{ sql: 'id = ? AND is_removed = 0', params: [id] }, reach(scope, streamScope)])
  const statement = { sql: `SELECT * FROM streams WHERE ${where.sql}`, params: where.params }
  const [row] = await scopedRows<StreamRow>(kernel.store, scope, 'streams', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

const audited = (row: Pick<StreamRow, 'name' | 'lateness_seconds' | 'is_enabled'>) => ({
  ...{ name: row.name, latenessSeconds: Number(row.lateness_seconds), isEnabled: row.is_enabled === 1 },
})

const changed = (row: Pick<StreamRow, 'id' | 'place_path'>, what: string, writer: Writer) =>
  writer.emit({
    ...{ name: 'stream.changed', subject: 'stream', subjectId: row.id, payload: { what } },
    live: { placePath: row.place_path, permission: 'rule.read' },
  })

export const hasNumbers = (type: string): boolean => type === 'number' || type === 'integer' || type === 'boolean'

/** Everything that is wrong with a window, all at once. */
async function faultsOf(kernel: Kernel, draft: Draft, path: string, { scope, tx }: Writer): Promise<ValueFault[]> {
  const faults: ValueFault[] = []
  const say = (field: string, said: { zh: string; en: string }) => void faults.push({ path: `body.${field}`, ...said })
  const model = (await releasedModels(kernel, [draft.productId], tx)).get(draft.productId)
  const property = model?.properties.find((one) => one.code === draft.property)
  if (!model) say('productId', text('没有这个产品', 'There is no such product'))
  else if (property === undefined || !hasNumbers(property.type)) say('property', text('这一属性没有数值', 'This property has no numbers'))
  const step = stepFault(draft.lengthSeconds, draft.stepSeconds)
  if (step) say('stepSeconds', step)
  const group = draft.groupId === undefined ? undefined : await groupPlace(kernel, scope, draft.groupId, tx)
  if (draft.groupId !== undefined && group === undefined) say('groupId', text('没有这个设备组', 'There is no such group'))
  if (faults.length > 0 || draft.per !== 'place') return faults
  const heard = heardBy({ product_id: draft.productId, place_path: path, group_id: draft.groupId ?? null })
  if ((await devicesWhere(kernel, heard, mostStreamDevices + 1, tx)).length > mostStreamDevices)
    say('per', text(`一起统计的设备最多 ${mostStreamDevices} 台`, `At most ${mostStreamDevices} devices together`))
  return faults
}

export async function createStream(kernel: Kernel, draft: Draft, writer: Writer): Promise<string> {
  const { scope, tx, now } = writer
  const place = (await placesById(kernel, [draft.placeId], tx)).get(draft.placeId)
  if (!place || place.isRetired || !scope.places.some((path) => place.path.startsWith(path))) throw refuse('not-found')
  const faults = await faultsOf(kernel, draft, place.path, writer)
  if (faults.length > 0) throw refuseWith(streamErrors, 'stream.unfit', { faults })
  const id = kernel.ids.next()
  const row = {
    ...{ id, name: draft.name, place_id: place.id, place_path: place.path, place_label: place.fullName.slice(-160) },
    ...{ product_id: draft.productId, property: draft.property, group_id: draft.groupId ?? null, take: draft.take, per: draft.per },
    ...{ length_seconds: draft.lengthSeconds, step_seconds: draft.stepSeconds, lateness_seconds: draft.latenessSeconds },
    ...{ is_enabled: 1, created_at: now },
  }
  await insertOnce(kernel.store, 'streams', row, tx)
  // The head of the place is there before anybody looks for it: batches of several bridges wait for one another at it.
  if (draft.per === 'place') await insertOnce(kernel.store, 'stream_heads', { stream_id: id, device_id: whole }, tx)
  await nextNumber(kernel.store, streamPages, tx)
  await changed(row, 'created', writer)
  writer.audit({ subject: 'stream', subjectId: id, placePath: place.path, after: audited(row) })
  return id
}

async function update(kernel: Kernel, row: StreamRow, version: number, set: Record<string, SqlValue>, what: string, writer: Writer) {
  const columns = Object.keys(set)
  const moved = await kernel.store.run(
    `UPDATE streams SET ${columns.map((column) => `${column} = ?`).join(', ')}, version = version + 1 WHERE id = ? AND version = ? AND is_removed = 0`,
    [...columns.map((column) => set[column] as SqlValue), row.id, version],
    writer.tx,
  )
  if (moved !== 1) throw refuse('stale')
  await nextNumber(kernel.store, streamPages, writer.tx)
  await changed(row, what, writer)
  const after = audited({ ...row, ...set })
  writer.audit({ subject: 'stream', subjectId: row.id, placePath: row.place_path, before: audited(row), after })
}

/** Name and lateness; anything else would make other figures of the same name. */
export const saveStream = (
  kernel: Kernel,
  row: StreamRow,
  body: { name: string; latenessSeconds: number; version: number },
  writer: Writer,
) => update(kernel, row, body.version, { name: body.name, lateness_seconds: body.latenessSeconds }, 'saved', writer)

/** A rule in force would wait for ever. */
async function mustBeUnused(kernel: Kernel, row: StreamRow, tx: Tx): Promise<void> {
  const rules = (await rulesOnStreams(kernel, tx)).get(row.id) ?? []
  if (rules.length > 0) throw refuseWith(streamErrors, 'stream.used', { details: { rules } })
}

export async function turnStream(kernel: Kernel, row: StreamRow, body: { isEnabled: boolean; version: number }, writer: Writer) {
  if (!body.isEnabled) await mustBeUnused(kernel, row, writer.tx)
  await update(kernel, row, body.version, { is_enabled: body.isEnabled ? 1 : 0 }, body.isEnabled ? 'on' : 'off', writer)
}

export async function removeStream(kernel: Kernel, row: StreamRow, version: number, writer: Writer) {
  await mustBeUnused(kernel, row, writer.tx)
  await update(kernel, row, version, { is_enabled: 0, is_removed: 1 }, 'removed', writer)
}
