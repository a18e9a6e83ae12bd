import { alarmKinds } from '@liren/contract/capabilities/alarm'
import type { CameraReason } from '@liren/contract/capabilities/camera'
import { appendEvents } from '../../kernel/background/outbox.ts'
import type { Consumer } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, type Condition, combine } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { type AlarmFacts, alarmFacts } from '../alarm/read.ts'
import { devicesWhere } from '../device/read.ts'
import { zoneOfAlarm } from '../zone/read.ts'
import { soundSirens } from './sirens.ts'
import { wantClip } from './wanted.ts'

/** More than this are not looked at by anybody. */
const mostCameras = 12

interface Linked {
  readonly cameraId: string
  readonly why: CameraReason
}

/** Cameras that see what an alarm is about: they open beside it, and what they saw is kept with it. */
export const linkAlarms = (kernel: Kernel): Consumer => ({
  name: 'camera.link',
  on: ['alarm.raised'],
  async handle(event, tx) {
    const facts = await alarmFacts(kernel, event.subjectId, tx)
    if (!facts) return
    const linked = await linkedTo(kernel, event.subjectId, facts, tx)
    if (linked.length === 0) return
    const ids = linked.map(({ cameraId }) => cameraId)
    const devices = new Map((await devicesWhere(kernel, among('id', ids), ids.length, tx)).map((device) => [device.id, device]))
    const set = await connected(kernel, ids, tx)
    const now = kernel.clock.now()
    for (const { cameraId, why } of linked) {
      const device = devices.get(cameraId)
      if (!device) continue
      const row = { alarm_id: event.subjectId, camera_id: cameraId, why, place_path: device.placePath, at: now }
      if (!(await insertOnce(kernel.store, 'alarm_cameras', row, tx)) || !set.has(cameraId)) continue
      const wish = { camera: device, at: facts.at, alarmId: event.subjectId, isEvidence: true }
      const own = (name: 'photo' | 'video') => (why === 'self' && typeof facts.values[name] === 'string' ? facts.values[name] : undefined)
      await wantClip(kernel, { ...wish, kind: 'still', reference: own('photo') }, tx)
      await wantClip(kernel, { ...wish, kind: 'clip', reference: own('video') }, tx)
    }
    await soundSirens(kernel, event.subjectId, facts, tx)
    await appendEvents(
      kernel,
      [
        {
          ...{ name: 'camera.linked', subject: 'camera', subjectId: ids[0] as string, payload: { alarmId: event.subjectId, cameras: ids } },
          live: { placePath: facts.placePath, permission: 'camera.read' },
        },
      ],
      tx,
    )
  },
})

/** Those that give pictures at all. */
async function connected(kernel: Kernel, ids: readonly string[], tx: Tx): Promise<ReadonlySet<string>> {
  const some = among('id', ids)
  const statement = { sql: `SELECT id FROM cameras WHERE source <> 'none' AND ${some.sql}`, params: some.params }
  return new Set(
    (await unscoped<{ id: string }>(kernel.store, 'what follows an alarm is done by the house', statement, tx)).map(({ id }) => id),
  )
}

async function linkedTo(kernel: Kernel, alarmId: string, facts: AlarmFacts, tx: Tx): Promise<Linked[]> {
  const found: Linked[] = []
  const add = (why: CameraReason, ids: readonly string[]): void => {
    for (const cameraId of ids) if (!found.some((one) => one.cameraId === cameraId)) found.push({ cameraId, why })
  }
  const { group } = alarmKinds[facts.kind]
  const own = facts.deviceId === null ? [] : await devicesWhere(kernel, among('id', [facts.deviceId]), 1, tx)
  add(
    'self',
    own.filter(({ kind }) => kind === 'camera').map(({ id }) => id),
  )
  if (facts.kind === 'perimeter') {
    const zone = await zoneOfAlarm(kernel, alarmId, tx)
    add(
      'zone',
      (zone?.devices ?? []).filter(({ role }) => role === 'camera').map(({ id }) => id),
    )
  }
  if (group === 'lift' && facts.deviceId !== null)
    add('car', await covering(kernel, { sql: "v.kind = 'car' AND v.device_id = ?", params: [facts.deviceId] }, tx))
  if (facts.kind === 'bin-misused')
    add(
      'scene',
      await covering(kernel, combine('AND', [{ sql: "v.kind = 'area'", params: [] }, underPlaces('v.place_path', [facts.placePath])]), tx),
    )
  if (facts.kind === 'fire' || facts.kind === 'smoke' || facts.kind === 'gas') {
    const parts = facts.placePath.split('/').filter(Boolean)
    const scene = `/${parts.slice(0, 5).join('/')}/`
    const estate = `/${parts.slice(0, 4).join('/')}/`
    add(
      'scene',
      await covering(kernel, combine('AND', [{ sql: "v.kind <> 'fire-lane'", params: [] }, underPlaces('v.place_path', [scene])]), tx),
    )
    const lanes = combine('AND', [{ sql: "v.kind = 'fire-lane'", params: [] }, underPlaces('v.place_path', [estate])])
    add('fire-lane', await covering(kernel, lanes, tx))
  }
  return found.slice(0, mostCameras)
}

async function covering(kernel: Kernel, where: Condition, tx: Tx): Promise<string[]> {
  const rows = await unscoped<{ camera_id: string }>(
    kernel.store,
    'what follows an alarm is done by the house',
    {
      sql: `SELECT DISTINCT v.camera_id FROM camera_covers v WHERE ${where.sql} ORDER BY v.camera_id LIMIT ${mostCameras}`,
      params: where.params,
    },
    tx,
  )
  return rows.map(({ camera_id }) => camera_id)
}
