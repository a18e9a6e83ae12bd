import type { GateAction, ZoneRole } from '@liren/contract/capabilities/zone'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'

export { planned } from './week.ts'

export interface AlarmedZone {
  readonly id: string
  readonly name: string
  readonly gateAction: GateAction
  readonly devices: readonly { readonly id: string; readonly role: ZoneRole }[]
}

/** The zone in which an alarm was raised, with what is bound to it. */
export async function zoneOfAlarm(kernel: Kernel, alarmId: string, tx?: Tx): Promise<AlarmedZone | undefined> {
  const rows = await unscoped<{ id: string; name: string; gate_action: GateAction; device_id: string | null; role: ZoneRole | null }>(
    kernel.store,
    'what follows an alarm is done by the house',
    {
      sql: `SELECT z.id, z.name, z.gate_action, b.device_id, b.role FROM zones z LEFT JOIN zone_devices b ON b.zone_id = z.id
            WHERE z.id = (SELECT zone_id FROM zone_events WHERE alarm_id = ? ORDER BY id LIMIT 1) ORDER BY b.role, b.device_id`,
      params: [alarmId],
    },
    tx,
  )
  const [first] = rows
  return (
    first && {
      ...{ id: first.id, name: first.name, gateAction: first.gate_action },
      devices: rows.flatMap(({ device_id, role }) => (device_id !== null && role !== null ? [{ id: device_id, role }] : [])),
    }
  )
}

/** Zones that name these cameras as theirs. */
export async function zonesOfCameras(
  kernel: Kernel,
  cameraIds: readonly string[],
  tx?: Tx,
): Promise<{ readonly cameraId: string; readonly id: string; readonly name: string }[]> {
  const some = among('b.device_id', cameraIds)
  const rows = await unscoped<{ device_id: string; id: string; name: string }>(
    kernel.store,
    'a camera that was found is shown with its zones',
    {
      sql: `SELECT DISTINCT b.device_id, z.id, z.name FROM zone_devices b JOIN zones z ON z.id = b.zone_id WHERE b.role = 'camera' AND ${some.sql}`,
      params: some.params,
    },
    tx,
  )
  return rows.map(({ device_id, id, name }) => ({ cameraId: device_id, id, name }))
}
