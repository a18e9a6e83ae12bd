import type { BodyOf } from '@liren/contract'
import { type ZoneRole, type zoneEndpoints, zoneErrors } from '@liren/contract/capabilities/zone'
import { cancelJob } from '../../kernel/background/outbox.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import { insert } from '../../kernel/identity/sql.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { SqlValue } from '../../kernel/store/store.ts'
import { devicesWhere } from '../device/read.ts'
import { attachFiles } from '../file/read.ts'
import { drawnZone } from '../map/read.ts'
import { placeForCase } from '../place/read.ts'
import { blocking, gapsOf } from './gaps.ts'
import { designOf } from './load.ts'
import { type CountedZone, type DesignRow, installationOf, type ZoneRow } from './row.ts'
import { planned } from './week.ts'

type Writing = Pick<RequestContext, 'scope' | 'principal' | 'tx' | 'now' | 'emit' | 'audit' | 'schedule'>
type Body<N extends keyof typeof zoneEndpoints> = BodyOf<(typeof zoneEndpoints)[N]>

/** Changes a zone that was seen in this version; whoever looks at it hears of it. */
async function change(
  kernel: Kernel,
  ctx: Writing,
  row: ZoneRow,
  version: number,
  set: Partial<Record<keyof ZoneRow, SqlValue>>,
): Promise<void> {
  const names = Object.keys(set)
  const changed = await kernel.store.run(
    `UPDATE zones SET ${names.map((name) => `${name} = ?, `).join('')}version = version + 1 WHERE id = ? AND version = ?`,
    [...Object.values(set), row.id, version],
    ctx.tx,
  )
  if (changed !== 1) throw refuse('stale', { details: { version: Number(row.version) } })
  await tell(ctx, row)
}

export const tell = (ctx: Pick<Writing, 'emit'>, row: { id: string; place_path: string }, name = 'zone.changed') =>
  ctx.emit({
    ...{ name, subject: 'zone', subjectId: row.id, payload: { placePath: row.place_path } },
    live: { placePath: row.place_path, permission: 'zone.read' },
  })

/** The boundary that was drawn for it, where the caller may see it. */
async function boundary(kernel: Kernel, featureId: string | null, estatePath: string, ctx: Writing) {
  if (featureId === null) return { feature_id: null, longitude: null, latitude: null }
  const drawn = await drawnZone(kernel, featureId, ctx.tx)
  if (!drawn?.place_path.startsWith(estatePath)) throw refuseWith(zoneErrors, 'zone.feature-unfit')
  return { feature_id: featureId, longitude: drawn.longitude, latitude: drawn.latitude }
}

export const estateOf = (path: string): string => `/${path.split('/').filter(Boolean).slice(0, 4).join('/')}/`

export async function createZone(kernel: Kernel, ctx: Writing, body: Body<'create'>): Promise<string> {
  const place = await placeForCase(kernel, body.placeId, ctx.tx)
  if (!place || !ctx.scope.places.some((path) => place.path.startsWith(path))) throw refuse('not-found')
  if (place.estateId === null) throw refuseWith(zoneErrors, 'zone.place-unfit')
  const id = kernel.ids.next()
  const row = {
    ...{ id, place_id: place.id, place_path: place.path, place_label: place.label, estate_id: place.estateId },
    ...{ name: body.name, kind: body.kind, ...(await boundary(kernel, body.featureId, estateOf(place.path), ctx)) },
    ...{ armed_at: ctx.now, armed_by: 'hand', armed_name: ctx.principal.name.slice(0, 60), plan: '[]' },
    ...{ gate_action: body.gateAction, created_at: ctx.now },
  }
  await insert(kernel.store, 'zones', row, ctx.tx)
  await tell(ctx, row)
  ctx.audit({ subject: 'zone', subjectId: id, placePath: place.path, after: { name: body.name, kind: body.kind } })
  return id
}

