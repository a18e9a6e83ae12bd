import type { BodyOf, ResponseOf } from '@liren/contract'
import type { device as contract } from '@liren/contract/capabilities/device'
import { deviceErrors } from '@liren/contract/capabilities/device'
import type { AccessKind, AccessStanding } from '@liren/contract/device/access-endpoints'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { Principal, Scope } from '../../kernel/http/route.ts'
import { holdersOf, namesOf } from '../../kernel/identity/directory.ts'
import { rolesGranting } from '../../kernel/identity/roles.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { departmentsById, type StandIn, standIns } from './access-subjects.ts'
import { findDevice } from './read.ts'
import type { DeviceRow } from './row.ts'
import type { Writer } from './write.ts'

type SetAccess = (typeof contract)['endpoints']['setAccess']
type Answer = ResponseOf<SetAccess>

export interface AccessRow {
  readonly device_id: string
  readonly subject_kind: AccessKind
  readonly subject_id: string
  readonly effect: 'allow' | 'deny'
  readonly row_mac: string
  readonly set_by: string | null
  readonly set_at: number
}

const permission = 'device.command'
const macOf = (kernel: Kernel, row: Pick<AccessRow, 'device_id' | 'subject_kind' | 'subject_id' | 'effect'>): string =>
  kernel.sealer.rowMac('device_access', `${row.device_id}.${row.subject_kind}.${row.subject_id}`, { effect: row.effect })

const isIntact = (kernel: Kernel, row: AccessRow): boolean =>
  kernel.sealer.rowIntact('device_access', `${row.device_id}.${row.subject_kind}.${row.subject_id}`, { effect: row.effect }, row.row_mac)

const rowsOf = (kernel: Kernel, deviceId: string, tx?: Tx): Promise<AccessRow[]> =>
  kernel.store.rows<AccessRow>('SELECT * FROM device_access WHERE device_id = ? ORDER BY set_at, subject_kind, subject_id', [deviceId], tx)

/** A denial wins; where anybody is named as allowed, whoever is not named is refused. */
function standing(rows: readonly AccessRow[], person: StandIn): { standing: AccessStanding; by: AccessKind | null } {
  const naming = rows.filter((row) => person[row.subject_kind].includes(row.subject_id))
  const by = naming.find(({ effect }) => effect === 'deny') ?? naming[0]
  if (by) return { standing: by.effect === 'deny' ? 'denied' : 'allowed', by: by.subject_kind }
  return { standing: rows.some(({ effect }) => effect === 'allow') ? 'unlisted' : 'open', by: null }
}

const may = (of: AccessStanding) => of === 'open' || of === 'allowed'

/** Of these devices, those that what is said of them keeps from this person; what roles allow at their places was asked before. */
export async function closedTo(kernel: Kernel, deviceIds: readonly string[], principal: Principal, tx?: Tx): Promise<Set<string>> {
  const byDevice = new Map<string, AccessRow[]>()
  for (let at = 0; at < deviceIds.length; at += 500) {
    const where = among('device_id', deviceIds.slice(at, at + 500))
    for (const row of await kernel.store.rows<AccessRow>(`SELECT * FROM device_access WHERE ${where.sql}`, where.params, tx))
      byDevice.set(row.device_id, [...(byDevice.get(row.device_id) ?? []), row])
  }
  if (byDevice.size === 0) return new Set()
  const person = principal.kind === 'user' ? (await standIns(kernel, [principal.id], tx)).get(principal.id) : undefined
  const closed = new Set<string>()
  for (const [device, rows] of byDevice) {
    const isBroken = rows.some((row) => !isIntact(kernel, row))
    if (isBroken) kernel.log.error({ device }, 'who may command a device failed its integrity check; it is closed to people')
    if (isBroken || !may(standing(rows, person ?? { user: [], department: [], role: [] }).standing)) closed.add(device)
  }
  return closed
}

/** Whether what is said of this device lets this person command it. */
export const mayCommand = async (kernel: Kernel, deviceId: string, principal: Principal, tx?: Tx): Promise<boolean> =>
  !(await closedTo(kernel, [deviceId], principal, tx)).has(deviceId)

export async function refuseUnlessPermitted(kernel: Kernel, deviceId: string, { principal, tx }: Writer): Promise<void> {
  if (!(await mayCommand(kernel, deviceId, principal, tx))) throw refuseWith(deviceErrors, 'device.not-permitted')
}

