import type { ChargerUse, PortState } from '@liren/contract/capabilities/charging'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { scopedTable } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'

scopedTable('chargers', { placePath: 'place_path', also: ['serves_path'] })

export interface ChargerRow {
  readonly device_id: string
  readonly charger_use: ChargerUse
  readonly ports: number
  readonly rated_volts: number
  readonly rated_hertz: number
  readonly serves_id: string | null
  readonly version: number
}

/** 市、街道、社区 say nothing to people who live there: the place from its estate on. */
export const shortName = (full: string | null): string => (full ?? '').split(' · ').slice(3).join(' · ')

/** A pile that nobody hears says nothing of its ports. */
export const portsOf = (ports: number, known: ReadonlyMap<number, PortState>, isOnline: boolean): PortState[] =>
  Array.from({ length: ports }, (_, i) => (isOnline ? (known.get(i + 1) ?? 'unknown') : 'unknown'))

/** What the ports of these chargers last told, by charger and number. */
export async function portStatesOf(kernel: Kernel, ids: readonly string[], tx?: Tx): Promise<Map<string, Map<number, PortState>>> {
  const states = new Map<string, Map<number, PortState>>()
  if (ids.length === 0) return states
  const where = among('device_id', ids)
  const sql = `SELECT device_id, port, state FROM charging_ports WHERE ${where.sql}`
  for (const row of await kernel.store.rows<{ device_id: string; port: number; state: PortState }>(sql, where.params, tx)) {
    const known = states.get(row.device_id) ?? new Map<number, PortState>()
    states.set(row.device_id, known.set(Number(row.port), row.state))
  }
  return states
}
