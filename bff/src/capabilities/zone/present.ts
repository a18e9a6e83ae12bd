import type { Zone, ZoneDesign, ZoneEvent, ZoneSummary } from '@liren/contract/capabilities/zone'
import type { Principal } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { FileLink } from '../file/read.ts'
import { gapsOf } from './gaps.ts'
import type { NamedEvent, ZoneAlarm } from './load.ts'
import { type BoundRow, type CountedZone, type DesignRow, installationOf } from './row.ts'

const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(Number(at)))

/** What this person may do at a zone: its buttons are drawn from it. */
const can = (row: Pick<CountedZone, 'place_path'>, principal: Principal): ZoneSummary['can'] =>
  (['manage', 'arm'] as const).filter((action) =>
    principal.grants.some(
      (grant) => grant.permission === `zone.${action}` && grant.range === 'place' && row.place_path.startsWith(grant.placePath),
    ),
  )

export const presentZone = (row: CountedZone, principal: Principal): ZoneSummary => ({
  ...{ id: row.id, name: row.name, kind: row.kind, place: { id: row.place_id, path: row.place_path, label: row.place_label } },
  ...{ featureId: row.feature_id, longitude: row.longitude, latitude: row.latitude },
  ...{ isEnabled: row.is_enabled === 1, isArmed: row.is_armed === 1 },
  armed: { at: iso(Number(row.armed_at)), by: row.armed_by, name: row.armed_name },
  ...{ nextAt: isoOrNull(row.next_at), gateAction: row.gate_action, openAlarms: Number(row.open_alarms) },
  ...{ detectors: Number(row.detectors), cameras: Number(row.cameras), version: Number(row.version), can: can(row, principal) },
})

export interface WholeZone {
  readonly row: CountedZone
  readonly devices: readonly BoundRow[]
  readonly alarms: readonly ZoneAlarm[]
  readonly hasDesign: boolean
}

export function presentWhole({ row, devices, alarms, hasDesign }: WholeZone, principal: Principal, link: (id: string) => FileLink): Zone {
  const installed = installationOf(row)
  const isSilent = devices.some(({ role, presence }) => role === 'detector' && presence === 'offline')
  return {
    ...presentZone(row, principal),
    plan: JSON.parse(row.plan) as Zone['plan'],
    devices: devices.map(({ device_id, code, name, role, part, presence }) => ({ id: device_id, code, name, role, part, presence })),
    installation: installed && {
      drawing: installed.drawingId === null ? null : { id: installed.drawingId, url: link(installed.drawingId).url },
      ...{ walkedOn: installed.walkedOn, walkedBy: installed.walkedBy, spots: installed.spots },
      ...{ missed: installed.missed, note: installed.note },
    },
    alarms: alarms.map((one) => ({ id: one.alarm_id, number: one.number, state: one.state, at: iso(Number(one.first_at)) })),
    gaps: gapsOf(row, { hasDesign, isSilent }),
  }
}

export function presentEvent(row: NamedEvent): ZoneEvent {
  const seconds = row.ended_at === null ? null : Math.max(0, Math.round((Number(row.ended_at) - Number(row.at)) / 1000))
  return {
    ...{ id: row.id, zone: { id: row.zone_id, name: row.zone_name, kind: row.zone_kind }, at: iso(Number(row.at)) },
    ...{ endedAt: isoOrNull(row.ended_at), seconds, category: row.category, target: row.target, times: Number(row.times) },
    device: { id: row.device_id, code: row.device_code, name: row.device_name },
    place: { path: row.place_path, label: row.place_label },
    wasArmed: row.was_armed === 1,
    alarm: row.alarm_id === null || row.state === 'log' ? null : { id: row.alarm_id, state: row.state, result: row.result },
  }
}

export const presentDesign = (row: DesignRow): ZoneDesign => ({
  place: { id: row.id, label: row.place_label },
  factors: JSON.parse(row.factors) as ZoneDesign['factors'],
  ...{ scale: row.scale as ZoneDesign['scale'], mode: row.mode as ZoneDesign['mode'], measures: row.measures },
  ...{ by: row.saved_name, at: iso(Number(row.saved_at)), version: Number(row.version) },
})