export async function saveZone(kernel: Kernel, ctx: Writing, row: CountedZone, body: Body<'save'>): Promise<void> {
  const { name, kind, gateAction, plan, version } = body
  const text = JSON.stringify(plan)
  const isPlanned = row.is_enabled === 1 && text !== row.plan
  const next = isPlanned ? planned(kernel, plan, ctx.now) : undefined
  const armed = next && plan.length > 0 ? { is_armed: next.isArmed ? 1 : 0, armed_at: ctx.now, armed_by: 'plan', armed_name: '' } : {}
  await change(kernel, ctx, row, version, {
    ...{ name, kind, gate_action: gateAction, plan: text, ...armed, ...(next ? { next_at: next.nextAt } : {}) },
    ...(await boundary(kernel, body.featureId, estateOf(row.place_path), ctx)),
  })
  if (next) await setTimer(kernel, ctx, row.id, next.nextAt)
  const before = { name: row.name, kind: row.kind, gateAction: row.gate_action, plan: row.plan }
  ctx.audit({ subject: 'zone', subjectId: row.id, placePath: row.place_path, before, after: { name, kind, gateAction, plan: text } })
}

export async function setTimer(kernel: Kernel, ctx: Pick<Writing, 'tx' | 'schedule'>, id: string, at: number | null): Promise<void> {
  if (at === null) await cancelJob(kernel, 'zone.plan', id, ctx.tx)
  else await ctx.schedule({ kind: 'zone.plan', key: id, at, payload: { id } })
}

const kindsFor: Readonly<Record<ZoneRole, readonly string[] | undefined>> = {
  detector: undefined,
  camera: ['camera'],
  siren: ['siren'],
  gate: ['door', 'barrier'],
}

export async function bindDevices(kernel: Kernel, ctx: Writing, row: CountedZone, body: Body<'bind'>): Promise<void> {
  const ids = [...new Set(body.devices.map(({ deviceId }) => deviceId))]
  const reachable = scopeWith(ctx.principal, 'zone.manage', 'place').places
  const estate = estateOf(row.place_path)
  const devices = ids.length === 0 ? [] : await devicesWhere(kernel, among('id', ids), ids.length, ctx.tx)
  const known = new Map(devices.map((device) => [device.id, device]))
  for (const { deviceId, role } of body.devices) {
    const device = known.get(deviceId)
    const isHere = device?.placePath.startsWith(estate) && reachable.some((path) => device.placePath.startsWith(path))
    const kinds = kindsFor[role]
    if (!device || !isHere || (kinds && !kinds.includes(device.kind)))
      throw refuseWith(zoneErrors, 'zone.device-unfit', { details: { deviceId } })
  }
  await change(kernel, ctx, row, body.version, {})
  await kernel.store.run('DELETE FROM zone_devices WHERE zone_id = ?', [row.id], ctx.tx)
  for (const { deviceId, role, part = '' } of body.devices) {
    const key = role === 'detector' ? `${deviceId}:${part}` : null
    const bound = { zone_id: row.id, device_id: deviceId, role, part: role === 'detector' ? part : '', detector_key: key }
    if (!(await insertOnce(kernel.store, 'zone_devices', bound, ctx.tx)) && role === 'detector')
      throw refuseWith(zoneErrors, 'zone.detector-taken', { details: { deviceId } })
  }
  ctx.audit({ subject: 'zone', subjectId: row.id, placePath: row.place_path, after: { devices: body.devices.length } })
}

export async function recordInstallation(kernel: Kernel, ctx: Writing, row: CountedZone, body: Body<'install'>): Promise<void> {
  const { version, ...installation } = body
  const before = installationOf(row)
  if (installation.drawingId !== null && installation.drawingId !== before?.drawingId) {
    const attachment = {
      ids: [installation.drawingId],
      ownerId: ctx.principal.id,
      subject: 'zone',
      subjectId: row.id,
      placePath: row.place_path,
    }
    if (!(await attachFiles(kernel, attachment, ctx.tx))) throw refuseWith(zoneErrors, 'zone.file-unknown')
  }
  await change(kernel, ctx, row, version, { installation: JSON.stringify(installation) })
  ctx.audit({ subject: 'zone', subjectId: row.id, placePath: row.place_path, before: { ...before }, after: installation })
}

