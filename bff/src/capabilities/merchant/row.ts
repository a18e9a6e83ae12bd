import type { OrderState } from '@liren/contract/capabilities/merchant'
import { scopedTable } from '../../kernel/store/scope.ts'

export const merchantColumns = { placePath: 'place_path', also: ['keeper_id'] }
export const orderColumns = { placePath: 'place_path', owner: 'customer_id', also: ['keeper_id', 'merchant_id'] }
scopedTable('merchants', merchantColumns)
scopedTable('merchant_orders', orderColumns)

export interface MerchantRow {
  readonly id: string
  readonly place_id: string
  readonly place_path: string
  readonly name: string
  readonly intro: string
  readonly phone: string
  readonly keeper_id: string | null
  readonly state: 'listed' | 'hidden'
  readonly stars: number
  readonly rated: number
  readonly done: number
  readonly created_at: number
  readonly version: number
}

export interface ServiceRow {
  readonly id: string
  readonly merchant_id: string
  readonly name: string
  readonly unit: string
  readonly fen: number
  readonly sort: number
  readonly is_withdrawn: number
}

export interface OrderRow {
  readonly id: string
  readonly number: string
  readonly merchant_id: string
  readonly merchant_name: string
  readonly keeper_id: string | null
  readonly service_name: string
  readonly unit: string
  readonly fen: number
  readonly quantity: number
  readonly customer_id: string
  readonly contact: string
  readonly house_id: string
  readonly place_path: string
  readonly address: string
  readonly note: string
  readonly visit_at: number | null
  readonly state: OrderState
  readonly reason: string | null
  readonly rating: number | null
  readonly comment: string | null
  readonly created_at: number
  readonly accepted_at: number | null
  readonly finished_at: number | null
  readonly closed_at: number | null
  readonly version: number
}

export const contactPlace = (row: string) => ({ table: 'merchant_orders', column: 'contact', row })
