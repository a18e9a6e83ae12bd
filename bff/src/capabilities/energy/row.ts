import type { EnergyCarrier, EnergyUse } from '@liren/contract/capabilities/energy'

export interface MeterRow {
  readonly id: string
  readonly number: string
  readonly carrier: EnergyCarrier
  readonly purpose: EnergyUse
  readonly place_id: string | null
  readonly place_path: string
  readonly building_path: string | null
  readonly house_id: string | null
  readonly device_id: string | null
  readonly last_total: number | null
  readonly last_at: number | null
  readonly last_rate: number | null
  readonly audience: 'household' | 'administration'
  readonly created_at: number
  readonly version: number
}

/** What one meter showed at one moment, in the units of people: kWh and m³. */
export interface Reading {
  readonly carrier: EnergyCarrier
  readonly total: number
  /** Watts, or litres an hour. */
  readonly rate: number | null
  readonly at: number
}