/** Nobody relies on a zone of which nobody knows what it covers. */
export async function enableZone(kernel: Kernel, ctx: Writing, row: CountedZone, { isEnabled, version }: Body<'enable'>): Promise<void> {
  if (isEnabled) {
    const design = await designOf(kernel, ctx.scope, row.estate_id, ctx.tx)
    const gaps = gapsOf(row, { hasDesign: design !== undefined, isSilent: false }).filter((gap) => blocking.includes(gap))
    if (gaps.length > 0) throw refuseWith(zoneErrors, 'zone.not-ready', { details: { gaps } })
  }
  const plan = JSON.parse(row.plan) as Parameters<typeof planned>[1]
  const next = isEnabled ? planned(kernel, plan, ctx.now) : { isArmed: false, nextAt: null }
  await change(kernel, ctx, row, version, {
    ...{ is_enabled: isEnabled ? 1 : 0, is_armed: next.isArmed ? 1 : 0, next_at: next.nextAt, armed_at: ctx.now },
    ...(next.isArmed ? { armed_by: 'plan', armed_name: '' } : { armed_by: 'hand', armed_name: ctx.principal.name.slice(0, 60) }),
  })
  await setTimer(kernel, ctx, row.id, next.nextAt)
  ctx.audit({ subject: 'zone', subjectId: row.id, placePath: row.place_path, after: { isEnabled } })
}

export async function armZone(kernel: Kernel, ctx: Writing, row: ZoneRow, { isArmed, reason, version }: Body<'arm'>): Promise<void> {
  if (row.is_enabled !== 1) throw refuseWith(zoneErrors, 'zone.not-enabled')
  const armed = { is_armed: isArmed ? 1 : 0, armed_at: ctx.now, armed_by: 'hand', armed_name: ctx.principal.name.slice(0, 60) }
  await change(kernel, ctx, row, version, armed)
  await tell(ctx, row, 'zone.armed')
  ctx.audit({
    ...{ subject: 'zone', subjectId: row.id, placePath: row.place_path, reason },
    ...{ before: { isArmed: row.is_armed === 1 }, after: { isArmed } },
  })
}

/** The form of an estate is filled in once and changed by whoever saw it last. */
export async function saveDesign(kernel: Kernel, ctx: Writing, placeId: string, body: Body<'saveDesign'>): Promise<DesignRow> {
  const place = await placeForCase(kernel, placeId, ctx.tx)
  if (!place || !ctx.scope.places.some((path) => place.path.startsWith(path))) throw refuse('not-found')
  if (place.kind !== 'estate') throw refuseWith(zoneErrors, 'zone.place-unfit')
  const { factors, scale, mode, measures, version } = body
  const set = { factors: JSON.stringify(factors), scale, mode, measures, saved_name: ctx.principal.name.slice(0, 60), saved_at: ctx.now }
  const before = await designOf(kernel, ctx.scope, place.id, ctx.tx)
  const kept =
    version === 0
      ? await insertOnce(kernel.store, 'zone_designs', { id: place.id, place_path: place.path, place_label: place.label, ...set }, ctx.tx)
      : (await kernel.store.run(
          'UPDATE zone_designs SET factors = ?, scale = ?, mode = ?, measures = ?, saved_name = ?, saved_at = ?, version = version + 1 WHERE id = ? AND version = ?',
          [...Object.values(set), place.id, version],
          ctx.tx,
        )) === 1
  if (!kept) throw refuse('stale', { details: { version: Number(before?.version ?? 0) } })
  const after = (await designOf(kernel, ctx.scope, place.id, ctx.tx)) as DesignRow
  ctx.audit({
    ...{ subject: 'zone-design', subjectId: place.id, placePath: place.path },
    ...{ before: before && { ...before, factors: JSON.parse(before.factors) }, after: { factors, scale, mode, measures } },
  })
  return after
}
