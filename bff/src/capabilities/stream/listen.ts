import { takeIntoStreams } from '../../engines/stream/index.ts'
import { type Listen, numberOf } from '../../engines/thing/index.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'

/** Gives the numbers of a batch to the windows, in its transaction. */
export const listenFor =
  (kernel: Kernel, ctx: Pick<RequestContext, 'tx' | 'now' | 'emit'>): Listen =>
  (speakers, told) => {
    const numbers = [...told].map(([id, all]) => {
      const known = all.flatMap(({ name, value, at }) => {
        const number = numberOf(value)
        return number === undefined ? [] : [{ name, value: number, at }]
      })
      return [id, known] as const
    })
    return takeIntoStreams(kernel, speakers, new Map(numbers), ctx)
  }
