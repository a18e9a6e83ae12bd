import type { BodyOf } from '@liren/contract'
import { type cameraEndpoints, cameraErrors } from '@liren/contract/capabilities/camera'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import { insert } from '../../kernel/identity/sql.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { devicesWhere, type KnownDevice } from '../device/read.ts'
import { placeForCase } from '../place/read.ts'
import { isFacadeSound } from './facade.ts'
import type { WholeCamera } from './load.ts'
import { passwordPlace } from './source.ts'

type Writing = Pick<RequestContext, 'scope' | 'principal' | 'tx' | 'now' | 'emit' | 'audit'>
type Body = BodyOf<typeof cameraEndpoints.save>

const estateOf = (path: string): string => `/${path.split('/').filter(Boolean).slice(0, 4).join('/')}/`

/** Sets up a camera: where its pictures come from, what it looks at, and what sounds with it. */
export async function saveCamera(kernel: Kernel, ctx: Writing, { row }: WholeCamera, body: Body): Promise<void> {
  if (body.source === 'http' && !isAddress(body.url)) throw refuseWith(cameraErrors, 'camera.address-unfit')
  const estate = estateOf(row.place_path)
  const devices = await devicesOf(kernel, ctx, body)
  const siren = body.sirenId === null ? undefined : devices.get(body.sirenId)
  if (body.sirenId !== null && (siren?.kind !== 'siren' || !siren.placePath.startsWith(estate)))
    throw refuseWith(cameraErrors, 'camera.siren-unfit')
  const covers = await coversOf(kernel, ctx, row.id, estate, body, devices)
  const set = {
    ...{ place_path: row.place_path, source: body.source, url: body.source === 'none' ? '' : body.url, user_name: body.user },
    ...{ has_people: body.hasPeople ? 1 : 0, is_buffered: body.isBuffered ? 1 : 0, siren_id: body.sirenId, fault: null, saved_at: ctx.now },
    ...(body.password === undefined
      ? {}
      : { sealed_password: body.password === '' ? null : kernel.sealer.seal(body.password, passwordPlace(row.id)) }),
  }
  await store(kernel, ctx, row.id, body.version, set)
  await kernel.store.run('DELETE FROM camera_covers WHERE camera_id = ?', [row.id], ctx.tx)
  for (const cover of covers) await insert(kernel.store, 'camera_covers', cover, ctx.tx)
  await ctx.emit({
    ...{ name: 'camera.changed', subject: 'camera', subjectId: row.id, payload: { placePath: row.place_path } },
    live: { placePath: row.place_path, permission: 'camera.read' },
  })
  const after = { source: body.source, covers: body.covers.length, isBuffered: body.isBuffered, hasPeople: body.hasPeople }
  ctx.audit({ subject: 'camera', subjectId: row.id, placePath: row.place_path, after })
}

type Set = Readonly<Record<string, string | number | null>>

async function store(kernel: Kernel, ctx: Writing, id: string, version: number, set: Set): Promise<void> {
  if (version === 0) {
    if (!(await insertOnce(kernel.store, 'cameras', { id, ...set }, ctx.tx))) throw refuse('stale')
    return
  }
  const names = Object.keys(set)
  const changed = await kernel.store.run(
    `UPDATE cameras SET ${names.map((name) => `${name} = ?, `).join('')}version = version + 1 WHERE id = ? AND version = ?`,
    [...Object.values(set), id, version],
    ctx.tx,
  )
  if (changed !== 1) throw refuse('stale')
}

const isAddress = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)

async function devicesOf(kernel: Kernel, ctx: Writing, body: Body): Promise<Map<string, KnownDevice>> {
  const ids = [...new Set([body.sirenId, ...body.covers.map(({ deviceId }) => deviceId)].flatMap((id) => id ?? []))]
  const found = ids.length === 0 ? [] : await devicesWhere(kernel, among('id', ids), ids.length, ctx.tx)
  return new Map(found.filter(({ placePath }) => ctx.scope.places.some((path) => placePath.startsWith(path))).map((one) => [one.id, one]))
}

async function coversOf(
  kernel: Kernel,
  ctx: Writing,
  cameraId: string,
  estate: string,
  body: Body,
  devices: ReadonlyMap<string, KnownDevice>,
): Promise<Set[]> {
  const rows: Set[] = []
  for (const cover of body.covers) {
    const place = await placeForCase(kernel, cover.placeId, ctx.tx)
    if (!place?.path.startsWith(estate)) throw refuseWith(cameraErrors, 'camera.place-unfit')
    const lift = cover.deviceId === null ? undefined : devices.get(cover.deviceId)
    if ((cover.kind === 'car') !== (lift !== undefined) || (lift && (lift.kind !== 'lift' || !lift.placePath.startsWith(estate))))
      throw refuseWith(cameraErrors, 'camera.lift-unfit')
    const isFacade = cover.kind === 'facade'
    if (isFacade !== (cover.facade !== null) || (isFacade && place.kind !== 'building') || (cover.facade && !isFacadeSound(cover.facade)))
      throw refuseWith(cameraErrors, 'camera.facade-unfit')
    rows.push({
      ...{ id: kernel.ids.next(), camera_id: cameraId, kind: cover.kind, place_id: place.id, place_path: place.path },
      ...{ place_label: place.label, device_id: cover.deviceId, facade: cover.facade === null ? null : JSON.stringify(cover.facade) },
    })
  }
  return rows
}
