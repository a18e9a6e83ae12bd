import type { Facade } from '@liren/contract/camera/facade'
import type { Camera, CameraClip } from '@liren/contract/capabilities/camera'
import type { Principal } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { WholeCamera } from './load.ts'
import type { ClipRow } from './row.ts'

const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(Number(at)))
const holds = (principal: Principal, permission: string, path: string): boolean =>
  principal.grants.some((grant) => grant.permission === permission && grant.range === 'place' && path.startsWith(grant.placePath))

export const presentCamera = ({ row, covers, zones }: WholeCamera, principal: Principal): Camera => ({
  ...{ id: row.id, code: row.code, name: row.name, product: row.product_name ?? '', presence: row.presence, stage: row.stage },
  place: { path: row.place_path, label: (row.place_label ?? '').split(' · ').slice(-3).join(' · ') },
  ...{ heardAt: isoOrNull(row.heard_at), source: row.source ?? 'none', pictureAt: isoOrNull(row.picture_at), fault: row.fault },
  covers: covers.map((cover) => ({
    ...{ kind: cover.kind, place: { id: cover.place_id, path: cover.place_path, label: cover.place_label } },
    device: cover.device_id === null ? null : { id: cover.device_id, name: cover.device_name ?? '' },
    facade: cover.facade === null ? null : (JSON.parse(cover.facade) as Facade),
  })),
  ...{ zones: [...zones], hasPeople: row.has_people !== 0, isBuffered: row.is_buffered === 1 },
  siren: row.siren_id === null ? null : { id: row.siren_id, name: row.siren_name ?? '' },
  version: Number(row.version ?? 0),
  can: (['view', 'manage'] as const).filter((action) => holds(principal, `camera.${action}`, row.place_path)),
})

export const presentSetup = (whole: WholeCamera, principal: Principal) => {
  const camera = presentCamera(whole, principal)
  const { url, user_name, has_password } = whole.row
  const setup = { url: url ?? '', user: user_name ?? '', hasPassword: Number(has_password) === 1 }
  return { camera, setup: camera.can.includes('manage') ? setup : null }
}

export const presentClip = (row: ClipRow, usualDays: number): CameraClip => ({
  ...{ id: row.id, camera: { id: row.camera_id, name: row.camera_name }, kind: row.kind, state: row.state, at: iso(Number(row.at)) },
  ...{ from: isoOrNull(row.first_at), to: isoOrNull(row.last_at), frames: Number(row.frames), isWhole: row.is_whole === 1 },
  isEvidence: row.is_evidence === 1,
  expiresAt: row.is_evidence === 1 ? null : iso(Number(row.created_at) + usualDays * 86_400_000),
  ...{ alarmId: row.alarm_id, by: row.by_name, fault: row.fault },
})
