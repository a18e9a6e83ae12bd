import type { GateAction, ZoneRole } from '@liren/contract/capabilities/zone'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'

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
