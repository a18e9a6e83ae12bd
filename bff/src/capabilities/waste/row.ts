import { type WasteKind, wasteKinds } from '@liren/contract/capabilities/waste'
import { lastWords } from '../../engines/thing/index.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { scopedTable } from '../../kernel/store/scope.ts'

for (const table of ['waste_bins', 'waste_trips', 'waste_days', 'waste_sewage', 'waste_tasks'])
  scopedTable(table, { placePath: 'place_path' })
scopedTable('waste_drops', { placePath: 'place_path', house: 'house_id' })
scopedTable('waste_cards', { placePath: 'place_path', house: 'house_id' })

export interface TaskRow {
  readonly id: string
  readonly device_id: string
  readonly place_path: string
  readonly state: 'open' | 'done'
  readonly percent: number
  readonly assignee_id: string | null
  readonly opened_at: number
  readonly done_at: number | null
  readonly done_by: string | null
  readonly proof: 'photo' | 'empty' | null
  readonly photos: string | null
  readonly version: number
}

export interface DropRow {
  readonly id: string
  readonly device_id: string
  readonly kind: WasteKind
  readonly recognised: WasteKind | null
  readonly confidence: number | null
  readonly is_right: number | null
  readonly weight_kg: number | null
  readonly volume_l: number | null
  readonly dropped_at: number
}

export const isWasteKind = (value: unknown): value is WasteKind => wasteKinds.includes(value as WasteKind)
export const kindsOf = (text: string | null | undefined): WasteKind[] => (text ?? '').split(',').filter(isWasteKind)
export const numberOf = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null)
/** Grams are the finest that a bin weighs. */
export const kilos = (value: unknown): number => Math.round(Number(value ?? 0) * 1000) / 1000
/** In hundredths of a per cent; null where nothing was judged. */
export const shareOf = (right: number, judged: number): number | null => (judged === 0 ? null : Math.round((right / judged) * 10_000) / 100)

interface BinLevel {
  readonly percent: number | null
  readonly weightKg: number | null
  readonly at: number | null
}

/** What these bins told last of how full they are. */
export async function levelsOf(kernel: Kernel, bins: readonly { readonly id: string }[]): Promise<Map<string, BinLevel>> {
  const words = await lastWords(
    kernel,
    bins.map(({ id }) => id),
    'bin.level',
  )
  return new Map(
    [...words].map(([id, { percent, weightKg, at }]) => [
      id,
      { percent: numberOf(percent), weightKg: numberOf(weightKg), at: numberOf(at) },
    ]),
  )
}
