import type { AlarmState } from '@liren/contract/capabilities/alarm'
import type { FallSummary } from '@liren/contract/capabilities/falling'

export const fallScope = { placePath: 'place_path' } as const

export interface FallRow {
  readonly id: string
  readonly camera_id: string
  readonly camera_name: string
  readonly building_id: string | null
  readonly place_path: string
  readonly place_label: string
  readonly part: string
  readonly floor_low: number | null
  readonly floor_best: number | null
  readonly floor_high: number | null
  readonly unit_id: string | null
  readonly ending: string | null
  readonly column_label: string | null
  readonly confidence: number
  readonly method: FallSummary['method']
  readonly residual_m: number | null
  readonly trajectory: string
  readonly times: number
  readonly first_at: number
  readonly last_at: number
  readonly alarm_id: string | null
  readonly state: AlarmState
  readonly result: FallSummary['result']
}
