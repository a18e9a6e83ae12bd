import type { CommandValues } from '@liren/contract/device-commands'
import type { Values } from './messages.ts'

/** A price list as piles take it. */
export type PriceList = Omit<Values<0x0a>, 'pile'>

const bands = ['sharp', 'peak', 'flat', 'valley'] as const
const halfHours = 48
/** A fen in yuan. */
const yuan = (fen: number): number => fen / 100

/** Four prices at most, changing at half hours only: what a pile cannot keep is refused, never rounded. */
export function priceListOf(
  { stretches }: CommandValues<'charging.prices'>,
  model: string,
): { readonly list: PriceList } | { readonly problem: string } {
  const sorted = stretches.toSorted((a, b) => a.fromMinute - b.fromMinute)
  if (sorted[0]?.fromMinute !== 0) return { problem: 'the first price has to begin at midnight' }
  if (sorted.some(({ fromMinute }) => fromMinute % 30 !== 0)) return { problem: 'prices change at full and half hours only' }
  const nameOf = (one: (typeof sorted)[number]): string => `${one.electricityFen}/${one.serviceFen}`
  const dearest = [...new Map(sorted.map((one) => [nameOf(one), one])).values()].toSorted(
    (a, b) => b.electricityFen + b.serviceFen - a.electricityFen - a.serviceFen,
  )
  if (dearest.length > bands.length) return { problem: `${dearest.length} different prices; a pile keeps ${bands.length}` }
  const slots = Array.from({ length: halfHours }, (_, slot) => {
    const here = sorted.findLast(({ fromMinute }) => fromMinute <= slot * 30) as (typeof sorted)[number]
    return dearest.findIndex((one) => nameOf(one) === nameOf(here))
  })
  const at = (band: number): (typeof sorted)[number] => (dearest[band] ?? dearest.at(-1)) as (typeof sorted)[number]
  return {
    list: {
      model,
      sharpEnergy: yuan(at(0).electricityFen),
      sharpService: yuan(at(0).serviceFen),
      peakEnergy: yuan(at(1).electricityFen),
      peakService: yuan(at(1).serviceFen),
      flatEnergy: yuan(at(2).electricityFen),
      flatService: yuan(at(2).serviceFen),
      valleyEnergy: yuan(at(3).electricityFen),
      valleyService: yuan(at(3).serviceFen),
      lossPercent: 0,
      slots: Buffer.from(slots).toString('hex'),
    },
  }
}

/** The number of the next list, in four digits; 0000 is a pile's word for having none. */
export const nextModel = (model: string | undefined): string => String((Number(model ?? 99) % 9999) + 1).padStart(4, '0')
