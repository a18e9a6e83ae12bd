import type {
  Admission,
  PassageDirection,
  PassageKind,
  PassageMethod,
  PassageResult,
  PassageType,
} from '@liren/contract/capabilities/passage'
import type { Scope } from '../../kernel/http/route.ts'
import { type Condition, combine } from '../../kernel/store/condition.ts'
import { scopedTable, underPlaces } from '../../kernel/store/scope.ts'

export const passageScope = { placePath: 'place_path', owner: 'person_id', house: 'house_id' } as const
scopedTable('passages', { ...passageScope, also: ['home_path'] })
scopedTable('passage_counts', { placePath: 'place_path' })
scopedTable('presences', { placePath: 'place_path', also: ['person_id', 'plate_index'] })
export const ruleScope = { placePath: 'place_path' } as const
scopedTable('admission_rules', ruleScope)
export const watchScope = { placePath: 'place_path' } as const
scopedTable('plate_watches', watchScope)

export interface PassageRow {
  readonly id: string
  readonly kind: PassageKind
  readonly gate_id: string
  readonly gate_code: string
  readonly gate_name: string
  readonly gate_place: string
  readonly place_path: string
  readonly direction: PassageDirection
  readonly passed_at: number
  readonly heard_at: number
  readonly day: string
  readonly hour: number
  readonly method: PassageMethod
  readonly result: PassageResult
  readonly reason: string | null
  readonly type: PassageType
  readonly person_id: string | null
  readonly vehicle_id: string | null
  readonly house_id: string | null
  readonly home_path: string | null
  readonly audience: 'self' | 'home'
  readonly credential_sealed: string | null
  readonly credential_index: string | null
  readonly plate_sealed: string | null
  readonly plate_index: string | null
  readonly plate_colour: string | null
  readonly vehicle_colour: string | null
  readonly similarity: number | null
  readonly temperature_c: number | null
  readonly has_mask: number | null
  readonly photo: string | null
  readonly stay_ms: number | null
  readonly parking: string | null
  readonly watch_id: string | null
  readonly event_id: string | null
  readonly admission: Admission | null
}

export interface PresenceRow {
  readonly id: string
  readonly kind: PassageKind
  readonly person_id: string | null
  readonly plate_sealed: string | null
  readonly plate_index: string | null
  readonly vehicle_id: string | null
  readonly home_path: string | null
  readonly place_path: string
  /** The passage by which it came in last. */
  readonly last_in_id: string | null
  readonly last_at: number
  readonly last_gate_id: string
  readonly last_gate: string
  readonly last_direction: PassageDirection
  readonly is_inside: number | null
  readonly last_in_at: number | null
  readonly last_out_at: number | null
}

export const plateAt = { table: 'passages', column: 'plate_sealed' } as const
export const credentialAt = { table: 'passages', column: 'credential_sealed' } as const
export const presencePlateAt = { table: 'presences', column: 'plate_sealed' } as const
export const boundAt = { table: 'passage_credentials', column: 'credential_sealed' } as const
export const watchPlateAt = { table: 'plate_watches', column: 'plate_sealed' } as const

/** Passages at gates of one's places, and of whoever lives there: a grid has homes, but seldom a gate. */
export const withinPassages = (scope: Scope): Condition =>
  combine('OR', [underPlaces('p.place_path', scope.places), underPlaces('p.home_path', scope.places)])
