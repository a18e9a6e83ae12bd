import { join } from 'node:path'
import { readWhole, writeWhole } from '../../platform/whole-file.ts'
import type { PriceList } from './prices.ts'

/** A charging under its number of 32 digits. */
export interface Charging {
  readonly transaction: string
  readonly device: string
  readonly gun: number
  /** By which it was asked for; a pile that began offline knows only its card. */
  readonly token?: string | undefined
  readonly state: 'asked' | 'charging' | 'billed'
}

interface Kept {
  counter: number
  chargings: Charging[]
  prices: Record<string, PriceList>
  /** Cards that may charge, by device, in 16 digits. */
  cards: Record<string, string[]>
}

/** How many bills are remembered, so that one that comes again is known. */
const rememberedBills = 2000

/** What outlives a restart: chargings under their numbers, the prices and cards of each pile. */
export async function openLedger(folder: string) {
  const file = join(folder, 'ledger.json')
  const kept: Kept = ((await readWhole(file)) as Kept | undefined) ?? { counter: 0, chargings: [], prices: {}, cards: {} }
  let writing: Promise<void> = Promise.resolve()
  const save = (): Promise<void> => {
    writing = writing.catch(() => undefined).then(() => writeWhole(file, kept))
    return writing
  }
  return {
    async nextNumber(): Promise<number> {
      kept.counter = (kept.counter + 1) % 10_000
      await save()
      return kept.counter
    },
    find: (device: string, transaction: string): Charging | undefined =>
      kept.chargings.find((one) => one.device === device && one.transaction === transaction),
    openAt: (device: string, gun: number): Charging | undefined =>
      kept.chargings.findLast((one) => one.device === device && one.gun === gun && one.state !== 'billed'),
    async put(charging: Charging): Promise<void> {
      const others = kept.chargings.filter((one) => one.device !== charging.device || one.transaction !== charging.transaction)
      kept.chargings = [...others, charging]
      const billed = kept.chargings.filter((one) => one.state === 'billed')
      if (billed.length > rememberedBills) kept.chargings = kept.chargings.filter((one) => one !== billed[0])
      await save()
    },
    prices: (device: string): PriceList | undefined => kept.prices[device],
    async setPrices(device: string, list: PriceList): Promise<void> {
      kept.prices[device] = list
      await save()
    },
    cards: (device: string): readonly string[] => kept.cards[device] ?? [],
    async setCards(device: string, cards: readonly string[]): Promise<void> {
      kept.cards[device] = [...cards]
      await save()
    },
  }
}
export type Ledger = Awaited<ReturnType<typeof openLedger>>
