import type { RuleContent } from '@liren/contract/capabilities/rule'

export const ruleScope = { placePath: 'place_path' } as const

export interface RuleRow {
  readonly id: string
  readonly name: string
  readonly place_id: string
  readonly place_path: string
  readonly place_label: string
  readonly content: string
  readonly number: number
  readonly is_enabled: number
  readonly stopped: 'runaway' | null
  readonly template: string | null
  readonly fired: number
  readonly last_fired_at: number | null
  readonly created_at: number
  readonly is_removed: number
  readonly version: number
}

export const contentOf = (row: Pick<RuleRow, 'content'>): RuleContent => JSON.parse(row.content) as RuleContent
