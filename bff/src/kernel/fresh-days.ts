import type { Archive } from '@liren/contract/archive/index'
import type { Kernel } from './kernel.ts'

/** Channel of the bus on which every process of the house hears of a new period. */
const periodChannel = 'archive-period'

const known = new WeakMap<Kernel, ReadonlyMap<string, number>>()

/** Days after which a file is no longer fresh: those that were set, or those that its archive comes with. At once, for every file asks. */
export const freshDaysOf = (kernel: Kernel, { name, freshDays }: Pick<Archive, 'name' | 'freshDays'>): number =>
  known.get(kernel)?.get(name) ?? freshDays

/** Only those that somebody has set. */
export const periodsSet = (kernel: Kernel): ReadonlyMap<string, number> => known.get(kernel) ?? new Map()

export async function loadPeriods(kernel: Kernel): Promise<void> {
  const rows = await kernel.store.rows<{ archive: string; days: number }>('SELECT archive, days FROM quality_periods')
  known.set(kernel, new Map(rows.map(({ archive, days }) => [archive, Number(days)])))
}

/** Reads them once the house is open, and again whenever one changes anywhere. */
export function followPeriods(kernel: Kernel): void {
  const load = () => void loadPeriods(kernel).catch(() => undefined)
  kernel.bus.subscribe(periodChannel, load)
  load()
}

export const tellPeriods = (kernel: Kernel): void => void kernel.bus.publish(periodChannel, '').catch(() => undefined)
