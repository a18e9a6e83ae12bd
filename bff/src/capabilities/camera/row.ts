import type { CameraReason, ClipState, CoverKind, SourceKind } from '@liren/contract/capabilities/camera'

export const cameraScope = { placePath: 'place_path' } as const

export interface CameraRow {
  readonly id: string
  readonly place_path: string
  readonly source: SourceKind
  readonly url: string
  readonly user_name: string
  readonly sealed_password: string | null
  readonly has_people: number
  readonly is_buffered: number
  readonly siren_id: string | null
  readonly picture_at: number | null
  readonly fault: string | null
  readonly version: number
}

/** A device of kind camera, with what was set up for it; nulls where nothing was. */
export interface ListedCamera {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly place_path: string
  readonly place_label: string | null
  readonly presence: string
  readonly stage: string
  readonly heard_at: number | null
  readonly product_name: string | null
  readonly source: SourceKind | null
  readonly url: string | null
  readonly user_name: string | null
  readonly has_password: number
  readonly has_people: number | null
  readonly is_buffered: number | null
  readonly siren_id: string | null
  readonly siren_name: string | null
  readonly picture_at: number | null
  readonly fault: string | null
  readonly version: number | null
}

export interface CoverRow {
  readonly camera_id: string
  readonly kind: CoverKind
  readonly place_id: string
  readonly place_path: string
  readonly place_label: string
  readonly device_id: string | null
  readonly device_name: string | null
  readonly facade: string | null
}

export interface ClipRow {
  readonly id: string
  readonly camera_id: string
  readonly camera_name: string
  readonly place_path: string
  readonly kind: 'still' | 'clip'
  readonly state: ClipState
  readonly reference: string | null
  readonly alarm_id: string | null
  readonly at: number
  readonly from_at: number
  readonly to_at: number
  readonly due_at: number
  readonly tries: number
  readonly first_at: number | null
  readonly last_at: number | null
  readonly frames: number
  readonly is_whole: number
  readonly is_evidence: number
  readonly by_name: string | null
  readonly fault: string | null
  readonly created_at: number
}

export interface AlarmCameraRow {
  readonly camera_id: string
  readonly why: CameraReason
}
