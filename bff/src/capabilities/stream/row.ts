import type { StreamTake } from '@liren/contract/rule/stream'

export const streamScope = { placePath: 'place_path' } as const

export interface StreamRow {
  readonly id: string
  readonly name: string
  readonly place_id: string
  readonly place_path: string
  readonly place_label: string
  readonly product_id: string
  readonly property: string
  readonly group_id: string | null
  readonly take: StreamTake
  readonly per: 'device' | 'place'
  readonly length_seconds: number
  readonly step_seconds: number
  readonly lateness_seconds: number
  readonly is_enabled: number
  readonly is_removed: number
  readonly version: number
}