export async function readAccess(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<Answer> {
  return present(kernel, await findDevice(kernel, scope, id, tx), tx)
}

async function present(kernel: Kernel, device: DeviceRow, tx?: Tx): Promise<Answer> {
  const rows = await rowsOf(kernel, device.id, tx)
  const idsOf = (kind: AccessKind) => rows.filter(({ subject_kind }) => subject_kind === kind).map(({ subject_id }) => subject_id)
  const holders = await holdersOf(kernel, permission, device.place_path, tx)
  const roles = await rolesGranting(kernel, permission, tx)
  const names = new Map([
    ...(await namesOf(kernel, [...idsOf('user'), ...rows.flatMap(({ set_by }) => set_by ?? [])], tx)),
    ...[...(await departmentsById(kernel, idsOf('department'), tx))].map(([key, { name }]) => [key, name] as const),
    ...roles.map((role) => [role.id, role.name] as const),
  ])
  const people = await standIns(
    kernel,
    holders.map((one) => one.id),
    tx,
  )
  return {
    entries: rows.map((row) => ({
      ...{ kind: row.subject_kind, id: row.subject_id, name: names.get(row.subject_id) ?? '', effect: row.effect },
      ...{ setBy: row.set_by === null ? null : (names.get(row.set_by) ?? null), setAt: new Date(Number(row.set_at)).toISOString() },
    })),
    people: holders.map((one) => {
      const found = standing(rows, people.get(one.id) ?? { user: [one.id], department: [], role: [] })
      return { ...one, ...found, may: may(found.standing) }
    }),
    roles: roles.map(({ id, code, name }) => ({ id, code, name })),
    version: device.version,
  }
}

/** Replaces the whole list. The device is claimed first, so two lists are never mixed. */
export async function setAccess(
  kernel: Kernel,
  id: string,
  body: BodyOf<SetAccess>,
  writer: Writer,
): Promise<{ before: AccessRow[]; after: Answer }> {
  const { scope, tx, now, principal } = writer
  const device = await findDevice(kernel, scope, id, tx)
  const claimed = await kernel.store.run(
    "UPDATE devices SET version = version + 1 WHERE id = ? AND version = ? AND stage <> 'retired'",
    [id, body.version],
    tx,
  )
  if (claimed !== 1) throw refuse('stale')
  await refuseUnknown(kernel, body.entries, scope, tx)
  const before = await rowsOf(kernel, id, tx)
  await kernel.store.run('DELETE FROM device_access WHERE device_id = ?', [id], tx)
  for (const entry of body.entries) {
    const row = { device_id: id, subject_kind: entry.kind, subject_id: entry.id, effect: entry.effect }
    const kept = before.find((one) => one.subject_kind === entry.kind && one.subject_id === entry.id && one.effect === entry.effect)
    await insertOnce(
      kernel.store,
      'device_access',
      { ...row, row_mac: macOf(kernel, row), set_by: kept ? kept.set_by : principal.id, set_at: kept ? kept.set_at : now },
      tx,
    )
  }
  return { before, after: await present(kernel, { ...device, version: device.version + 1 }, tx) }
}

/** Every entry names somebody whom the caller knows, and nobody twice; all faults at once. */
async function refuseUnknown(kernel: Kernel, entries: BodyOf<SetAccess>['entries'], scope: Scope, tx: Tx): Promise<void> {
  const idsOf = (kind: AccessKind) => entries.filter((entry) => entry.kind === kind).map(({ id }) => id)
  const within = (path: string) => scope.places.some((place) => path.startsWith(place) || place.startsWith(path))
  const users = await standIns(kernel, idsOf('user'), tx)
  const departments = await departmentsById(kernel, idsOf('department'), tx)
  const roles = new Set((await rolesGranting(kernel, permission, tx)).map(({ id }) => id))
  const known = {
    user: (id: string) => within(users.get(id)?.path ?? '!'),
    department: (id: string) => departments.get(id)?.isRetired === false && within(departments.get(id)?.path ?? '!'),
    role: (id: string) => roles.has(id),
  }
  const words = { user: ['没有这个用户', 'There is no such user'], department: ['没有这个部门', 'There is no such department'] } as const
  const roleWords = ['没有这个角色，或它不含「下发设备指令」', 'No such role, or one that does not carry commands to devices'] as const
  const faults = entries.flatMap(({ kind, id }, i) => {
    const path = `body.entries.${i}.id`
    if (entries.findIndex((other) => other.kind === kind && other.id === id) !== i)
      return [{ path, zh: '同一对象只能出现一次', en: 'Named twice' }]
    if (known[kind](id)) return []
    const [zh, en] = kind === 'role' ? roleWords : words[kind]
    return [{ path, zh, en }]
  })
  if (faults.length > 0) throw refuse('request.invalid', { faults })
}
