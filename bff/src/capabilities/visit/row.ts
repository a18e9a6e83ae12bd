import type { VisitOutcome, visitReasons } from '@liren/contract/capabilities/visit'
import { scopedTable } from '../../kernel/store/scope.ts'

export const scopeColumns = { placePath: 'place_path' }
scopedTable('visit_tasks', { ...scopeColumns, also: ['worker_id', 'plan_id', 'grid_id', 'live_key'] })
scopedTable('visit_plans', scopeColumns)

export interface TaskRow {
  readonly id: string
  readonly plan_id: string | null
  readonly grid_id: string | null
  readonly house_id: string
  readonly place_path: string
  readonly subject: 'house' | 'person'
  readonly person_id: string | null
  readonly reason: (typeof visitReasons)[number]
  readonly worker_id: string | null
  readonly due_on: string
  readonly route_key: string
  readonly state: 'due' | 'done' | 'dropped'
  readonly outcome: VisitOutcome | null
  readonly note_sealed: string | null
  readonly visited_at: number | null
  readonly done_at: number | null
  readonly done_by: string | null
  readonly created_at: number
  readonly version: number
}

export interface PlanRow {
  readonly id: string
  readonly title: string
  readonly grid_id: string
  readonly place_path: string
  readonly worker_id: string
  readonly due_on: string
  readonly state: 'active' | 'closed'
  readonly total: number
  readonly done: number
  readonly changed: number
  readonly absent: number
  readonly created_at: number
  readonly version: number
}

export const noteAt = (row: string) => ({ table: 'visit_tasks', column: 'note_sealed', row })
/** House or person once while somebody is due there. */
export const liveKeyOf = (task: Pick<TaskRow, 'subject' | 'house_id' | 'person_id'>): string =>
  task.subject === 'person' ? `person:${task.person_id}` : `house:${task.house_id}`

/** Along the way: estate, building, unit; in a unit from the top floor down, as one walks. */
export function routeKeyOf({ path, floor }: { readonly path: string; readonly floor: number | null }): string {
  const steps = path.split('/').filter((step) => step !== '')
  const door = steps.pop() ?? ''
  const level = floor ?? Math.floor(Number(/^\d{3,5}$/.exec(door)?.[0] ?? 0) / 100)
  return `/${steps.join('/')}/${String(900 - level).padStart(3, '0')}-${door}`.slice(0, 200)
}
