import type { AlarmGroup, AlarmKind, AlarmLevel, AlarmPhase, AlarmResult, AlarmState } from '@liren/contract/capabilities/alarm'
import type { Principal } from '../../kernel/http/route.ts'
import { among, type Condition, combine } from '../../kernel/store/condition.ts'

export const alarmScope = { placePath: 'place_path' } as const

/** Alarms that this person may know of: most have no audience, some only who holds one more permission. */
export function audienceOf({ permissions }: Pick<Principal, 'permissions'>): Condition {
  const held = restrictedAlarms.filter((permission) => permissions.has(permission))
  return combine('OR', [{ sql: 'audience IS NULL', params: [] }, ...(held.length > 0 ? [among('audience', held)] : [])])
}

const restrictedAlarms = ['passage.watch', 'hint.restricted'] as const

export interface AlarmRow {
  readonly id: string
  readonly number: string
  readonly kind: AlarmKind
  readonly grp: AlarmGroup
  readonly level: AlarmLevel
  readonly state: AlarmState
  readonly phase: AlarmPhase
  readonly title_zh: string
  readonly title_en: string
  readonly part: string
  readonly device_id: string | null
  readonly device_code: string
  readonly device_name: string
  readonly place_path: string
  readonly place_label: string
  readonly open_key: string | null
  readonly source_kind: 'event' | 'rule'
  readonly source_name: string
  readonly content: string
  readonly first_at: number
  readonly last_at: number
  readonly times: number
  readonly over_at: number | null
  readonly due_at: number | null
  readonly escalation: number
  readonly shelved_until_at: number | null
  readonly root_id: string | null
  readonly previous_id: string | null
  readonly handler_id: string | null
  readonly handler_name: string | null
  readonly result: AlarmResult | null
  readonly accepted_at: number | null
  readonly handled_at: number | null
  readonly closed_at: number | null
  readonly created_at: number
  /** A permission that its readers must hold as well; null for everybody who reads alarms. */
  readonly audience: string | null
  readonly version: number
}

export interface EntryRow {
  readonly id: string
  readonly alarm_id: string
  readonly action: string
  readonly state: AlarmState
  readonly actor_id: string | null
  readonly actor_name: string | null
  readonly note: string | null
  readonly photos: string | null
  readonly at: number
}
