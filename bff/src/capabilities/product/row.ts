import { type Product, productStates, securityGrades } from '@liren/contract/capabilities/product'
import { presenceClasses } from '@liren/contract/device-register'
import type { ThingModel } from '@liren/contract/thing/model'

export interface ProductRow {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly category: string
  readonly kind: string
  readonly protocol: string
  readonly manufacturer: string
  readonly model: string
  readonly grade: string
  readonly presence: string
  readonly silence_seconds: number | null
  readonly maintenance_days: number | null
  readonly checklist: string
  readonly state: string
  readonly model_number: number
  readonly has_draft: number
  readonly is_builtin: number
  readonly created_at: number
  readonly version: number
}

export interface ModelRow {
  readonly id: string
  readonly product_id: string
  readonly number: number
  readonly state: string
  readonly content: string
  readonly released_at: number | null
  readonly version: number
}

export const presentProduct = (row: ProductRow): Product => ({
  id: row.id,
  code: row.code,
  name: row.name,
  category: row.category,
  kind: row.kind,
  protocol: row.protocol,
  manufacturer: row.manufacturer,
  model: row.model,
  grade: securityGrades.find((grade) => grade === row.grade) ?? 'high',
  presence: presenceClasses.find((one) => one === row.presence) ?? 'mains',
  silenceSeconds: row.silence_seconds,
  maintenanceDays: row.maintenance_days,
  state: productStates.find((state) => state === row.state) ?? 'retired',
  checklist: JSON.parse(row.checklist) as Record<string, string>,
  modelNumber: row.model_number,
  hasDraft: row.has_draft === 1,
  isBuiltin: row.is_builtin === 1,
  version: row.version,
})

const modelStates = ['draft', 'released', 'superseded'] as const

export const presentModel = (row: ModelRow) => ({
  number: row.number,
  state: modelStates.find((state) => state === row.state) ?? 'superseded',
  model: JSON.parse(row.content) as ThingModel,
  releasedAt: row.released_at === null ? null : new Date(Number(row.released_at)).toISOString(),
  version: row.version,
})
