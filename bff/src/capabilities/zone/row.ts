import type { AlarmState } from '@liren/contract/capabilities/alarm'
import type { GateAction, ZoneKind, ZoneRole } from '@liren/contract/capabilities/zone'

export const zoneScope = { placePath: 'place_path' } as const

export interface ZoneRow {
  readonly id: string
  readonly place_id: string
  readonly place_path: string
  readonly place_label: string
  readonly estate_id: string
  readonly name: string
  readonly kind: ZoneKind
  readonly feature_id: string | null
  readonly longitude: number | null
  readonly latitude: number | null
  readonly is_enabled: number
  readonly is_armed: number
  readonly armed_at: number
  readonly armed_by: 'plan' | 'hand'
  readonly armed_name: string
  readonly plan: string
  readonly next_at: number | null
  readonly gate_action: GateAction
  readonly installation: string | null
  readonly version: number
}

/** With what its list counts beside it. */
export interface CountedZone extends ZoneRow {
  readonly open_alarms: number
  readonly detectors: number
  readonly cameras: number
}

export const counted = `z.*,
  (SELECT COUNT(DISTINCT e.alarm_id) FROM zone_events e WHERE e.zone_id = z.id AND e.state IN ('raised', 'accepted', 'handled')) AS open_alarms,
  (SELECT COUNT(DISTINCT b.device_id) FROM zone_devices b WHERE b.zone_id = z.id AND b.role = 'detector') AS detectors,
  (SELECT COUNT(DISTINCT b.device_id) FROM zone_devices b WHERE b.zone_id = z.id AND b.role = 'camera') AS cameras`

export interface BoundRow {
  readonly zone_id: string
  readonly device_id: string
  readonly role: ZoneRole
  readonly part: string
  readonly code: string
  readonly name: string
  readonly presence: string
}

export interface Installation {
  readonly drawingId: string | null
  readonly walkedOn: string | null
  readonly walkedBy: string
  readonly spots: number
  readonly missed: number
  readonly note: string
}
export const installationOf = (row: Pick<ZoneRow, 'installation'>): Installation | null =>
  row.installation === null ? null : (JSON.parse(row.installation) as Installation)

export interface ZoneEventRow {
  readonly id: string
  readonly zone_id: string
  readonly device_id: string
  readonly device_code: string
  readonly device_name: string
  readonly part: string
  readonly place_path: string
  readonly place_label: string
  readonly category: string
  readonly target: string | null
  readonly at: number
  readonly ended_at: number | null
  readonly times: number
  readonly was_armed: number
  readonly state: AlarmState | 'log'
  readonly alarm_id: string | null
  readonly result: 'real' | 'false' | 'test' | null
}

export interface DesignRow {
  readonly id: string
  readonly place_path: string
  readonly place_label: string
  readonly factors: string
  readonly scale: string
  readonly mode: string
  readonly measures: string
  readonly saved_name: string
  readonly saved_at: number
  readonly version: number
}
